// A document of 20,000 tokens and a question that nobody asked before, the programs open: our engine, its second readings
// included, and transformers.js's pipeline called by hand for the texts of the same windows, the best score taken: it has
// no windows of its own. The full reader's exact shape with random weights, as many threads each: answers mean nothing,
// the work is the same.
// ROUNDS=how often each is asked, each time another question (3).
// THREADS=of each program (2); with one, ratios are of the processor's time.
import type { InstalledModel } from '../src/hub/store';
import { findSeams } from '../src/qa/seams';
import { makeWindows, planWindows, windowText } from '../src/qa/windows';
import type { Encoder } from '../src/runtime/encoder';
import { median } from '../test/support/median';
import { describeMachine } from './support/benchMachine';
import { exactText, exactWindow, fullReaderEncoder, questions } from './support/exactTexts';
import { exportedModel } from './support/exportedModel';
import { figure } from './support/figures';
import { serveOurReaders, startOurReaders } from './support/ourReaders';
import { inRounds, spread, threads, timesFaster } from './support/rounds';
import { requireSameModel } from './support/sameModel';
import { printTable } from './support/tables';
import { serveTransformersJs, startTransformersJs, transformersJs } from './support/transformersJs';
import { withFullSizeModel } from './support/withFullSizeModel';

const rounds = Number(process.env.ROUNDS ?? 3);
const documentTokens = 20_000;
/** What opens both sides and makes their code warm. */
const shortTokens = 1000;

const [role, ...args] = process.argv.slice(2);
if (role === 'ours') await serveOurReaders(args[0] ?? '', args[1] ?? '');
else if (role === 'theirs') await serveTransformersJs(args[0] ?? '');
else await withFullSizeModel(measure);

interface Asked {
  readonly text: string;
  readonly question: string;
  /** The texts of its windows. */
  readonly texts: readonly string[];
}

async function measure(model: InstalledModel): Promise<void> {
  const theirs = startTransformersJs(exportedModel(model));
  const ours = startOurReaders(model);
  const encoder = fullReaderEncoder();
  const { maxLength } = model.manifest;
  const window = exactWindow(encoder, maxLength);
  requireSameModel(transformersJs, await ours.logits('fp32', window), await theirs.logits('fp32', window));

  const asked = (tokens: number, question: string): Asked => askedOf(encoder, maxLength, tokens, question);
  const windowsRead: number[] = [];
  const work = (all: readonly Asked[]) => {
    const of = (round: number): Asked => all[round] ?? { text: '', question: '', texts: [] };
    return {
      'ours, int8': async (round: number) => {
        const read = await ours.document('int8', of(round));
        windowsRead.push(read.windows);
        return read;
      },
      'ours, fp32': (round: number) => ours.document('fp32', of(round)),
      'its q8': (round: number) => theirs.document('q8', of(round)),
      'its fp32': (round: number) => theirs.document('fp32', of(round)),
    };
  };
  await inRounds(1, work([asked(shortTokens, questions[0] ?? '')]));
  const all = questions.slice(1, 1 + rounds).map((question) => asked(documentTokens, question));
  const samples = await inRounds(rounds, work(all));
  await ours.end();
  await theirs.end();

  console.log(
    `${describeMachine()}; ${transformersJs}; ${threads} threads; ${documentTokens} tokens, ${rounds} rounds, median (least, most); ` +
      `windows of ${maxLength} tokens: ${all.map(({ texts }) => texts.length).join(', ')}; with second readings ours read ${windowsRead.slice(1).join(', ')}`,
  );
  const names = ['ours, int8', 'ours, fp32', 'its q8', 'its fp32'] as const;
  printTable(
    [`a document of ${documentTokens} tokens`, 's', 'of a processor, s', 'ours int8 is faster by', 'ours fp32 by'],
    names.map((name) => [
      name,
      spread(
        samples[name].map(({ ms }) => ms / 1000),
        2,
      ),
      (median(samples[name].map(({ cpuMs }) => cpuMs)) / 1000).toFixed(2),
      timesFaster(samples['ours, int8'], samples[name]).toFixed(2),
      timesFaster(samples['ours, fp32'], samples[name]).toFixed(2),
    ]),
  );
  for (const [dtype, atLeast] of [
    ['fp32', 4.5],
    ['q8', 3],
  ] as const) {
    const times = timesFaster(samples['ours, int8'], samples[`its ${dtype}`]);
    figure(`20,000 tokens, int8 against the ${dtype} pipeline of transformers.js`, times, 'times as fast', { atLeast });
  }
}

/** A question on a document, with its windows as our engine cuts them. */
function askedOf({ tokenizer, layout }: Encoder, maxLength: number, tokens: number, question: string): Asked {
  const text = exactText({ tokenizer }, tokens);
  const context = tokenizer.encode(text);
  const { room, overlap } = planWindows(tokenizer.encode(question), layout, maxLength);
  const texts = makeWindows(findSeams(text, context), room, overlap).map((window) => {
    const { start, end } = windowText(window, context);
    return text.slice(start, end);
  });
  return { text, question, texts };
}
