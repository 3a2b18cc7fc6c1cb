// Readers with hand-written logits, over tokenizers whose tokens can be seen in the text.
import type { AskObserver } from '../../src/qa/answer';
import type { SpanLogits } from '../../src/qa/logits';
import type { DecisionRule, QaModel } from '../../src/qa/model';
import type { QaResult, Thresholds } from '../../src/qa/result';
import type { Strictness, StrictnessLevel } from '../../src/qa/strictness';
import { type Encoding, EncodingBuilder, type Tokenizer } from '../../src/qa/tokens';
import type { InputLayout } from '../../src/qa/windows';

/** A tokenizer whose ids can be turned back into text. */
export interface ReadableTokenizer extends Tokenizer {
  textOf(id: number): string;
}

/** Every match of a global pattern is a token. */
function patternTokenizer(pattern: RegExp): ReadableTokenizer {
  const firstId = 10;
  const ids = new Map<string, number>();
  const texts: string[] = [];
  return {
    encode(text) {
      const builder = new EncodingBuilder(text.length);
      for (const { 0: token, index } of text.matchAll(pattern)) {
        let id = ids.get(token);
        if (id === undefined) {
          id = firstId + texts.length;
          ids.set(token, id);
          texts.push(token);
        }
        builder.push(id, index, index + token.length);
      }
      return builder.build();
    },
    textOf: (id) => texts[id - firstId] ?? '',
  };
}

/** Whatever stands between blanks is a token. */
export const makeWordTokenizer = (): ReadableTokenizer => patternTokenizer(/[^\p{White_Space}]+/gu);

/** Letters and digits in pieces of two ("8080" is "80", "80"), everything else but blanks by itself. */
export const makePieceTokenizer = (): ReadableTokenizer =>
  patternTokenizer(/[\p{L}\p{N}]{1,2}|[^\p{White_Space}\p{L}\p{N}]/gu);

/** Every code point is a token, blanks too. */
export const makeCharacterTokenizer = (): ReadableTokenizer => patternTokenizer(/[^]/gu);

export const fakeLayout: InputLayout = { before: [1], between: [2], after: [2], contextTypeId: 1 };

/** What a fake reader thinks of a window, given the texts of its tokens. The null score is 0. */
export type Opinion = (tokens: readonly string[]) => {
  readonly start: readonly number[];
  readonly end: readonly number[];
};

/** Far below every threshold. */
const unlikely = -30;

/**
 * Sees phrases: each place where the tokens of a phrase stand in a row has its evidence, and so has every other place
 * of them. All other spans are unlikely.
 */
function seesPhrases(phrases: Readonly<Record<string, number>>, tokenizer: ReadableTokenizer): Opinion {
  const wanted = Object.entries(phrases).map(([phrase, evidence]) => ({
    tokens: tokensOf(tokenizer, phrase),
    evidence,
  }));
  return (tokens) => {
    const start = tokens.map(() => unlikely);
    const end = tokens.map(() => unlikely);
    for (const { tokens: phrase, evidence } of wanted) {
      for (let first = 0; first + phrase.length <= tokens.length; first++) {
        if (!phrase.every((token, i) => tokens[first + i] === token)) continue;
        start[first] = evidence / 2;
        end[first + phrase.length - 1] = evidence / 2;
      }
    }
    return { start, end };
  };
}

function tokensOf(tokenizer: ReadableTokenizer, text: string): string[] {
  return Array.from(tokenizer.encode(text).ids, (id) => tokenizer.textOf(id));
}

/** Logits as a seed makes them, different for each window: evidence between -8 and 8, null score 0. */
export function seesNoise(seed: number): (ids: Int32Array) => SpanLogits {
  return (ids) => {
    let state = seed | 0;
    for (const id of ids) state = Math.imul(state ^ id, 0x01000193);
    const next = (): number => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * 8 - 4;
    };
    const start = Float32Array.from(ids, (_, i) => (i === 0 ? 0 : next()));
    const end = Float32Array.from(ids, (_, i) => (i === 0 ? 0 : next()));
    return { start, end };
  };
}

/** The same thresholds whatever the strictness, unless others are given for one. */
export function levelsAt(
  thresholds: Thresholds,
  others: Partial<Record<Strictness, Thresholds>> = {},
): DecisionRule['levels'] {
  const level = (strictness: Strictness): StrictnessLevel => ({
    thresholds: others[strictness] ?? thresholds,
    measured: null,
  });
  return { refuse: level('refuse'), balanced: level('balanced'), answer: level('answer') };
}

export const fakeRule: DecisionRule = {
  levels: levelsAt({ answer: 2, maybe: -2 }),
  prior: { windowExponent: 0.5 },
  calibration: {
    answer: { intercept: -1, evidence: 0.3, margin: 0, logWindows: 0 },
    noAnswer: { intercept: 0.5, evidence: -0.3, margin: 0, logWindows: 0 },
  },
};

/** A reader that was given its logits. */
export interface FakeModel extends QaModel {
  /** The ids of every window it read, in the order in which it read them. */
  readonly readIds: Int32Array[];
}

export interface FakeModelOptions {
  readonly tokenizer: Tokenizer;
  readonly read: (ids: Int32Array, contextOffset: number) => SpanLogits;
  readonly maxLength?: number;
  readonly layout?: InputLayout;
  readonly rule?: Partial<DecisionRule>;
}

export function makeFakeModel({ tokenizer, read, maxLength, layout, rule }: FakeModelOptions): FakeModel {
  const readIds: Int32Array[] = [];
  return {
    identity: { name: 'fake', revision: '0'.repeat(40), precision: 'fp32', backend: 'native' },
    maxLength: maxLength ?? 128,
    layout: layout ?? fakeLayout,
    tokenizer,
    rule: { ...fakeRule, ...rule },
    examined: true,
    loadMs: 0,
    readIds,
    read(input) {
      readIds.push(input.ids);
      return Promise.resolve(read(input.ids, input.contextOffset));
    },
  };
}

/** A reader that sees phrases in words, or in what another tokenizer makes of the text. */
export function makePhraseModel(
  phrases: Readonly<Record<string, number>>,
  options: Partial<Omit<FakeModelOptions, 'tokenizer' | 'read'>> = {},
  tokenizer = makeWordTokenizer(),
): FakeModel {
  return makeFakeModel({ ...options, tokenizer, read: asLogits(seesPhrases(phrases, tokenizer), tokenizer) });
}

/** An opinion of the context as logits of the whole input, under `fakeLayout`. */
function asLogits(opinion: Opinion, tokenizer: ReadableTokenizer): FakeModelOptions['read'] {
  return (ids, contextOffset) => {
    const context = ids.subarray(contextOffset, ids.length - fakeLayout.after.length);
    const { start, end } = opinion(Array.from(context, (id) => tokenizer.textOf(id)));
    const whole = (values: readonly number[]): Float32Array => {
      const logits = new Float32Array(ids.length).fill(unlikely);
      logits[0] = 0;
      logits.set(values, contextOffset);
      return logits;
    };
    return { start: whole(start), end: whole(end) };
  };
}

/** An encoding whose tokens stand at the given places, for what never looks at ids. */
export function encodingAt(places: readonly (readonly [number, number])[]): Encoding {
  return {
    ids: Int32Array.from(places, (_, i) => i),
    starts: Int32Array.from(places, ([start]) => start),
    ends: Int32Array.from(places, ([, end]) => end),
  };
}

/** Nobody watches, nobody stops; its clock goes 1 ms a look. */
export function makeObserver(): AskObserver {
  let ms = 0;
  return { now: () => ms++, stopped: () => false };
}

/** Stops once `windows` windows were read. */
export function stopsAfter(windows: number): AskObserver {
  let asked = 0;
  return { ...makeObserver(), stopped: () => asked++ >= windows };
}

/** Keeps every provisional result; its clock goes so fast that each is due. */
export function makeWatcher(): AskObserver & { readonly seen: QaResult[] } {
  let ms = 0;
  const seen: QaResult[] = [];
  return { now: () => (ms += 1000), stopped: () => false, onProvisional: (result) => seen.push(result), seen };
}
