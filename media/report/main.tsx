// The page of an evaluation's report in the editor: shows what the host sends, and says which mistake was clicked.
import { render } from 'preact';
import type { FromReport, ToReport } from '../../src/protocol/report';
import { Report } from '../../src/report/page';
import { takeTranslation } from '../translation';

interface VsCodeApi {
  postMessage(message: FromReport): void;
  getState(): unknown;
  setState(state: { readonly top: number }): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
const root = document.getElementById('root');
if (root !== null) takeTranslation(root);

/** How far down the page was when it was last seen: a hidden page is built anew. */
function lastTop(): number {
  const state = api.getState();
  return typeof state === 'object' && state !== null && 'top' in state && typeof state.top === 'number' ? state.top : 0;
}

window.addEventListener('message', ({ data }: MessageEvent<ToReport>) => {
  if (root === null) return;
  const top = lastTop();
  render(
    <Report
      evaluation={data.evaluation}
      linkTo={({ id }) =>
        () =>
          api.postMessage({ type: 'open', id })
        }
    />,
    root,
  );
  window.scrollTo({ top });
});
window.addEventListener('scrollend', () => api.setState({ top: window.scrollY }));
api.postMessage({ type: 'ready' });
