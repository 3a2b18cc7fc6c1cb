// The list of answers: one tab stop, arrow keys inside.
import { Fragment, type VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { PanelMark, PanelPlace } from '../../src/protocol/panel';
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
  /** Id of the run that found them. */
  readonly run: number;
  readonly answers: readonly Answer[];
  readonly marks: readonly PanelMark[];
  /** The place of this run that was last gone to; null where there is none. */
  readonly active: PanelPlace | null;
  /** How many of them, from the first on, are what the verdict is about. */
  readonly primary: number;
  /** More is being read: they may change. */
  readonly isProvisional?: boolean;
  /** Of a refused guess: what is said in the place of its confidence. */
  readonly remark?: string;
}

/** The answers, best first. */
export function AnswerList({
  run,
  answers,
  marks,
  active,
  primary,
  isProvisional = false,
  remark,
}: AnswerListProps): VNode {
  /** Where the answer that is the tab stop starts: its number changes while better ones arrive. */
  const [focused, setFocused] = useState<number>();
  const current = Math.max(
    0,
    answers.findIndex(({ start }) => start === focused),
  );
  const activeIndex = answers.findIndex(({ start, end }) => start === active?.start && end === active.end);
  // The keys of the editor go from answer to answer as well; the tab stop follows at once.
  useLayoutEffect(() => {
    if (activeIndex >= 0) setFocused(active?.start);
  }, [activeIndex, active?.start]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    const list = event.currentTarget;
    if (step === undefined || !(list instanceof HTMLElement)) return;
    event.preventDefault();
    const next = step(current, answers.length - 1);
    list.querySelectorAll<HTMLElement>('.answer-main').item(next).focus();
  };
  return (
    <ol class="answers" aria-label={remark === undefined ? words.answers() : words.closest()} onKeyDown={onKeyDown}>
      {answers.map((answer, index) => (
        <Fragment key={answer.start}>
          {index === primary ? <li class="list-heading">{words.lessLikely()}</li> : null}
          <AnswerItem
            {...{ run, answer, marks, isProvisional }}
            isActive={index === activeIndex}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setFocused(answer.start)}
            {...(remark !== undefined && { remark })}
          />
        </Fragment>
      ))}
    </ol>
  );
}
