// What the extension host and the page of an evaluation's report say to each other.
import type { Evaluation } from '../evaluate/evaluation';

/** From the host to the page. */
export interface ToReport {
  readonly type: 'show';
  readonly evaluation: Evaluation;
}

/** From the page to the host: it can be told what to show, or the question of that id is to be opened in the file. */
export type FromReport = { readonly type: 'ready' } | { readonly type: 'open'; readonly id: string };
