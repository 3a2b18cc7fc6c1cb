// Answers that a person keeps in sight, below those of the question.
import type { VNode } from 'preact';
import type { PanelPin } from '../../src/protocol/panel';
import { send } from './host';
import { IconButton } from './icon';
import { words } from './words';

/** The pinned answers; nothing where there are none. */
export function Pinned({ pins }: { readonly pins: readonly PanelPin[] }): VNode | null {
  if (pins.length === 0) return null;
  return (
    <section class="pinned" aria-label={words.pinned()}>
      <h2>{words.pinned()}</h2>
      <ul>
        {pins.map(({ id, question, text, fileName, label, changed }) => (
          <li key={id} class={`answer${changed ? ' changed' : ''}`}>
            <div class="answer-row">
              <button
                type="button"
                class="answer-main"
                onClick={({ detail }) => send({ type: 'openPin', pin: id, focus: detail === 0 })}
                onDblClick={() => send({ type: 'openPin', pin: id, focus: true })}
              >
                <bdi class="answer-text">{text}</bdi>
                <bdi class="pin-question">{question}</bdi>
                <span class="place">
                  <bdi>{fileName}</bdi>
                  <span class="line">{label}</span>
                  {changed ? <span class="stale">{words.changed()}</span> : null}
                </span>
              </button>
              <span class="answer-actions">
                <IconButton icon="close" title={words.unpin()} onClick={() => send({ type: 'unpin', pin: id })} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
