// One answer: its words, how likely it is right, where it stands.
import type { VNode } from 'preact';
import type { PanelMark, PanelPlace } from '../../src/protocol/panel';
import type { Answer } from '../../src/qa/result';
import { count, wholePercent } from '../../src/words/numbers';
import { confidenceWord } from '../../src/words/outcome';
import { send } from './host';
import { IconButton } from './icon';
import { words } from './words';

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

function Confidence({ confidence }: { readonly confidence: number }): VNode {
  const word = confidenceWord(confidence);
  const percentage = wholePercent(confidence);
  return (
    <span class="confidence">
      <span class="unseen">{words.confidenceSpoken(word, percentage)}</span>
      <span class="confidence-word" aria-hidden="true">
        {word}
      </span>
      <meter min={0} max={1} value={confidence} aria-hidden="true" />
      <span aria-hidden="true">{percentage}</span>
    </span>
  );
}

export interface AnswerItemProps {
  /** Id of the run that found it. */
  readonly run: number;
  readonly answer: Answer;
  /** Where the places of the run stand now. */
  readonly marks: readonly PanelMark[];
  /** Whether it is the one that was last gone to. */
  readonly isActive: boolean;
  /** More is being read: it may change. */
  readonly isProvisional: boolean;
  /** Takes the place of the confidence: a refused guess has none worth showing. */
  readonly remark?: string;
  /** Part of the one tab stop of the list. */
  readonly tabIndex: 0 | -1;
  /** Any control of it took the focus. */
  readonly onFocus: () => void;
}

/** A click previews, Enter or a double click goes there. */
export function AnswerItem(props: AnswerItemProps): VNode {
  const { run, answer, marks, isActive, isProvisional, remark, tabIndex, onFocus } = props;
  const { start, end, mentions } = answer;
  const markOf = (place: PanelPlace): PanelMark | undefined =>
    marks.find((mark) => mark.start === place.start && mark.end === place.end);
  const open = ({ start: from, end: to }: PanelPlace, focus: boolean): void =>
    send({ type: 'open', run, place: { start: from, end: to }, focus });
  const isChanged = markOf(answer)?.changed === true;
  const shownMentions = mentions.flatMap((mention) => markOf(mention) ?? []);
  return (
    <li class={`answer${isActive ? ' active' : ''}${isChanged ? ' changed' : ''}`} onFocusIn={onFocus}>
      <div class="answer-row">
        <button
          type="button"
          class="answer-main"
          tabIndex={tabIndex}
          aria-current={isActive}
          // A key press clicks with detail 0.
          onClick={({ detail }) => open(answer, detail === 0)}
          onDblClick={() => open(answer, true)}
        >
          <span class="answer-head">
            <bdi class="answer-text">{answer.text}</bdi>
            {remark === undefined ? <Confidence confidence={answer.confidence} /> : null}
          </span>
          <Passage answer={answer} />
          <span class="place">
            <span class="line">{markOf(answer)?.label}</span>
            {answer.headings.length > 0 ? <bdi class="headings">{answer.headings.join(' › ')}</bdi> : null}
            {remark === undefined ? null : <span>{remark}</span>}
            {isProvisional ? <span>{words.provisional()}</span> : null}
            {isChanged ? <span class="stale">{words.changed()}</span> : null}
          </span>
        </button>
        <span class="answer-actions">
          {(['copy', 'pin'] as const).map((type) => (
            <IconButton
              key={type}
              icon={type}
              title={words[type]()}
              tabIndex={tabIndex}
              onClick={() => send({ type, run, place: { start, end } })}
            />
          ))}
        </span>
      </div>
      {mentions.length > 0 ? (
        <details class="mentions">
          <summary tabIndex={tabIndex}>{words.alsoAt(mentions.length)}</summary>
          {shownMentions.map((mention) => (
            <button
              type="button"
              class="link"
              key={mention.start}
              tabIndex={tabIndex}
              onClick={({ detail }) => open(mention, detail === 0)}
            >
              {mention.label}
              {mention.changed ? <span class="stale"> {words.changed()}</span> : null}
            </button>
          ))}
          {mentions.length > shownMentions.length ? (
            <span>{words.more(count(mentions.length - shownMentions.length))}</span>
          ) : null}
        </details>
      ) : null}
    </li>
  );
}
