// What a reader made of questions in, the three files that the official script and `score` take out.
import type { SquadReading } from './squadReading';

/** Stands for a question without any span: a number that JSON has, above every other. */
const surelyNone = Number.MAX_VALUE;

/** The answer to each question, "" where it was refused or a maybe. */
export function predictionsOf(readings: readonly SquadReading[]): Map<string, string> {
  return new Map(readings.map(({ id, verdict, text }) => [id, verdict === 'answer' ? text : '']));
}

/** The best span of each question, refused or not. */
export function spansOf(readings: readonly SquadReading[]): Map<string, string> {
  return new Map(readings.map(({ id, text }) => [id, text]));
}

/** By how much each best span is refused: above 0 it is, at 0 and below it is the answer. */
export function noAnswerScoresOf(readings: readonly SquadReading[], threshold: number): Map<string, number> {
  return new Map(readings.map(({ id, evidence }) => [id, evidence === null ? surelyNone : threshold - evidence]));
}

/** A JSON object with an entry a line. JSON.stringify would put ids that look like whole numbers first. */
export function toJsonText(entries: ReadonlyMap<string, string | number>): string {
  const lines = [...entries].map(([id, value]) => `  ${JSON.stringify(id)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
