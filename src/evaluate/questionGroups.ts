// Questions in, groups of them out that a model can read in one run: their windows have the same length.
import type { QaModel } from '../qa/model';
import { planWindows } from '../qa/windows';
import type { SquadQuestion } from './squad';

/** Among so many questions those of one length are looked for: more hardly makes more groups full. */
const lookAhead = 512;

/**
 * All questions on their own paragraphs, in groups, about in their order. A question whose paragraph fills more than one
 * window is by itself. Throws QaError `noContextRoom`.
 *
 * @param mostOf how many windows of so many tokens may be read in one run
 */
export function* groupsOfOneLength(
  questions: readonly SquadQuestion[],
  model: Pick<QaModel, 'tokenizer' | 'layout' | 'maxLength'>,
  mostOf: (length: number) => number,
): Generator<readonly SquadQuestion[]> {
  for (let from = 0; from < questions.length; from += lookAhead) {
    yield* grouped(questions.slice(from, from + lookAhead), model, mostOf);
  }
}

function grouped(
  questions: readonly SquadQuestion[],
  { tokenizer, layout, maxLength }: Pick<QaModel, 'tokenizer' | 'layout' | 'maxLength'>,
  mostOf: (length: number) => number,
): SquadQuestion[][] {
  const groups: SquadQuestion[][] = [];
  const open = new Map<number, SquadQuestion[]>();
  const contextTokens = new Map<string, number>();
  for (const question of questions) {
    const { context } = question;
    const tokens = contextTokens.get(context) ?? tokenizer.encode(context).ids.length;
    contextTokens.set(context, tokens);
    const { room } = planWindows(tokenizer.encode(question.question), layout, maxLength);
    const length = maxLength - room + tokens;
    let group = open.get(length);
    if (group === undefined || length > maxLength || group.length >= mostOf(length)) {
      group = [];
      groups.push(group);
      open.set(length, group);
    }
    group.push(question);
  }
  return groups;
}
