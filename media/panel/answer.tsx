// One answer: its words, how likely it is right, where it stands.
import type { VNode } from 'preact';
import type { PanelPlace } from '../../src/protocol/panel';
import type { Answer } from '../../src/qa/result';
import { send } from './host';
import { moreText, percent, words } from './words';

/** Other places shown with an answer; a list of hundreds helps nobody. */
const maxMentions = 8;

function open({ start, end }: PanelPlace, focus: boolean): void {
  send({ type: 'open', place: { start, end }, focus });
}

/** The passage with the answer marked; document text only ever becomes text nodes. */
function Passage({ answer }: { readonly answer: Answer }): VNode {
  const { passage, start, end } = answer;
  const part = (from: number, to: number): string => passage.text.slice(from - passage.start, to - passage.start);
  return (
    <bdi class="passage">
      {part(passage.start, start)}
      <mark>{part(start, end)}</mark>
      {part(end, passage.end)}
    </bdi>
  );
}

interface AnswerItemProps {
  readonly answer: Answer;
  /** Takes the place of the confidence: a refused guess has none worth showing. */
  readonly remark?: string;
  /** Part of the one tab stop of the list. */
  readonly tabIndex: 0 | -1;
}

/** A click previews, Enter or a double click goes there. */
export function AnswerItem({ answer, remark, tabIndex }: AnswerItemProps): VNode {
  const shownMentions = answer.mentions.slice(0, maxMentions);
  return (
    <li class="answer">
      <button
        type="button"
        class="answer-main"
        tabIndex={tabIndex}
        // A key press clicks with detail 0.
        onClick={({ detail }) => open(answer, detail === 0)}
        onDblClick={() => open(answer, true)}
      >
        <span class="answer-head">
          <bdi class="answer-text">{answer.text}</bdi>
          {remark === undefined ? (
            <span class="confidence">
              <meter min={0} max={1} value={answer.confidence} aria-hidden="true" />
              <span>{percent(answer.confidence)}</span>
            </span>
          ) : null}
        </span>
        <Passage answer={answer} />
        <span class="place">
          <span class="line">Ln {answer.startLine}</span>
          {answer.headings.length > 0 ? <bdi class="headings">{answer.headings.join(' › ')}</bdi> : null}
          {remark === undefined ? null : <span>{remark}</span>}
        </span>
      </button>
      {answer.mentions.length > 0 ? (
        <p class="mentions">
          {words.alsoAt}{' '}
          {shownMentions.map((mention) => (
            <button
              type="button"
              class="link"
              key={mention.start}
              onClick={({ detail }) => open(mention, detail === 0)}
            >
              Ln {mention.startLine}
            </button>
          ))}
          {answer.mentions.length > maxMentions ? moreText(answer.mentions.length - maxMentions) : null}
        </p>
      ) : null}
    </li>
  );
}
