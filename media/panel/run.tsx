// A question and what became of it: progress, verdict, answers, and how much was read.
import type { VNode } from 'preact';
import type { PanelFailure, PanelRun } from '../../src/protocol/panel';
import type { QaResult } from '../../src/qa/result';
import { AnswerItem } from './answer';
import { AnswerList } from './answers';
import { send } from './host';
import { Icon } from './icon';
import { Remedies } from './reader';
import {
  count,
  coverageText,
  lostByText,
  noticeText,
  readRestText,
  scopeText,
  strictnessText,
  verdictDetail,
  verdictText,
  words,
} from './words';

/** The last question and its outcome. */
export function RunView({ run }: { readonly run: PanelRun }): VNode {
  const { result, status } = run;
  const busy = status === 'loading' || status === 'reading';
  return (
    <section class="run" aria-label={run.question} aria-busy={busy}>
      <p class="asked">
        <bdi class="asked-question">{run.question}</bdi>
        <span class="asked-file">
          <bdi>{run.fileName}</bdi>
          {scopeText(run)}
        </span>
      </p>
      {busy ? <Reading result={status === 'loading' ? null : result} /> : null}
      {status === 'failed' && run.failure !== null ? <Failure failure={run.failure} /> : null}
      {run.problem !== null || run.outdated ? <Outdated text={run.problem ?? words.outdated} /> : null}
      {status !== 'failed' && result !== null ? <Outcome run={run} result={result} /> : null}
    </section>
  );
}

function Reading({ result }: { readonly result: QaResult | null }): VNode {
  const coverage = result?.coverage;
  return (
    <div class="reading">
      <progress
        aria-label="Reading"
        {...(coverage === undefined ? {} : { max: coverage.windows, value: coverage.windowsRead })}
      />
      <span class="reading-text">
        {coverage === undefined
          ? words.loading
          : `${count(coverage.windowsRead)} of ${count(coverage.windows)} windows`}
      </span>
      <button type="button" class="link" onClick={() => send({ type: 'stop' })}>
        {words.stop}
      </button>
    </div>
  );
}

function AskAgain(): VNode {
  return (
    <button type="button" class="link" onClick={() => send({ type: 'askAgain', allWindows: false })}>
      {words.askAgain}
    </button>
  );
}

function Failure({ failure: { text, remedies } }: { readonly failure: PanelFailure }): VNode {
  return (
    <div class="notice" role="alert">
      <Icon name="error" />
      <span>{text}</span>
      <Remedies remedies={remedies} />
      <AskAgain />
      <button type="button" class="link" onClick={() => send({ type: 'showLog' })}>
        {words.showLog}
      </button>
    </div>
  );
}

function Outdated({ text }: { readonly text: string }): VNode {
  return (
    <div class="notice" role="status">
      <Icon name="warning" />
      <span>{text}</span>
      <AskAgain />
    </div>
  );
}

/** How many answers the verdict is about: in a conflict all that are answers by themselves. */
function primaryCount({ answers, conflict, thresholds }: QaResult): number {
  return conflict ? answers.filter(({ evidence }) => evidence >= thresholds.answer).length : 1;
}

/** Named when it is not the usual one, and to be chosen there. */
function Strictness({ run }: { readonly run: PanelRun }): VNode | null {
  const text = strictnessText(run);
  if (text === '') return null;
  return (
    <>
      {' · '}
      <button type="button" class="link" title={words.strictnessTip} onClick={() => send({ type: 'chooseStrictness' })}>
        {text}
      </button>
    </>
  );
}

function Outcome({ run, result }: { readonly run: PanelRun; readonly result: QaResult }): VNode {
  const { verdict, closest, coverage, thresholds, timing } = result;
  const isFinal = result.state !== 'provisional';
  const leftOut = isFinal && !coverage.complete;
  const isQuick = result.model.name === 'mini';
  return (
    <>
      <p class={`verdict verdict-${verdict}`} role="status">
        <Icon name={verdict} />
        <strong>{verdictText(result, run.selectedLines !== null)}</strong>
        <span class="verdict-detail">{verdictDetail(result)}</span>
        {isQuick ? (
          <span class="mark" title={words.quickReaderTip}>
            {words.quickReader}
          </span>
        ) : null}
      </p>
      {result.answers.length > 0 ? <AnswerList answers={result.answers} primary={primaryCount(result)} /> : null}
      {isFinal && closest !== null ? (
        <>
          <h2>{words.closest}</h2>
          <ol class="answers" aria-label={words.closest}>
            <AnswerItem answer={closest} tabIndex={0} remark={lostByText(closest.evidence, thresholds.maybe)} />
          </ol>
        </>
      ) : null}
      {isFinal ? (
        <footer class="coverage">
          <p>
            {coverageText(result)} · {isQuick ? words.quickReader : result.model.name}
            <Strictness run={run} />
          </p>
          {result.notices.map((notice) => (
            <p key={notice.kind}>{noticeText(notice)}</p>
          ))}
          {leftOut ? (
            <button type="button" class="link" onClick={() => send({ type: 'askAgain', allWindows: true })}>
              {coverage.windowsRead > 0 ? readRestText(coverage, timing.totalMs) : words.askAgain}
            </button>
          ) : null}
        </footer>
      ) : null}
    </>
  );
}
