// The question field. Enter asks, Shift+Enter makes a new line.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { loadDraft, saveDraft, send } from './host';
import { Icon } from './icon';
import { words } from './words';

/** Asks of the file named `target`; disabled while there is none. */
export function QuestionField({ target }: { readonly target: string | null }): VNode {
  const [draft, setDraft] = useState(loadDraft);
  const canAsk = target !== null && draft.trim() !== '';
  const change = (text: string): void => {
    setDraft(text);
    saveDraft(text);
  };
  const ask = (): void => {
    if (!canAsk) return;
    send({ type: 'ask', question: draft });
    change('');
  };
  return (
    <form
      class="question"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <label for="question">
        {target === null ? (
          words.questionLabel
        ) : (
          <>
            Ask <bdi>{target}</bdi>
          </>
        )}
      </label>
      <div class="field">
        <textarea
          id="question"
          rows={1}
          value={draft}
          placeholder={words.placeholder}
          onInput={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            ask();
          }}
        />
        <button type="submit" class="icon-button" aria-label={words.ask} title={words.ask} disabled={!canAsk}>
          <Icon name="ask" />
        </button>
      </div>
    </form>
  );
}
