// What a question gave, in words: the panel, exports and the language-model tool say the same.
import * as l10n from '@vscode/l10n';
import type { Coverage, Notice, QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';
import { count, decimal, wholePercent } from './numbers';

/** Confidence in a word. */
export function confidenceWord(confidence: number): string {
  if (confidence >= 0.8) return l10n.t('very likely');
  if (confidence >= 0.6) return l10n.t('likely');
  if (confidence >= 0.4) return l10n.t('possible');
  return confidence >= 0.2 ? l10n.t('doubtful') : l10n.t('very doubtful');
}

/** The verdict; never "in this file" when a part was not read. */
export function verdictText({ coverage, state, verdict, conflict }: QaResult, isSelection: boolean): string {
  if (coverage.windowsRead === 0) return l10n.t('Stopped before anything was read');
  if (state === 'provisional') return verdict === 'noAnswer' ? l10n.t('Nothing yet') : l10n.t('Found so far');
  if (conflict) {
    if (!coverage.complete) return l10n.t('The part read says two things');
    return isSelection ? l10n.t('The selection says two things') : l10n.t('This file says two things');
  }
  switch (verdict) {
    case 'answer':
      return l10n.t('Answer');
    case 'maybe':
      return l10n.t('Maybe');
    case 'noAnswer':
      if (!coverage.complete) return l10n.t('No answer in the part read');
      return isSelection ? l10n.t('No answer in the selection') : l10n.t('No answer in this file');
  }
}

/** How sure the verdict is, in a sentence; "" where the answers say it themselves. */
export function verdictDetail({ verdict, confidence, state, coverage, conflict }: QaResult): string {
  if (coverage.windowsRead === 0) return '';
  if (state === 'provisional') return l10n.t('More is being read: this may change.');
  if (conflict) return l10n.t('Check both passages.');
  switch (verdict) {
    case 'answer':
      return '';
    case 'maybe':
      return l10n.t('Not sure: check the passage.');
    case 'noAnswer':
      return l10n.t('{0} sure', wholePercent(confidence));
  }
}

/** "Read all 42 windows, 10,004 tokens", or how much and why not the rest. */
export function coverageText({ state, coverage }: QaResult): string {
  const { windows, windowsRead, tokens, tokensRead, complete } = coverage;
  if (complete) {
    if (windows > 1) return l10n.t('Read all {0} windows, {1} tokens', count(windows), count(tokens));
    return tokens === 1 ? l10n.t('Read all of it: 1 token') : l10n.t('Read all of it: {0} tokens', count(tokens));
  }
  const figures = [count(windowsRead), count(windows), count(tokensRead), count(tokens)];
  return state === 'stopped'
    ? l10n.t('Stopped after {0} of {1} windows, {2} of {3} tokens', ...figures)
    : l10n.t('Read {0} of {1} windows, {2} of {3} tokens: the most promising ones', ...figures);
}

/** The verdict and how much was read, as sentences. */
export function outcomeText(result: QaResult, isSelection: boolean): string {
  return `${verdictText(result, isSelection)}. ${coverageText(result)}.`;
}

/** The offer to read what the budget left out, with the time it takes at the speed seen. */
export function readRestText({ windows, windowsRead }: Coverage, totalMs: number): string {
  const minutes = Math.ceil((totalMs / windowsRead) * windows * (1 / 60_000));
  return minutes <= 1 ? l10n.t('Read all (about a minute)') : l10n.t('Read all (about {0} min)', count(minutes));
}

/** What happened to the input. */
export function noticeText({ kind, count: number = 0 }: Notice): string {
  switch (kind) {
    case 'invalidUtf8':
    case 'invalidUtf16':
      return number === 1
        ? l10n.t('1 invalid character replaced.')
        : l10n.t('{0} invalid characters replaced.', count(number));
    case 'questionCut':
      return number === 1
        ? l10n.t('The question is too long: 1 token at its end not read.')
        : l10n.t('The question is too long: {0} tokens at its end not read.', count(number));
    case 'mixedLineEnds':
      return l10n.t('The file mixes line ends.');
    case 'unexamined':
      return l10n.t('Confidence estimated: this reader has not been examined on this machine yet.');
  }
}

/** By how much a refused guess lost, in the unit of evidence. */
export function lostByText(evidence: number, threshold: number): string {
  return l10n.t('refused: {0} short of “maybe”', decimal(threshold - evidence, 1));
}

/** How readily an answer is given; "" for the usual. */
export function strictnessText(strictness: Strictness): string {
  switch (strictness) {
    case 'refuse':
      return l10n.t('refuses more');
    case 'balanced':
      return '';
    case 'answer':
      return l10n.t('answers more');
  }
}

/** How long something still takes, rounded up. */
export function timeLeftText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 90 ? l10n.t('{0} s left', seconds) : l10n.t('{0} min left', count(Math.ceil(seconds / 60)));
}
