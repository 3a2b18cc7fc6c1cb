// Which bound of the loss should reject a faster reader? Simulated exams of 200 questions in which it changes a share of
// the answers, each from right to wrong or back, and how often it is let in under either reading of the rule.
import { meanLowerBound } from '../src/evaluate/bootstrap';
import { seededRandom } from '../src/evaluate/seededRandom';

const questions = 200;
const exams = 500;

/** Shares of answers that turn wrong and that turn right. */
const readers = [
  { worse: 0, better: 0 },
  { worse: 0.01, better: 0.01 },
  { worse: 0.03, better: 0.03 },
  { worse: 0.05, better: 0.05 },
  { worse: 0.02, better: 0.01 },
  { worse: 0.05, better: 0.02 },
  { worse: 0.08, better: 0.03 },
  { worse: 0.1, better: 0.02 },
  { worse: 0.15, better: 0.02 },
];

const random = seededRandom(2);
console.log('answers changed | points really lost | let in by the lower bound | by the upper bound');
for (const { worse, better } of readers) {
  let byLower = 0;
  let byUpper = 0;
  for (let exam = 0; exam < exams; exam++) {
    const lost = Array.from({ length: questions }, () => {
      const drawn = random();
      return drawn < worse ? 100 : drawn < worse + better ? -100 : 0;
    });
    if (meanLowerBound(lost) <= 1) byLower++;
    if (-meanLowerBound(lost.map((loss) => -loss)) <= 1) byUpper++;
  }
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  console.log(
    [
      percent(worse + better),
      (100 * (worse - better)).toFixed(0),
      percent(byLower / exams),
      percent(byUpper / exams),
    ].join(' | '),
  );
}
