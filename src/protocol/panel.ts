// What the extension host and the panel say to each other. The host sends whole snapshots: a panel that was hidden
// has missed nothing that the next one does not say.
import type { QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';

/**
 * A place of a result, UTF-16 half-open in the text as it was read: an answer, one of its other mentions, or the closest
 * guess. By its range and not by its number in the list, which may have changed on the way.
 */
export interface PanelPlace {
  readonly start: number;
  readonly end: number;
}

/** Where a place stands now. */
export interface PanelMark extends PanelPlace {
  /** As people read it: "Ln 12". */
  readonly label: string;
  /** Its words were edited: they are no answer any more until they are read again. */
  readonly changed: boolean;
}

/** A question on one file, and what became of it. */
export interface PanelRun {
  /** Names it in messages; no two of a window share one. */
  readonly id: number;
  readonly question: string;
  /** The file as people know it. */
  readonly fileName: string;
  /** 1-based first and last line of the selection that was read; null when the whole file was. */
  readonly selectedLines: { readonly first: number; readonly last: number } | null;
  /** How readily an answer is given. */
  readonly strictness: Strictness;
  /** `waiting`: other files are read before. */
  readonly status: 'waiting' | 'loading' | 'reading' | 'done' | 'failed';
  /** What is known so far, with ranges in the text as it was read; null until something is. */
  readonly result: QaResult | null;
  /** All its places that can be shown. */
  readonly marks: readonly PanelMark[];
  /** Why it failed. */
  readonly failure: PanelFailure | null;
  /** The sentence for people about what went wrong beside a result that stands. */
  readonly problem: string | null;
  /** The document was changed after it was read. */
  readonly outdated: boolean;
}

/** What a question would be asked of now. */
export interface PanelTarget {
  /** The file as people know it. */
  readonly name: string;
  /** Something is selected in it. */
  readonly hasSelection: boolean;
  /** Questions asked of it before, newest first. */
  readonly earlier: readonly string[];
  /** Questions that its headings suggest. */
  readonly examples: readonly string[];
}

/** An answer that a person keeps in sight. */
export interface PanelPin {
  readonly id: number;
  readonly question: string;
  readonly text: string;
  readonly fileName: string;
  readonly label: string;
  readonly changed: boolean;
}

/** Everything that the panel shows. */
export interface PanelState {
  /** Null when no text file is open. */
  readonly target: PanelTarget | null;
  /** Why there is no target, where there is more to say than that no file is open. */
  readonly obstacle: string | null;
  /** The last question, on each file that it was asked of; empty before the first and when it was cleared. */
  readonly runs: readonly PanelRun[];
  /** The place that was last gone to; null before. */
  readonly active: { readonly run: number; readonly place: PanelPlace } | null;
  /** All questions asked in this workspace, newest first. */
  readonly history: readonly string[];
  readonly pins: readonly PanelPin[];
  /** Who reads: its title, and whether it is the one that comes with the extension. Null until that is known. */
  readonly readsWith: { readonly title: string; readonly isQuick: boolean } | null;
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

/** What else the question in sight can be asked of: the file in the editor, its selection, a file to choose, all open files. */
export type Elsewhere = 'target' | 'selection' | 'file' | 'openFiles';

/** From the host to the panel. `focus`: the question field is wanted. */
export type ToPanel = { readonly type: 'state'; readonly state: PanelState } | { readonly type: 'focus' };

/** From the panel to the host. `run` and `pin` are ids. */
export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'askElsewhere'; readonly where: Elsewhere }
  | { readonly type: 'stop' }
  | { readonly type: 'askAgain'; readonly run: number; readonly allWindows: boolean }
  | { readonly type: 'open'; readonly run: number; readonly place: PanelPlace; readonly focus: boolean }
  | { readonly type: 'copy' | 'pin'; readonly run: number; readonly place: PanelPlace }
  | { readonly type: 'openPin'; readonly pin: number; readonly focus: boolean }
  | { readonly type: 'unpin'; readonly pin: number }
  | { readonly type: 'leave' | 'openFile' | 'chooseStrictness' | 'chooseReader' | 'showLog' }
  | { readonly type: 'reader'; readonly action: ReaderAction };
