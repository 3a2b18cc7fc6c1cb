// What stands in the panel while no question is in sight: what this is, who reads, and questions to begin with.
import type { VNode } from 'preact';
import type { PanelState } from '../../src/protocol/panel';
import { WishButton } from './wishButton';
import { words } from './words';

/** The beginning: no file, the quick reader, or the full one. */
export function Start({ target, obstacle, readsWith }: PanelState): VNode {
  if (target === null) {
    return (
      <section class="start">
        <p>{obstacle ?? words.noFile()}</p>
        <p>
          <WishButton look="button" wish={{ type: 'openFile' }}>
            {words.openFile()}
          </WishButton>
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
          <WishButton wish={{ type: 'chooseReader' }}>{words.chooseReader()}</WishButton>
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
            <WishButton look="row" wish={{ type: 'ask', question }}>
              <bdi>{question}</bdi>
            </WishButton>
          </li>
        ))}
      </ul>
    </>
  );
}
