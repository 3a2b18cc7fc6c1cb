// The outcome of an entrance exam as people read it.
import type { ExamRecord, ExamRung } from '../../evaluate/examRecord';
import { count } from '../quantities';

/** The graph that every other one is compared with. */
const referenceName = 'fp32';

/** How the graph that answers did: "EM 78.5 (72.5 to 84.0), F1 81.9 (76.3 to 87.1) on 200 questions". */
export function scoreText({ rungs, chosen, questions }: ExamRecord): string {
  const rung = rungs.find(({ name }) => name === chosen);
  if (rung === undefined) return '';
  const { em, f1, emInterval, f1Interval } = rung;
  const range = ({ low, high }: ExamRung['emInterval']): string => `(${low.toFixed(1)} to ${high.toFixed(1)})`;
  return `EM ${em.toFixed(1)} ${range(emInterval)}, F1 ${f1.toFixed(1)} ${range(f1Interval)} on ${count(questions)} questions`;
}

/** Which graph answers from now on, and why: one sentence without its full stop. */
export function verdictText({ rungs, chosen }: ExamRecord): string {
  const reference = rungs.find(({ name }) => name === referenceName);
  const others = rungs.filter(({ name }) => name !== referenceName);
  if (reference === undefined || others.length === 0) return `${chosen} answers; no faster graph was tried`;
  const answering = others.find(({ name }) => name === chosen);
  if (answering !== undefined) return `${chosen} answers: ${comparisonText(answering, reference)}`;
  const failed = others.filter(({ passed }) => !passed);
  const nearest = failed.findLast(runs) ?? others.at(-1);
  if (nearest === undefined) return `${chosen} answers`;
  if (!runs(nearest)) return `${chosen} answers: ${nearest.name} does not run on this machine`;
  const why = nearest.passed ? 'is no faster' : 'was rejected';
  return `${chosen} answers: ${nearest.name} ${comparisonText(nearest, reference)}, and ${why}`;
}

/** How a graph compares with the reference. */
function comparisonText({ agreement, f1Lost, f1LostBound, tokensPerSecond }: ExamRung, reference: ExamRung): string {
  const change = `${f1Lost < 0 ? 'gains' : 'loses'} ${Math.abs(f1Lost).toFixed(1)} points of F1`;
  // Passed is not "lost nothing": 200 questions leave much room for chance (docs/decisions/0006).
  const bound = f1LostBound > 0 ? `surely ${f1LostBound.toFixed(1)}` : 'surely none';
  return [
    `says the same as ${reference.name} on ${(100 * agreement).toFixed(1)} % of the questions`,
    f1Lost > 0 ? `${change} (${bound})` : change,
    `reads ${(tokensPerSecond / reference.tokensPerSecond).toFixed(1)} times as fast`,
  ].join(', ');
}

/** Every graph that was examined, as cells of a table with its head. */
export function rungRows({ rungs, chosen }: ExamRecord): string[][] {
  const head = ['GRAPH', 'EM', 'F1', 'AGREES', 'F1 LOST', 'SURELY', 'TOKENS/S', 'OUTCOME'];
  return [
    head,
    ...rungs.map(({ name, em, f1, agreement, f1Lost, f1LostBound, tokensPerSecond, passed }) => [
      ...[name, em.toFixed(1), f1.toFixed(1), `${(100 * agreement).toFixed(1)} %`, f1Lost.toFixed(1)],
      f1LostBound.toFixed(1),
      count(Math.round(tokensPerSecond)),
      runs({ tokensPerSecond }) ? outcomeText(name === chosen, name === referenceName, passed) : 'does not run',
    ]),
  ];
}

/** A graph that cannot be run has no speed. */
function runs({ tokensPerSecond }: Pick<ExamRung, 'tokensPerSecond'>): boolean {
  return tokensPerSecond > 0;
}

function outcomeText(isChosen: boolean, isReference: boolean, passed: boolean): string {
  if (isChosen) return 'answers';
  if (isReference) return 'the measure';
  return passed ? 'passed' : 'rejected';
}
