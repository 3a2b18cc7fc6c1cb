import * as vscode from 'vscode';

/**
 * A place in a document. `start`/`end` are UTF-16 offsets, half-open; lines and columns are 1-based, columns in UTF-16
 * units. Lines end at `\n`, `\r\n` or a lone `\r`.
 */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
/** Something about the run that a reader of the result must know. */
export interface Notice {
  readonly kind: 'invalidUtf8' | 'invalidUtf16' | 'questionCut' | 'mixedLineEnds' | 'unexamined';
  /** Replaced sequences, or question tokens left out. */
  readonly count?: number;
}
/** A part of the scope that was not read, and why. */
export interface SkippedPart {
  readonly range: Range;
  readonly reason: 'budget' | 'stopped';
}
/** How much was read. `complete` is true when every token of the scope was. */
export interface Coverage {
  readonly windows: number;
  readonly windowsRead: number;
  readonly tokens: number;
  readonly tokensRead: number;
  readonly complete: boolean;
  readonly skipped: readonly SkippedPart[];
}
/** Which reader spoke. */
export interface ModelIdentity {
  readonly name: string;
  readonly revision: string;
  readonly precision: 'fp32' | 'int8';
  readonly backend: 'native' | 'wasm';
}
/** Durations in ms. `firstAnswerMs` is the time to the first result that was not "no answer". */
export interface Timing {
  readonly loadMs: number;
  readonly tokenizeMs: number;
  readonly firstAnswerMs: number | null;
  readonly totalMs: number;
}
/** The two lowest evidences: of an answer, and of a "maybe". */
export interface Thresholds {
  readonly answer: number;
  readonly maybe: number;
}
/** An answer: `text` is always `document.text.slice(start, end)`. */
export interface Answer extends Range {
  readonly text: string;
  /** Calibrated: how likely this span is right. Monotone in `evidence` within a document. */
  readonly confidence: number;
  /** Posterior mass of its group, before calibration. */
  readonly probability: number;
  /** Log-odds of the group against no answer, corrected for how much was read: orders the list, decides the verdict. */
  readonly evidence: number;
  /** `evidence` less that of the best other answer, listed or not; null where there is no other. */
  readonly margin: number | null;
  /** Other places with the same normalised text, in document order. */
  readonly mentions: readonly Range[];
  /** The sentence, list item, table row or key-value pair around it. */
  readonly passage: Range & {
    readonly text: string;
  };
  /** Heading path, outermost first. */
  readonly headings: readonly string[];
}
/** What a question on a document gave. */
export interface QaResult {
  readonly file: string | null;
  readonly question: string;
  readonly scope: Range;
  /** `provisional`: more is being read. `stopped`: someone ended it before all was read. */
  readonly state: 'provisional' | 'stopped' | 'final';
  readonly verdict: 'answer' | 'maybe' | 'noAnswer';
  /** Calibrated: for `noAnswer` that the part read holds no answer, otherwise that of `answers[0]`. */
  readonly confidence: number;
  /** Best first; empty exactly when the verdict is `noAnswer`. */
  readonly answers: readonly Answer[];
  /** The best refused span; null unless the verdict is `noAnswer`, or when there was nothing to refuse. */
  readonly closest: Answer | null;
  /** Two answers of different text are both strong. */
  readonly conflict: boolean;
  readonly noAnswerProbability: number;
  readonly thresholds: Thresholds;
  readonly coverage: Coverage;
  readonly notices: readonly Notice[];
  readonly model: ModelIdentity;
  readonly timing: Timing;
}
/** The exports of the extension `document-qa.document-qa`. */
export interface DocumentQaApi {
  /**
   * Asks a question about a text, with the reader and the settings of this moment. Shows nothing and starts no download.
   *
   * Positions in the result are UTF-16 offsets in `document.getText()` as it was when the question was asked; its lines
   * and columns count from 1. Of a notebook's cell only that cell is read.
   *
   * @param document an open document, unsaved text included, or the address of one that can be opened as text
   * @param question one question, in the language of the reader (English)
   * @param token ends the reading: the result then has the state `stopped` and says how much was read
   * @returns rejects with an Error whose message is a sentence for people
   */
  readonly ask: (
    document: vscode.TextDocument | vscode.Uri,
    question: string,
    token?: vscode.CancellationToken,
  ) => Promise<QaResult>;
}

export {};
