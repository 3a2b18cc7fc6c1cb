import * as l10n from '@vscode/l10n';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AboutInput, aboutText } from '../../src/editor/aboutReader';
import {
  busyEvaluatingText,
  evaluateTitle,
  evaluatingTitle,
  evaluationFailureText,
  evaluationProgressText,
  heldElsewhereText,
  notOnDiskText,
  questionGoneText,
  reportTitle,
  unsavedText,
} from '../../src/editor/evaluationTexts';
import { failureText } from '../../src/editor/messages';
import { type OfferedReader, readerBlock } from '../../src/editor/readerBlock';
import { describeFailure } from '../../src/editor/readerFailures';
import * as readerMessages from '../../src/editor/readerMessages';
import { readOptions } from '../../src/editor/readerOptions';
import * as strictnessTexts from '../../src/editor/strictnessTexts';
import type { ExamRecord, ExamRung } from '../../src/evaluate/examRecord';
import { priorRule } from '../../src/evaluate/rule';
import { type Catalogue, describeOther, parseWish } from '../../src/hub/catalogue';
import { parseEndpoint } from '../../src/hub/endpoint';
import { HubError, type HubFailureReason, storageError } from '../../src/hub/errors';
import { modelHome } from '../../src/hub/home';
import type { KnownModel } from '../../src/hub/manifest';
import { checkSizes, chooseFiles, familyOf } from '../../src/hub/modelFiles';
import { StoreError, type StoreFailureReason } from '../../src/hub/storeError';
import { EngineError } from '../../src/runtime/engineClient';
import { hubReasons, storeReasons } from '../editor/failureReasons';
import { pseudoTranslation, untranslated } from './bundles';

beforeAll(() => l10n.config({ contents: pseudoTranslation() }));
afterAll(() => l10n.config({ contents: {} }));

const model: KnownModel = {
  name: 'full',
  title: 'The full reader',
  repository: 'owner/full',
  revision: 'a'.repeat(40),
  licence: 'CC-BY-4.0',
  languages: ['en'],
  family: 'roberta',
  published: { dataset: 'SQuAD 2.0 dev', em: 78.69, f1: 81.92 },
  refuses: false,
  maxLength: 384,
  aboutBytes: 327_000_000,
};
/** What is nobody's word: names, and what Intl writes. */
const names = [
  ...['/models/full', 'owner/full', 'hub.test', 'The full reader', 'a'.repeat(40), 'CC-BY-4.0', 'SQuAD 2.0 dev'],
  ...['English', 'Nov 22, 2026', 'roberta', 'full', 'fp32', 'int8', 'a message'],
];

/** Expects texts in pseudo-language, but for `own`. */
function expectPseudo(texts: readonly string[], own: readonly string[] = names): void {
  expect(texts).not.toEqual([]);
  for (const text of texts) {
    expect(text).toMatch(/⟦.*⟧/su);
    expect(untranslated(text, own), text).toEqual([]);
  }
}

/** What is thrown, told as the editor tells it. */
function told(...actions: readonly (() => unknown)[]): string[] {
  return actions.map((action) => {
    try {
      action();
    } catch (error) {
      return describeFailure(error, 'command').text;
    }
    throw new Error('nothing was thrown');
  });
}

describe('in pseudo-language is', () => {
  it('each failure of the Hub and of the store', () => {
    const hub = (Object.keys(hubReasons) as HubFailureReason[]).map(
      (reason) => new HubError(reason, '/models/full', 'a message'),
    );
    const store = (Object.keys(storeReasons) as StoreFailureReason[]).map(
      (reason) => new StoreError(reason, '/models/full', 'a message'),
    );
    const texts = [...hub, ...store].map((error) => describeFailure(error, 'download').text);
    expectPseudo(texts, ['/models/full', 'a message']);
  });

  it('a failure that nobody foresaw, but for what it says itself', () => {
    expectPseudo([describeFailure(new TypeError('odd'), 'command').text], ['TypeError: odd']);
  });

  it('what is wrong with an address, a name, a folder', () => {
    const catalogue: Catalogue = new Map([['full', model]]);
    const texts = told(
      () => parseEndpoint('nonsense'),
      () => parseEndpoint('https://user@hub.test'),
      () => parseEndpoint('https://hub.test/?a'),
      () => parseEndpoint('http://hub.test'),
      () => parseWish('nonsense', catalogue),
      () => parseWish('owner/other@', catalogue),
      () => modelHome({}, 'models/full'),
      () => chooseFiles([], '/models/full'),
      () => chooseFiles(['config.json'], '/models/full'),
      () => chooseFiles(['config.json', 'model.safetensors'], '/models/full'),
      () => chooseFiles(['config.json', 'pytorch_model.bin'], '/models/full'),
      () => chooseFiles(['config.json', 'model.safetensors.index.json'], '/models/full'),
      () => checkSizes([{ path: 'config.json', bytes: 1e12 }], '/models/full'),
      () => familyOf('{', '/models/full'),
      () => familyOf('{}', '/models/full'),
      () => familyOf('{"model_type":"gpt2"}', '/models/full'),
      () => {
        throw storageError('/models/full', new Error('EACCES'));
      },
    );
    const files = /\b(?:model_type|[\w.]+\.(?:json|safetensors|index|bin|txt|model))\b/g;
    const own = ['https://', 'http://', 'nonsense', 'models/full', 'Error: EACCES', 'gpt2', '…@'];
    const known = 'albert bert camembert deberta deberta-v2 distilbert electra mpnet roberta xlm-roberta'.split(' ');
    expectPseudo(
      texts.map((text) => text.replace(files, ' ')),
      [...names, ...own, ...known],
    );
  });

  it('each failure of a question', () => {
    const reasons = [
      ...(['emptyQuestion', 'emptyDocument', 'emptySelection', 'noContextRoom', 'fileMissing', 'fileDamaged'] as const),
      ...(['fileUnreadable', 'unsupported', 'nativeMissing', 'stopped', 'crashed', 'cannotStart', 'internal'] as const),
    ];
    const ways = [
      { isBundled: true, maxLength: null },
      { isBundled: false, maxLength: 140 },
    ];
    const texts = reasons.flatMap((reason) =>
      ways.map((way) => failureText(new EngineError(reason, 'a message', '/models/full'), way)),
    );
    expectPseudo([...texts, failureText(new Error('odd'))], [...names, 'Error: odd']);
  });

  it('each button beside a failure', () => {
    expectPseudo(Object.values(readerMessages.remedyTitles()));
  });

  it('a transfer, at each stage', () => {
    const at = (stage: string, speed: number | null): string =>
      readerMessages.transferText({ stage, bytes: 120_000_000, totalBytes: 327_000_000 }, speed);
    expectPseudo([at('waiting', null), at('asking', null), at('fetching', null), at('fetching', 12_000_000)]);
    expectPseudo([
      readerMessages.installingTitle('full', 'download'),
      readerMessages.installingTitle('full', 'importModel'),
    ]);
  });

  it('what the commands about readers say', () => {
    const { tokenTitle, tokenPrompt, tokenClearedText, busyText, nothingToDownloadText, nothingToRemoveText } =
      readerMessages;
    const { heldText, offlineText, abilityText, spokenText } = readerMessages;
    const said = [tokenTitle, tokenPrompt, tokenClearedText, busyText, nothingToDownloadText, nothingToRemoveText];
    expectPseudo([...said, heldText, offlineText].map((text) => text()));
    expectPseudo([abilityText(model), abilityText({ ...model, published: null }), spokenText([])]);
  });

  it('each wrong override', () => {
    const wrong = { full: { maxLength: 1, overlap: 1, threshold: 'x', precision: 'x' }, 'owner/full': 1 };
    const { faults } = readOptions({ ...wrong, other: { stride: 1 } }, 'full');
    const { faults: ofAll } = readOptions('wrong', 'full');
    const keys = ['maxLength', 'overlap', 'threshold', 'precision', 'stride', 'other', 'auto'];
    expect([...faults, ...ofAll]).toHaveLength(7);
    // Keys and values are those of the settings.
    expectPseudo([...faults, ...ofAll], [...names, ...keys]);
    expectPseudo([readerMessages.optionFaultsText(faults)], [...names, ...keys, 'documentQa.readerOptions']);
  });

  it('the offer of a reader', () => {
    const offered: OfferedReader = {
      ...{ model, destination: '/models/full', host: 'hub.test', fetchedBytes: 5_000_000 },
      ...{ isUpdate: true, isDeclined: false },
    };
    const others = [offered, { ...offered, model: describeOther('owner/full', 'main') }];
    for (const missing of others) {
      const block = readerBlock({ running: null, failure: null, fault: null, missing, mayOffer: true });
      if (block?.kind !== 'offer') throw new Error('no offer');
      const { title, facts, fetched } = block;
      expectPseudo([title, ...facts.map(({ name }) => name), fetched ?? ''], [...names, 'main']);
      for (const { text } of facts) expect(untranslated(text, [...names, 'main'])).toEqual([]);
    }
  });

  it('the page about a reader', () => {
    const rung: ExamRung = {
      ...{ name: 'fp32', em: 75.5, f1: 80.25, emInterval: { low: 69.5, high: 81 }, f1Interval: { low: 75, high: 85 } },
      ...{ agreement: 1, f1Lost: 0, f1LostBound: 0, tokensPerSecond: 900.4, passed: true },
    };
    const exam: ExamRecord = {
      ...{ version: 1, exam: 'e'.repeat(64), date: '2026-11-22T10:00:00.000Z', questions: 200, chosen: 'fp32' },
      model: { name: 'full', revision: 'a'.repeat(40), weights: 'e'.repeat(64) },
      engine: { converter: '1', onnxruntime: '1.30.0', cpu: 'exact' },
      rungs: [rung, { ...rung, name: 'int8', passed: false }],
    };
    const input: AboutInput = {
      ...{ model, isBundled: false, folder: '/models/full', exam },
      ...{ precision: 'auto', strictness: 'balanced' },
    };
    const bundled = { ...model, repository: null, refuses: null };
    const pages = [
      aboutText(input),
      aboutText({ ...input, exam: undefined, model: { ...model, refuses: true } }),
      aboutText({ ...input, exam: undefined, isBundled: true, model: bundled }),
    ];
    // The figures have these names in every language.
    expectPseudo(pages, [...names, ' EM ', ' F1 ']);
  });

  it('strictness', () => {
    const { strictnessWords, measureText, readerText, overruledText, chooseStrictnessTitle } = strictnessTexts;
    expectPseudo(strictnessWords().flatMap(({ title, detail }) => [title, detail]));
    expectPseudo([measureText(null), measureText({ precision: 0.8, coverage: 0.7 }), chooseStrictnessTitle()]);
    expectPseudo([readerText(model, priorRule.chosenBy)], [...names, priorRule.chosenBy]);
    expectPseudo([overruledText(1.5)], ['documentQa.readerOptions']);
  });

  it('what an evaluation says', () => {
    const progress = { asked: 130, askedBefore: 0, questions: 2642, leftMs: 180_000 };
    const all = [progress, { ...progress, askedBefore: 12 }, { ...progress, leftMs: null }];
    expectPseudo([...all, { ...progress, askedBefore: 12, leftMs: null }].map(evaluationProgressText));
    expectPseudo([busyEvaluatingText(), heldElsewhereText(), evaluateTitle()]);
    const ofFile = [evaluatingTitle, reportTitle, notOnDiskText, unsavedText, questionGoneText];
    expectPseudo([...ofFile.map((text) => text('full')), evaluationFailureText('full', '')]);
  });
});
