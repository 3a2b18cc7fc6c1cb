// The list of answers: one tab stop, arrow keys inside.
import { Fragment, type VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../../src/qa/result';
import { AnswerItem } from './answer';
import { words } from './words';

const steps: Readonly<Record<string, (current: number, last: number) => number>> = {
  ArrowDown: (current, last) => Math.min(current + 1, last),
  ArrowUp: (current) => Math.max(current - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

interface AnswerListProps {
  readonly answers: readonly Answer[];
  /** How many of them, from the first on, are what the verdict is about. */
  readonly primary: number;
}

/** The answers, best first. */
export function AnswerList({ answers, primary }: AnswerListProps): VNode {
  const [active, setActive] = useState(0);
  const current = Math.min(active, answers.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    const list = event.currentTarget;
    if (step === undefined || !(list instanceof HTMLElement)) return;
    event.preventDefault();
    const next = step(current, answers.length - 1);
    setActive(next);
    list.querySelectorAll<HTMLElement>('.answer-main').item(next).focus();
  };
  return (
    <ol class="answers" aria-label={words.answers} onKeyDown={onKeyDown}>
      {answers.map((answer, index) => (
        <Fragment key={answer.start}>
          {index === primary ? <li class="list-heading">{words.lessLikely}</li> : null}
          <AnswerItem answer={answer} tabIndex={index === current ? 0 : -1} />
        </Fragment>
      ))}
    </ol>
  );
}
