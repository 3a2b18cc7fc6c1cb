// What a screen reader hears of a question while its user is elsewhere: that it is read, and the verdict, each once. The
// region is always there, since what comes with its words is often not read; windows and time left are not in it.
import type { VNode } from 'preact';
import type { PanelRun } from '../../src/protocol/panel';
import { wholePercent } from '../../src/words/numbers';
import { confidenceWord, verdictDetail, verdictText } from '../../src/words/outcome';
import { words } from './words';

/** Says politely, and unseen, what is new about the question. */
export function Announcement({ runs }: { readonly runs: readonly PanelRun[] }): VNode {
  const [first] = runs;
  return (
    <p class="unseen" role="status">
      {/* Another element for another question: the same verdict is then news again. */}
      <span key={first?.id}>{first === undefined ? '' : runs.length === 1 ? runText(first) : filesText(runs)}</span>
    </p>
  );
}

/** Whether there is more to come. */
export function isBusy({ status }: PanelRun): boolean {
  return status === 'waiting' || status === 'loading' || status === 'reading';
}

function runText({ status, result, problem, outdated, selectedLines }: PanelRun): string {
  if (status === 'waiting' || status === 'loading') return words.loading();
  // An alert says what failed.
  if (status === 'failed') return '';
  if (problem !== null || outdated) return problem ?? words.outdated();
  if (result === null) return words.reading();
  const verdict = [verdictText(result, selectedLines !== null), verdictDetail(result)];
  // While it may still change only that something is found is worth a sentence.
  const [best] = result.state === 'provisional' ? [] : result.answers;
  if (best !== undefined) {
    const { text, confidence } = best;
    verdict.push(text, words.confidenceSpoken(confidenceWord(confidence), wholePercent(confidence)));
  }
  return verdict.filter((part) => part !== '').join('. ');
}

/** Of several files one sentence when the reading begins, and the verdicts when all are read. */
function filesText(runs: readonly PanelRun[]): string {
  if (runs.some(isBusy)) return words.reading();
  return runs
    .map(({ fileName, result, failure, selectedLines }) => {
      const outcome = result === null ? failure?.text : verdictText(result, selectedLines !== null);
      return `${fileName}: ${outcome ?? ''}`;
    })
    .join('. ');
}
