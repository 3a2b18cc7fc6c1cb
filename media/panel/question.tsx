// The question field. Enter asks, Shift+Enter makes a new line, up and down bring back earlier questions, Escape returns to
// the file.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { count } from '../../src/words/numbers';
import { loadDraft, saveDraft, send } from './host';
import { Icon } from './icon';
import { words } from './words';

/** A page pasted by mistake is no question; the host takes no more either. */
const maxQuestionChars = 100_000;

interface QuestionFieldProps {
  /** Name of the file that would be asked; null while there is none. */
  readonly target: string | null;
  /** Newest first. */
  readonly history: readonly string[];
  /** Counts how often the host wanted the focus here. */
  readonly focusWanted: number;
}

/** Asks of the file named `target`; disabled while there is none. */
export function QuestionField({ target, history, focusWanted }: QuestionFieldProps): VNode {
  const [before, after] = words.askOf();
  const [draft, setDraft] = useState(loadDraft);
  /** How far back in the history the field is; -1: at what the person writes. */
  const [back, setBack] = useState(-1);
  const [written, setWritten] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const isTooLong = draft.length > maxQuestionChars;
  const canAsk = target !== null && draft.trim() !== '' && !isTooLong;
  // At once: what is typed next is meant for the field.
  useLayoutEffect(() => {
    if (focusWanted > 0) field.current?.select();
  }, [focusWanted]);

  const fill = (text: string): void => {
    setDraft(text);
    saveDraft(text);
  };
  const change = (text: string): void => {
    setBack(-1);
    fill(text);
  };
  const ask = (): void => {
    if (!canAsk) return;
    send({ type: 'ask', question: draft });
    change('');
    // Without words the button is of no use, and would drop the focus.
    field.current?.focus();
  };
  /** Shows a question from the history; returns whether there is one so far back. */
  const goBack = (to: number): boolean => {
    if (to < -1 || to >= history.length) return false;
    if (back === -1) setWritten(draft);
    setBack(to);
    fill(to === -1 ? (back === -1 ? draft : written) : (history[to] ?? ''));
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') send({ type: 'leave' });
    else if (event.key === 'Enter' && !event.shiftKey) ask();
    // In a question of several lines the keys first move within it.
    else if (event.key === 'ArrowUp' && isOnFirstLine(field.current)) {
      if (!goBack(back + 1)) return;
    } else if (event.key === 'ArrowDown' && isOnLastLine(field.current)) {
      if (!goBack(back - 1)) return;
    } else return;
    event.preventDefault();
  };
  return (
    <form
      class="question"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <label for="question" title={target ?? undefined}>
        {target === null ? (
          words.questionLabel()
        ) : (
          <>
            {before}
            <bdi>{target}</bdi>
            {after}
          </>
        )}
      </label>
      <div class="field">
        <textarea
          id="question"
          ref={field}
          rows={1}
          value={draft}
          placeholder={words.placeholder()}
          aria-invalid={isTooLong}
          {...(isTooLong && { 'aria-describedby': 'question-problem' })}
          onInput={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="icon-button" aria-label={words.ask()} title={words.ask()} disabled={!canAsk}>
          <Icon name="ask" />
        </button>
      </div>
      {isTooLong ? (
        <p class="field-problem" id="question-problem" role="alert">
          {words.questionTooLong(count(maxQuestionChars))}
        </p>
      ) : null}
    </form>
  );
}

function isOnFirstLine(field: HTMLTextAreaElement | null): boolean {
  return field !== null && !field.value.slice(0, field.selectionStart).includes('\n');
}

function isOnLastLine(field: HTMLTextAreaElement | null): boolean {
  return field !== null && !field.value.slice(field.selectionEnd).includes('\n');
}
