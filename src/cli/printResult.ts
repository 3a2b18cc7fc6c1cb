// A result as lines for people: `FILE:line:column: answer  (confidence)` and the passage with the answer marked.
import { styleText } from 'node:util';
import type { Range } from '../qa/document';
import type { Answer, QaResult } from '../qa/result';
import { coverageText, noAnswerText, noticeText } from './messages';
import { standardInputName } from './input';
import { toTerminalText } from './terminalText';

/** Lines for the two streams of a terminal. */
export interface PrintedResult {
  readonly output: readonly string[];
  readonly messages: readonly string[];
}

/**
 * Formats a result.
 *
 * @param wholeFile false when only a selection was asked
 * @param color whether the answer is also marked by colour; it is always marked by brackets
 */
export function printResult(result: QaResult, wholeFile: boolean, color: boolean): PrintedResult {
  const name = toTerminalText(result.file ?? standardInputName);
  const print = (answer: Answer, remark: string): string[] => [
    `${place(name, answer)}: ${toTerminalText(answer.text)}  (${remark})`,
    `    ${passageLine(answer, color)}`,
    ...(answer.headings.length > 0 ? [`    under ${answer.headings.map(toTerminalText).join(' > ')}`] : []),
    ...(answer.mentions.length > 0 ? [`    also at ${answer.mentions.map(position).join(', ')}`] : []),
  ];
  const output: string[] = [];
  if (result.verdict === 'noAnswer') {
    output.push(`${name}: ${noAnswerText(result, wholeFile)}  (${percent(result.confidence)})`);
    if (result.closest !== null) {
      const lost = (result.thresholds.maybe - result.closest.evidence).toFixed(1);
      output.push(
        '  closest, refused:',
        ...print(result.closest, `${percent(result.closest.confidence)}, lost by ${lost}`),
      );
    }
  } else {
    if (result.conflict) output.push(`${name}: this file says two things`);
    const remark = ({ confidence, evidence }: Answer): string =>
      `${evidence < result.thresholds.answer ? 'maybe, ' : ''}${percent(confidence)}`;
    output.push(...result.answers.flatMap((answer) => print(answer, remark(answer))));
  }
  const { coverage, model } = result;
  return {
    output,
    messages: [
      `read ${coverageText(coverage)} (reader: ${model.name})`,
      ...result.notices.map((notice) => noticeText(notice, model.name)),
    ],
  };
}

function place(name: string, range: Range): string {
  return `${name}:${position(range)}`;
}

function position({ startLine, startColumn }: Range): string {
  return `${startLine}:${startColumn}`;
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}

function passageLine({ passage, start, end }: Answer, color: boolean): string {
  const part = (from: number, to: number): string =>
    toTerminalText(passage.text.slice(from - passage.start, to - passage.start));
  const marked = `[[${part(start, end)}]]`;
  return `${part(passage.start, start)}${color ? styleText(['bold', 'yellow'], marked) : marked}${part(end, passage.end)}`;
}
