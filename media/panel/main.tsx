// The panel: shows the host's last snapshot.
import { render, type VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PanelState } from '../../src/protocol/panel';
import { takeTranslation } from '../translation';
import { Announcement } from './announcement';
import { Asked } from './asked';
import { useKeptFocus } from './focus';
import { onHost } from './host';
import { Pinned } from './pinned';
import { QuestionField } from './question';
import { ReaderBlock } from './reader';
import { Start } from './start';
import { words } from './words';

const unknown: PanelState = {
  ...{ target: null, obstacle: null, runs: [], active: null, history: [], pins: [], readsWith: null, reader: null },
};

function Panel(): VNode {
  const [state, setState] = useState<PanelState>(unknown);
  const [focusWanted, setFocusWanted] = useState(0);
  useLayoutEffect(() => onHost({ show: setState, focus: () => setFocusWanted((count) => count + 1) }), []);
  const all = useRef<HTMLDivElement>(null);
  useKeptFocus(all);
  const { target, runs, active, history, pins, reader } = state;
  return (
    <div
      ref={all}
      onKeyDown={({ key, target: from }) => {
        // From the answers back to the question; the field itself leads back to the file.
        if (key === 'Escape' && !(from instanceof HTMLTextAreaElement)) setFocusWanted((count) => count + 1);
      }}
    >
      <h1 class="unseen">{words.title()}</h1>
      <QuestionField target={target?.name ?? null} history={history} focusWanted={focusWanted} />
      <Announcement runs={runs} />
      {runs.length === 0 ? <Start {...state} /> : <Asked {...{ runs, active, target }} />}
      <Pinned pins={pins} />
      {reader === null ? null : <ReaderBlock reader={reader} />}
    </div>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  takeTranslation(root);
  render(<Panel />, root);
}
