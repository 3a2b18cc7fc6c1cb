// The panel: shows the host's last snapshot.
import { render, type VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PanelState } from '../../src/protocol/panel';
import { takeTranslation } from '../translation';
import { onState } from './host';
import { QuestionField } from './question';
import { ReaderBlock } from './reader';
import { RunView } from './run';
import { words } from './words';

function Panel(): VNode {
  const [state, setState] = useState<PanelState>({ target: null, run: null, reader: null });
  useEffect(() => onState(setState), []);
  const { target, run, reader } = state;
  return (
    <>
      <h1 class="unseen">{words.title}</h1>
      <QuestionField target={target} />
      {run === null ? <p class="intro">{target === null ? words.noFile : words.intro}</p> : <RunView run={run} />}
      {reader === null ? null : <ReaderBlock reader={reader} />}
    </>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  takeTranslation(root);
  render(<Panel />, root);
}
