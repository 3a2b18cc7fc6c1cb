// Answers to Markdown and JSON that other people can follow: words, where they stand, how sure the reader was.
import * as l10n from '@vscode/l10n';
import type { Answer, QaResult } from '../qa/result';
import { wholePercent } from '../words/numbers';
import { confidenceWord } from '../words/outcome';

/** An answer, and where it stands now. */
export interface CitedAnswer {
  readonly answer: Answer;
  readonly fileName: string;
  /** 1-based line in the document as it is now. */
  readonly line: number;
}

/** A question on one file, and what it found. */
export interface CitedRun {
  readonly question: string;
  readonly fileName: string;
  /** The verdict and how much was read, in words. */
  readonly outcome: string;
  readonly answers: readonly CitedAnswer[];
  readonly result: QaResult;
}

/** One answer: its passage as a quotation with the answer in bold, and `file:line`. */
export function citeAnswer({ answer, fileName, line }: CitedAnswer): string {
  const { passage, start, end } = answer;
  const part = (from: number, to: number): string =>
    escapeMarkdown(passage.text.slice(from - passage.start, to - passage.start));
  const quoted = `${part(passage.start, start)}**${part(start, end)}**${part(end, passage.end)}`;
  return `> ${oneLine(quoted).replace(blockMark, '$1\\$2')}\n>\n> — ${citation(fileName, line)}\n`;
}

/** All runs of a question as one Markdown document. */
export function citeRuns(runs: readonly CitedRun[]): string {
  const [first] = runs;
  const sections = runs.map(({ fileName, outcome, answers }) => {
    const items = answers.map((cited, i) => {
      const { text, confidence } = cited.answer;
      const sure = `${confidenceWord(confidence)}, ${wholePercent(confidence)}`;
      const number = `${i + 1}. `;
      // What belongs to an item begins below its words.
      const indent = ' '.repeat(number.length);
      const passage = citeAnswer(cited).trimEnd().replaceAll('\n', `\n${indent}`);
      return `${number}**${escapeMarkdown(oneLine(text))}** (${sure})\n\n${indent}${passage}\n`;
    });
    return [`## ${escapeMarkdown(oneLine(fileName))}\n`, `${outcome}\n`, ...items].join('\n');
  });
  return [`# ${escapeMarkdown(oneLine(first?.question ?? l10n.t('Question')))}\n`, ...sections].join('\n');
}

/** All runs as JSON: a list of `file`, `question`, `result`, as the command line prints them. */
export function runsAsJson(runs: readonly CitedRun[]): string {
  const results = runs.map(({ fileName, question, result }) => ({ file: fileName, question, result }));
  return `${JSON.stringify(results, null, 2)}\n`;
}

function citation(fileName: string, line: number): string {
  // In a name a `#` is no fragment and a `:` ends no scheme; brackets would end the address.
  const names = fileName.split('/').map((name) => encodeURIComponent(name));
  const address = names.join('/').replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${escapeMarkdown(oneLine(`${fileName}:${line}`))}](${address}#L${line})`;
}

/** What makes a list, a line or a heading of a paragraph that begins with it. */
const blockMark = /^(\d*)([-+=]|[.)](?=\s|$))/;

/** A line end would end a heading or a quotation. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** Text of a document is text: nothing in it may become markup. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|~&]/g, '\\$&');
}
