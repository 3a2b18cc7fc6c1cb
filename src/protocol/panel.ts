// What the extension host and the panel say to each other. The host sends whole snapshots: a panel that was hidden
// has missed nothing that the next one does not say.
import type { QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';

/** A question and what became of it. */
export interface PanelRun {
  readonly question: string;
  /** The file as people know it. */
  readonly fileName: string;
  /** 1-based first and last line of the selection that was read; null when the whole file was. */
  readonly selectedLines: { readonly first: number; readonly last: number } | null;
  /** How readily an answer is given. */
  readonly strictness: Strictness;
  readonly status: 'loading' | 'reading' | 'done' | 'failed';
  /** What is known so far; null until something is. */
  readonly result: QaResult | null;
  /** Why it failed. */
  readonly failure: PanelFailure | null;
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
  /** What there is to say about a better reader; null when there is nothing. */
  readonly reader: PanelReader | null;
}

/** A reader that could be had, that is on its way, or why it cannot be had. Texts are ready to be shown. */
export type PanelReader = PanelOffer | PanelDownload | PanelProblem;

/** A reader that is not on this machine, and what it takes to have it. */
export interface PanelOffer {
  readonly kind: 'offer';
  readonly title: string;
  /** What is known of it before it is there: size, licence, source, destination. */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  /** How much an earlier try has fetched, in words; null when nothing is there. */
  readonly fetched: string | null;
}

/** A download or an import that runs. */
export interface PanelDownload {
  readonly kind: 'download';
  /** What happens, the same words from begin to end. */
  readonly title: string;
  /** How far it is: sizes, speed, time left. */
  readonly text: string;
  readonly bytes: number;
  /** 0 while it is not known. */
  readonly totalBytes: number;
}

/** What went wrong, in a sentence for people, and what about readers mends it. */
export interface PanelFailure {
  readonly text: string;
  readonly remedies: readonly PanelRemedy[];
}

/** A button, and what it does. */
export interface PanelRemedy {
  readonly action: ReaderAction;
  readonly title: string;
}

/** What keeps a better reader away. */
export interface PanelProblem extends PanelFailure {
  readonly kind: 'problem';
}

/** What a person can do about readers in the panel. */
export type ReaderAction =
  'download' | 'cancel' | 'decline' | 'chooseReader' | 'importModel' | 'setToken' | 'openSettings' | 'showLog';

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
  | { readonly type: 'chooseStrictness' }
  | { readonly type: 'showLog' }
  | { readonly type: 'reader'; readonly action: ReaderAction };
