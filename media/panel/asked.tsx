// The question in sight: on one file its outcome, on several a list of files; and what else it can be asked of.
import type { VNode } from 'preact';
import type { Elsewhere, PanelPlace, PanelRun, PanelState, PanelTarget } from '../../src/protocol/panel';
import { verdictText } from '../../src/words/outcome';
import { isBusy } from './announcement';
import { RunView, scopeText } from './run';
import { WishButton } from './wishButton';
import { words } from './words';

interface AskedProps {
  readonly runs: readonly PanelRun[];
  readonly active: PanelState['active'];
  readonly target: PanelTarget | null;
}

/** The last question and what became of it. */
export function Asked({ runs, active, target }: AskedProps): VNode | null {
  const [first] = runs;
  if (first === undefined) return null;
  const busy = runs.some(isBusy);
  return (
    <section class="run" aria-label={first.question} aria-busy={busy}>
      <p class="asked">
        <bdi class="asked-question">{first.question}</bdi>
        {runs.length === 1 ? <FileName run={first} /> : null}
      </p>
      {runs.length === 1 ? (
        <RunView key={first.id} run={first} active={placeIn(first, active)} />
      ) : (
        runs.map((run) => <FileOutcome key={run.id} run={run} active={placeIn(run, active)} />)
      )}
      {busy ? null : <AskElsewhere runs={runs} target={target} />}
    </section>
  );
}

function placeIn({ id }: PanelRun, active: PanelState['active']): PanelPlace | null {
  return active?.run === id ? active.place : null;
}

function FileName({ run }: { readonly run: PanelRun }): VNode {
  return (
    <span class="asked-file">
      <bdi>{run.fileName}</bdi>
      {scopeText(run)}
    </span>
  );
}

/** One file of several: its name, its verdict, and what was found in it. */
function FileOutcome({ run, active }: { readonly run: PanelRun; readonly active: PanelPlace | null }): VNode {
  return (
    <details class="file" open={run.result?.verdict !== 'noAnswer' || active !== null}>
      <summary>
        <FileName run={run} />{' '}
        {run.result === null ? null : (
          <span class="file-verdict">{verdictText(run.result, run.selectedLines !== null)}</span>
        )}
      </summary>
      <RunView run={run} active={active} />
    </details>
  );
}

/** The same question of something else, without typing it again. */
function AskElsewhere({
  runs,
  target,
}: {
  readonly runs: readonly PanelRun[];
  readonly target: PanelTarget | null;
}): VNode {
  const isElsewhere = target !== null && !runs.some(({ fileName }) => fileName === target.name);
  const places: { where: Elsewhere; title: string }[] = [
    ...(isElsewhere ? [{ where: 'target' as const, title: words.target(target.name) }] : []),
    ...(target?.hasSelection === true ? [{ where: 'selection' as const, title: words.selection() }] : []),
    { where: 'file', title: words.otherFile() },
    { where: 'openFiles', title: words.openFiles() },
  ];
  return (
    <p class="elsewhere">
      <span>{words.askAlso()}</span>
      {places.map(({ where, title }) => (
        <WishButton key={where} wish={{ type: 'askElsewhere', where }}>
          <bdi>{title}</bdi>
        </WishButton>
      ))}
    </p>
  );
}
