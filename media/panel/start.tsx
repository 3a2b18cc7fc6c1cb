// What stands in the panel while no question is in sight: what this is, who reads, and questions to begin with.
import type { VNode } from 'preact';
import type { PanelState } from '../../src/protocol/panel';
import { send } from './host';
import { words } from './words';

/** The beginning: no file, the quick reader, or the full one. */
export function Start({ target, obstacle, readsWith }: PanelState): VNode {
  if (target === null) {
    return (
      <section class="start">
        <p>{obstacle ?? words.noFile()}</p>
        <p>
          <button type="button" class="button" onClick={() => send({ type: 'openFile' })}>
            {words.openFile()}
          </button>
        </p>
      </section>
    );
  }
  return (
    <section class="start">
      <p>
        {words.intro()} {words.local()}
      </p>
      {readsWith === null ? null : (
        <p>
          <bdi>{readsWith.isQuick ? words.quickReady() : words.fullReady(readsWith.title)}</bdi>{' '}
          <button type="button" class="link" onClick={() => send({ type: 'chooseReader' })}>
            {words.chooseReader()}
          </button>
        </p>
      )}
      <Questions title={words.askedBefore()} questions={target.earlier.slice(0, maxEarlier)} />
      <Questions title={words.tryAsking()} questions={target.earlier.length > 0 ? [] : target.examples} />
    </section>
  );
}

/** Who asked more of a file finds the rest with the up key. */
const maxEarlier = 8;

function Questions({
  title,
  questions,
}: {
  readonly title: string;
  readonly questions: readonly string[];
}): VNode | null {
  if (questions.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul class="questions">
        {questions.map((question) => (
          <li key={question}>
            <button type="button" class="row" onClick={() => send({ type: 'ask', question })}>
              <bdi>{question}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
