// The panel's side of the wire, and the little that it remembers by itself: what was typed but not asked.
import type { FromPanel, PanelState, ToPanel } from '../../src/protocol/panel';

/** What outlives a panel that is hidden. */
interface Remembered {
  readonly draft: string;
}

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: Remembered): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a wish to the host. */
export function send(message: FromPanel): void {
  api.postMessage(message);
}

/** What the host may tell. */
export interface HostListener {
  /** Every snapshot, from the first on. */
  readonly show: (state: PanelState) => void;
  /** The question field is wanted. */
  readonly focus: () => void;
}

/** Listens to the host, and tells it that it can begin. */
export function onHost({ show, focus }: HostListener): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
    if (data.type === 'state') show(data.state);
    else focus();
  });
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
