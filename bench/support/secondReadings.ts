// Other second readings than the product's: of more than the paragraph, or of a window with the answer in its middle.
import type { SquadQuestion } from '../../src/evaluate/squad';
import { maxSecondReadings } from '../../src/qa/limits';
import type { QaModel } from '../../src/qa/model';
import { type Ranking, SpanCollector } from '../../src/qa/ranking';
import { paragraphSeam } from '../../src/qa/seams';
import { paragraphOf, placeToReadAgain } from '../../src/qa/secondReading';
import { readWindow, type ScoredSpan } from '../../src/qa/spans';
import { at } from '../../src/qa/tokens';
import { layOut, type Window, windowText } from '../../src/qa/windows';
import {
  type DocReading,
  judgeAnswers,
  productRule,
  type ReadDocument,
  readDocument,
  scoreWindows,
} from './docReadings';

/** What is read again for a place; it may be longer than a window, which then is not read. */
export type Extent = (place: ScoredSpan, read: ReadDocument) => Window;

/** Paragraphs around the place, until they have so many UTF-16 units. */
export function paragraphsOfAtLeast(chars: number): Extent {
  return (place, { context, seams }) => {
    const tokens = seams.length;
    const around = (token: number): Window =>
      paragraphOf({ start: at(context.starts, token), end: at(context.ends, token) }, seams, context);
    let { startToken, endToken } = paragraphOf(place, seams, context);
    const isShort = (): boolean => {
      const { start, end } = windowText({ index: 0, startToken, endToken }, context);
      return end - start < chars && endToken - startToken < tokens;
    };
    while (isShort()) {
      if (endToken < tokens) ({ endToken } = around(endToken));
      if (startToken > 0 && isShort()) ({ startToken } = around(startToken - 1));
    }
    return { index: 0, startToken, endToken };
  };
}

/** A full window with the place in its middle. */
export const middleOfWindow: Extent = (place, { context, seams, plan }) => {
  // Where every token is a paragraph, that of the place is its own tokens.
  const { startToken, endToken } = paragraphOf(
    place,
    seams.map(() => paragraphSeam),
    context,
  );
  const middle = (startToken + endToken) >> 1;
  const first = Math.max(0, Math.min(middle - (plan.room >> 1), seams.length - plan.room));
  return { index: 0, startToken: first, endToken: Math.min(seams.length, first + plan.room) };
};

/** Reads a document as the product does, but for what it reads again. */
export async function readOtherwise(
  model: QaModel,
  question: Pick<SquadQuestion, 'id' | 'article' | 'question' | 'answers'>,
  text: string,
  size: number,
  extentOf: Extent,
): Promise<DocReading> {
  const read = await readDocument(model, question.question, text);
  const { context, plan } = read;
  const collector = new SpanCollector();
  for (const { reading } of scoreWindows(read, productRule)) collector.add(reading);
  const rank = (): Ranking => collector.rank(text, { windowExponent: 0 }, read.effectiveWindows, -Infinity);
  for (let i = 0; i < maxSecondReadings; i++) {
    const place = placeToReadAgain(rank().groups, model.rule.levels.balanced.thresholds.answer);
    if (place === undefined) break;
    const window = extentOf(place, read);
    const { start, end } = windowText(window, context);
    const tokens = window.endToken - window.startToken;
    if (tokens > plan.room || tokens === context.ids.length) {
      collector.settle(start, end);
      continue;
    }
    const input = layOut(window, plan.questionIds, context, model.layout);
    const logits = await model.read(input);
    const { contextOffset } = input;
    const { maxSpanTokens } = plan;
    const second = {
      windows: [window],
      index: 0,
      logits,
      contextOffset,
      context,
      text,
      maxSpanTokens,
      readAgain: true,
    };
    collector.replace(start, end, readWindow(second));
  }
  const { groups, noAnswerProbability } = rank();
  const answers = groups.map((group) => ({ ...group, start: group.best.start, end: group.best.end }));
  return judgeAnswers(question, size, read.windows.length, read.effectiveWindows, answers, noAnswerProbability);
}
