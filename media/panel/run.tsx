// A question on one file and what became of it: progress, verdict, answers, and how much was read.
import type { VNode } from 'preact';
import type { PanelFailure, PanelPlace, PanelRun } from '../../src/protocol/panel';
import type { QaResult } from '../../src/qa/result';
import { count } from '../../src/words/numbers';
import {
  coverageText,
  lostByText,
  noticeText,
  readRestText,
  strictnessText,
  timeLeftText,
  verdictDetail,
  verdictText,
} from '../../src/words/outcome';
import { AnswerList } from './answers';
import { Icon } from './icon';
import { Remedies } from './reader';
import { WishButton } from './wishButton';
import { words } from './words';

interface RunProps {
  readonly run: PanelRun;
  /** The place of it that was last gone to; null where there is none. */
  readonly active: PanelPlace | null;
}

/** What became of a question on a file. */
export function RunView({ run, active }: RunProps): VNode {
  const { result, status } = run;
  return (
    <>
      {status === 'waiting' ? <p class="waiting">{words.waiting()}</p> : null}
      {status === 'loading' || status === 'reading' ? <Reading result={status === 'loading' ? null : result} /> : null}
      {status === 'failed' && run.failure !== null ? <Failure run={run} failure={run.failure} /> : null}
      {run.problem !== null || run.outdated ? <Notice run={run} text={run.problem ?? words.outdated()} /> : null}
      {status !== 'failed' && result !== null ? <Outcome run={run} result={result} active={active} /> : null}
    </>
  );
}

/** The lines of the selection that was read; "" for the whole file. */
export function scopeText({ selectedLines }: PanelRun): string {
  if (selectedLines === null) return '';
  const { first, last } = selectedLines;
  return `, ${first === last ? words.line(first) : words.lines(first, last)}`;
}

function Reading({ result }: { readonly result: QaResult | null }): VNode {
  return (
    <div class="reading">
      <progress
        aria-label={words.reading()}
        {...(result === null ? {} : { max: result.coverage.windows, value: result.coverage.windowsRead })}
      />
      <span class="reading-text">{result === null ? words.loading() : progressText(result)}</span>
      <WishButton wish={{ type: 'stop' }}>{words.stop()}</WishButton>
    </div>
  );
}

/** "12 of 42 windows, 3 s left". */
function progressText({ coverage: { windows, windowsRead }, timing }: QaResult): string {
  const read = words.windows(count(windowsRead), count(windows));
  if (windowsRead === 0) return read;
  const { totalMs, tokenizeMs } = timing;
  return `${read}, ${timeLeftText(((totalMs - tokenizeMs) / windowsRead) * (windows - windowsRead))}`;
}

function AskAgain({ run: { id } }: { readonly run: PanelRun }): VNode {
  return <WishButton wish={{ type: 'askAgain', run: id, allWindows: false }}>{words.askAgain()}</WishButton>;
}

function Failure({
  run,
  failure: { text, remedies },
}: {
  readonly run: PanelRun;
  readonly failure: PanelFailure;
}): VNode {
  return (
    <div class="notice" role="alert">
      <Icon name="error" />
      <span>{text}</span>
      <Remedies remedies={remedies} />
      <AskAgain run={run} />
      <WishButton wish={{ type: 'showLog' }}>{words.showLog()}</WishButton>
    </div>
  );
}

function Notice({ run, text }: { readonly run: PanelRun; readonly text: string }): VNode {
  return (
    <div class="notice">
      <Icon name="warning" />
      <span>{text}</span>
      <AskAgain run={run} />
    </div>
  );
}

/** How many answers the verdict is about: in a conflict all that are answers by themselves. */
function primaryCount({ answers, conflict, thresholds }: QaResult): number {
  return conflict ? answers.filter(({ evidence }) => evidence >= thresholds.answer).length : 1;
}

/** Named when it is not the usual one, and to be chosen there. */
function Strictness({ run: { strictness } }: { readonly run: PanelRun }): VNode | null {
  const text = strictnessText(strictness);
  if (text === '') return null;
  return (
    <>
      {' · '}
      <WishButton title={words.strictnessTip()} wish={{ type: 'chooseStrictness' }}>
        {text}
      </WishButton>
    </>
  );
}

interface OutcomeProps extends RunProps {
  readonly result: QaResult;
}

function Outcome({ run, result, active }: OutcomeProps): VNode {
  const { verdict, answers, coverage, timing } = result;
  const isProvisional = result.state === 'provisional';
  const isQuick = result.model.name === 'mini';
  return (
    <>
      <p class={`verdict verdict-${verdict}`}>
        <Icon name={verdict} />
        <strong>{verdictText(result, run.selectedLines !== null)}</strong>
        <span class="verdict-detail">{verdictDetail(result)}</span>
        {isQuick ? (
          <span class="mark" title={words.quickReaderTip()}>
            {words.quickReader()}
          </span>
        ) : null}
      </p>
      {answers.length > 0 ? (
        <div class={isProvisional ? 'provisional' : ''}>
          <AnswerList
            run={run.id}
            marks={run.marks}
            primary={primaryCount(result)}
            {...{ answers, active, isProvisional }}
          />
        </div>
      ) : null}
      {isProvisional ? null : (
        <>
          <WhyNoAnswer run={run} result={result} active={active} />
          <footer class="coverage">
            <p>
              {coverageText(result)} · {isQuick ? words.quickReader() : result.model.name}
              <Strictness run={run} />
            </p>
            {result.notices.map((notice) => (
              <p key={notice.kind}>{noticeText(notice)}</p>
            ))}
            {coverage.complete ? null : (
              <WishButton wish={{ type: 'askAgain', run: run.id, allWindows: true }}>
                {coverage.windowsRead > 0 ? readRestText(coverage, timing.totalMs) : words.askAgain()}
              </WishButton>
            )}
          </footer>
        </>
      )}
    </>
  );
}

/** The closest guess, and how far it was from being an answer. */
function WhyNoAnswer({ run, result, active }: OutcomeProps): VNode | null {
  const { closest, thresholds } = result;
  if (closest === null) return null;
  return (
    <details class="why">
      <summary>{words.whyNoAnswer()}</summary>
      <p>{words.why()}</p>
      <AnswerList
        run={run.id}
        answers={[closest]}
        marks={run.marks}
        active={active}
        primary={1}
        remark={lostByText(closest.evidence, thresholds.maybe)}
      />
    </details>
  );
}
