// A text to normalised characters, each with the place in the source that it stands for. Characters are handed from
// stage to stage one at a time, so that memory does not grow with the text.
import { codePointAt, isWhiteSpace, utf16Length, utf8Length } from './characters';

/** Takes characters in the order of the text, each with the UTF-16 `[start, end)` in the source that it stands for. */
export interface CharacterSink {
  push(codePoint: number, start: number, end: number): void;
  /** The text has ended: what was held back goes on. */
  finish(): void;
}

/** One step of a normalisation, before the next. */
export type Stage = (next: CharacterSink) => CharacterSink;

const space = 0x20;

/** Sends a text through stages into a sink. A lone surrogate goes as U+FFFD, as encoders write it. */
export function normalizeInto(text: string, stages: readonly Stage[], sink: CharacterSink): void {
  const first = stages.reduceRight((next, stage) => stage(next), sink);
  for (let start = 0; start < text.length;) {
    const codePoint = codePointAt(text, start);
    const end = start + utf16Length(codePoint);
    first.push(codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint, start, end);
    start = end;
  }
  first.finish();
}

/** Every character alone: `map` gives the characters it becomes, none where it is left out. */
export function mapCharacters(map: (character: string) => string): Stage {
  const known = new Map<number, readonly number[]>();
  const mapped = (codePoint: number): readonly number[] => {
    let result = known.get(codePoint);
    if (result === undefined) {
      result = codePointsOf(map(String.fromCodePoint(codePoint)));
      known.set(codePoint, result);
    }
    return result;
  };
  return (next) => ({
    push(codePoint, start, end) {
      for (const part of mapped(codePoint)) next.push(part, start, end);
    },
    finish: () => next.finish(),
  });
}

/** Small letters, one character at a time as the reference does: a whole word would turn a final sigma into another. */
export const lowercase: Stage = mapCharacters((character) => character.toLowerCase());

/** NFKD without its marks. Their order, the one thing that depends on neighbours, is gone with them. */
export const stripAccents: Stage = mapCharacters((character) => character.normalize('NFKD').replace(/\p{M}/gu, ''));

/** Leaves out white space at the ends of a text. */
export function strip(left: boolean, right: boolean): Stage {
  return (next) => {
    let begun = !left;
    let held: [codePoint: number, start: number, end: number][] = [];
    return {
      push(codePoint, start, end) {
        if (isWhiteSpace(codePoint)) {
          if (begun && right) held.push([codePoint, start, end]);
          else if (begun) next.push(codePoint, start, end);
          return;
        }
        begun = true;
        for (const character of held) next.push(...character);
        held = [];
        next.push(codePoint, start, end);
      },
      finish: () => next.finish(),
    };
  };
}

/** Two spaces or more become one character, which stands for the last of them as in the reference. */
export function joinSpaces(replacement: string): Stage {
  const joined = codePointAt(replacement, 0);
  return (next) => {
    let spaces = 0;
    let lastStart = 0;
    let lastEnd = 0;
    const flush = (): void => {
      if (spaces > 0) next.push(spaces > 1 ? joined : space, lastStart, lastEnd);
      spaces = 0;
    };
    return {
      push(codePoint, start, end) {
        if (codePoint === space) {
          spaces++;
          lastStart = start;
          lastEnd = end;
          return;
        }
        flush();
        next.push(codePoint, start, end);
      },
      finish() {
        flush();
        next.finish();
      },
    };
  };
}

/** Every occurrence of `wanted`, from left to right, becomes `replacement`, which stands for all of it. */
export function replaceText(wanted: string, replacement: string): Stage {
  const pattern = codePointsOf(wanted);
  const content = codePointsOf(replacement);
  return (next) => {
    // What may yet become an occurrence: never longer than the pattern.
    const held: [codePoint: number, start: number, end: number][] = [];
    const release = (): void => {
      const oldest = held.shift();
      if (oldest !== undefined) next.push(...oldest);
    };
    const fits = (): boolean => held.every(([codePoint], i) => codePoint === pattern[i]);
    return {
      push(codePoint, start, end) {
        held.push([codePoint, start, end]);
        while (!fits()) release();
        const first = held[0];
        if (held.length < pattern.length || first === undefined) return;
        for (const part of content) next.push(part, first[1], end);
        held.length = 0;
      },
      finish() {
        while (held.length > 0) release();
        next.finish();
      },
    };
  };
}

/**
 * Characters that may belong to one cluster with a neighbour; between two others a cluster always ends, but for CR LF.
 * Flags are left out: a cluster with one is too long to be mapped whole, and ICU takes minutes for a megabyte of them.
 */
const joiner =
  /^[\p{M}\p{Cf}\p{Grapheme_Extend}\p{Emoji_Modifier}\u0e33\u0eb3\u0d4e\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]$/u;

/** Characters looked at together for clusters. A longer run of marks is no writing; it is cut, and only ids change. */
const maxJoinedCharacters = 64;

/** The reference maps clusters of fewer bytes of UTF-8 than this as wholes, longer ones character by character. */
const wholeClusterBytes = 6;

/**
 * SentencePiece's precompiled map, as Hugging Face's tokenizers apply it: a short grapheme cluster becomes what its
 * shortest mapped beginning becomes, in every other cluster each character is mapped alone. Of the characters that a
 * cluster becomes the n-th stands for its n-th character, those beyond for its last.
 *
 * @param lookUp what the shortest mapped beginning of a text becomes, undefined where none is mapped
 */
export function applyCharsmap(lookUp: (text: string) => string | undefined): Stage {
  const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const joins = new Map<number, boolean>();
  const mayJoin = (codePoint: number): boolean => {
    let known = joins.get(codePoint);
    if (known === undefined) {
      known = joiner.test(String.fromCodePoint(codePoint));
      joins.set(codePoint, known);
    }
    return known;
  };
  const mapSingle = mapCharacters((character) => lookUp(character) ?? character);

  return (next) => {
    const single = mapSingle(next);
    let codePoints: number[] = [];
    let starts: number[] = [];
    let ends: number[] = [];
    let lastJoins = false;
    const place = (places: readonly number[], index: number): number => places[index] ?? 0;
    const flushCluster = (first: number, cluster: readonly string[]): void => {
      const last = first + cluster.length - 1;
      const bytes = cluster.reduce((sum, character) => sum + utf8Length(codePointAt(character, 0)), 0);
      const whole = bytes < wholeClusterBytes ? lookUp(cluster.join('')) : undefined;
      if (whole !== undefined) {
        codePointsOf(whole).forEach((codePoint, i) => {
          const from = Math.min(first + i, last);
          next.push(codePoint, place(starts, from), place(ends, from));
        });
        return;
      }
      for (let i = first; i <= last; i++) single.push(place(codePoints, i), place(starts, i), place(ends, i));
    };
    const flush = (): void => {
      if (codePoints.length === 1) single.push(place(codePoints, 0), place(starts, 0), place(ends, 0));
      if (codePoints.length > 1) {
        let first = 0;
        for (const { segment } of segmenter.segment(String.fromCodePoint(...codePoints))) {
          const cluster = Array.from(segment);
          flushCluster(first, cluster);
          first += cluster.length;
        }
      }
      codePoints = [];
      starts = [];
      ends = [];
    };
    return {
      push(codePoint, start, end) {
        const joinsNow = mayJoin(codePoint);
        const lineEnd = codePoint === 0x0a && codePoints.at(-1) === 0x0d;
        if (!(lastJoins || joinsNow || lineEnd) || codePoints.length === maxJoinedCharacters) flush();
        codePoints.push(codePoint);
        starts.push(start);
        ends.push(end);
        lastJoins = joinsNow;
      },
      finish() {
        flush();
        single.finish();
      },
    };
  };
}

function codePointsOf(text: string): readonly number[] {
  return Array.from(text, (character) => codePointAt(character, 0));
}
