// What the panel says.
import type { PanelRun } from '../../src/protocol/panel';
import type { Coverage, Notice, QaResult } from '../../src/qa/result';

const numberFormat = new Intl.NumberFormat('en-US');

/** A number as people write it: 10,004. */
export function count(value: number): string {
  return numberFormat.format(value);
}

/** A number of things: "1 token", "10,004 tokens". */
function several(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Confidence as people read it. */
export function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}

/** The scope of a question: "README.md" or "README.md, lines 3–10". */
export function scopeText({ selectedLines }: PanelRun): string {
  if (selectedLines === null) return '';
  const { first, last } = selectedLines;
  return first === last ? `, line ${first}` : `, lines ${first}–${last}`;
}

/** The verdict in words; never "in this file" when a part was not read. */
export function verdictText(result: QaResult, isSelection: boolean): string {
  if (result.coverage.windowsRead === 0) return 'Stopped before anything was read';
  const place = !result.coverage.complete ? 'the part read' : isSelection ? 'the selection' : 'this file';
  if (result.state === 'provisional') return result.verdict === 'noAnswer' ? 'Nothing yet' : 'Found so far';
  if (result.conflict) return `${place.charAt(0).toUpperCase()}${place.slice(1)} says two things`;
  switch (result.verdict) {
    case 'answer':
      return 'Answer';
    case 'maybe':
      return 'Maybe';
    case 'noAnswer':
      return `No answer in ${place}`;
  }
}

/** How sure the verdict is, in a sentence. */
export function verdictDetail({ verdict, confidence, state, coverage }: QaResult): string {
  if (state === 'provisional' || coverage.windowsRead === 0) return '';
  switch (verdict) {
    case 'answer':
      return '';
    case 'maybe':
      return 'Not sure: check the passage.';
    case 'noAnswer':
      return `${percent(confidence)} sure`;
  }
}

/** "Read all 42 windows, 10,004 tokens", or how much and why not the rest. */
export function coverageText({ state, coverage }: QaResult): string {
  const { windows, windowsRead, tokens, tokensRead, complete } = coverage;
  if (complete) {
    return windows === 1
      ? `Read all of it: 1 window, ${several(tokens, 'token')}`
      : `Read all ${count(windows)} windows, ${several(tokens, 'token')}`;
  }
  const part = `${count(windowsRead)} of ${count(windows)} windows, ${count(tokensRead)} of ${count(tokens)} tokens`;
  return state === 'stopped' ? `Stopped after ${part}` : `Read ${part}: the most promising ones`;
}

/** The offer to read what the budget left out, with the time it takes at the speed seen. */
export function readRestText({ windows, windowsRead }: Coverage, totalMs: number): string {
  const minutes = Math.ceil((totalMs / windowsRead) * windows * (1 / 60_000));
  return minutes <= 1 ? 'Read all (about a minute)' : `Read all (about ${count(minutes)} min)`;
}

/** What happened to the input. */
export function noticeText({ kind, count: number = 0 }: Notice): string {
  switch (kind) {
    case 'invalidUtf8':
    case 'invalidUtf16':
      return `${several(number, 'invalid character')} replaced.`;
    case 'questionCut':
      return `The question is too long: ${several(number, 'token')} at its end not read.`;
    case 'mixedLineEnds':
      return 'The file mixes line ends.';
    case 'unexamined':
      return 'Confidence estimated: this reader has not been examined on this machine yet.';
  }
}

/** The other places that are not shown. */
export function moreText(hidden: number): string {
  return `and ${count(hidden)} more`;
}

/** By how much a refused guess lost, in the unit of evidence. */
export function lostByText(evidence: number, threshold: number): string {
  return `refused: ${(threshold - evidence).toFixed(1)} short of “maybe”`;
}

/** How readily an answer is given; "" for the usual. */
export function strictnessText({ strictness }: PanelRun): string {
  switch (strictness) {
    case 'refuse':
      return 'refuses more';
    case 'balanced':
      return '';
    case 'answer':
      return 'answers more';
  }
}

export const words = {
  title: 'Ask This File',
  questionLabel: 'Question',
  placeholder: 'What is the default timeout?',
  ask: 'Ask',
  askAgain: 'Ask Again',
  stop: 'Stop',
  showLog: 'Show Log',
  noFile: 'Open a text file to ask it a question.',
  intro: 'Ask a question; the exact words of the file that answer it appear here. Everything stays on this machine.',
  loading: 'Starting the reader…',
  outdated: 'Read before your last change.',
  closest: 'Closest guess',
  answers: 'Answers',
  lessLikely: 'Less likely',
  alsoAt: 'also at',
  quickReader: 'quick reader',
  quickReaderTip: 'Answered by the small reader that comes with the extension',
  strictnessTip: 'Choose how readily an answer is given',
  betterReader: 'Another reader',
  readWith: 'Read with',
  download: 'Download',
  resume: 'Continue',
  decline: 'Not now',
  cancel: 'Cancel',
} as const;
