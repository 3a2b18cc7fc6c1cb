// The panel's side of the wire, and the little that it remembers by itself: what was typed but not asked.
import type { FromPanel, PanelState, ToPanel } from '../../src/protocol/panel';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: { readonly draft: string }): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a wish to the host. */
export function send(message: FromPanel): void {
  api.postMessage(message);
}

/** Calls `show` with every snapshot that the host sends, from the first on. */
export function onState(show: (state: PanelState) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => show(data.state));
  send({ type: 'ready' });
}

/** The question that was typed when the panel was last seen. */
export function loadDraft(): string {
  const state = api.getState();
  return typeof state === 'object' && state !== null && 'draft' in state && typeof state.draft === 'string'
    ? state.draft
    : '';
}

/** Remembers what is typed while the panel is hidden. */
export function saveDraft(draft: string): void {
  api.setState({ draft });
}
