// What the extension host and the panel say to each other. The host sends whole snapshots: a panel that was hidden
// has missed nothing that the next one does not say.
import type { QaResult } from '../qa/result';

/** A question and what became of it. */
export interface PanelRun {
  readonly question: string;
  /** The file as people know it. */
  readonly fileName: string;
  /** 1-based first and last line of the selection that was read; null when the whole file was. */
  readonly selectedLines: { readonly first: number; readonly last: number } | null;
  readonly status: 'loading' | 'reading' | 'done' | 'failed';
  /** What is known so far; null until something is. */
  readonly result: QaResult | null;
  /** The sentence for people when it failed. */
  readonly failure: string | null;
  /** The sentence for people when an answer could not be shown in the editor. */
  readonly problem: string | null;
  /** The document was changed after it was read: ranges may point at other words. */
  readonly outdated: boolean;
}

/** Everything that the panel shows. */
export interface PanelState {
  /** The file that a question would be asked of now; null when no text file is open. */
  readonly target: string | null;
  readonly run: PanelRun | null;
}

/** From the host to the panel. */
export interface ToPanel {
  readonly type: 'state';
  readonly state: PanelState;
}

/**
 * A place of the shown result, UTF-16 half-open: an answer, one of its other mentions, or the closest guess. By its range
 * and not by its number in the list, which may have changed on the way.
 */
export interface PanelPlace {
  readonly start: number;
  readonly end: number;
}

/** From the panel to the host. */
export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'stop' }
  | { readonly type: 'askAgain'; readonly allWindows: boolean }
  | { readonly type: 'open'; readonly place: PanelPlace; readonly focus: boolean }
  | { readonly type: 'showLog' };
