// A question on one source and what became of it. Its result has the offsets of the text as it was read; where these places
// stand in the documents now is worked out from the edits since.
import * as vscode from 'vscode';
import type { PanelMark, PanelPlace, PanelRun } from '../protocol/panel';
import type { Range } from '../qa/document';
import type { Answer, QaResult } from '../qa/result';
import { addChanges, type ContentChange, type Edit, type Extent, follow } from './edits';
import { cellLabel, lineLabel } from './messages';
import { findOpen, linesBefore, partIndexAt, partOf, type Source, type SourcePart } from './source';

/** A question to ask. */
export interface Inquiry {
  readonly source: Source;
  /** The part of its text to read; null for everything. */
  readonly scope: Extent | null;
  /** The selection in its document, as people count lines; null where there is none. */
  readonly selectedLines: PanelRun['selectedLines'];
  readonly question: string;
  readonly allWindows: boolean;
}

/** An inquiry and its state. */
export interface Run extends Omit<PanelRun, 'fileName' | 'selectedLines' | 'question' | 'marks'> {
  readonly inquiry: Inquiry;
  /** What was changed since it was read, by the document's address; a document that is as it was has none. */
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
}

/** Where a place stands in a document now. */
export interface LivePlace {
  readonly uri: vscode.Uri;
  /** UTF-16 offsets in that document. */
  readonly extent: Extent;
  /** Its words as they were read. */
  readonly text: string;
}

/** More mentions of one answer than that help nobody. */
const maxMentions = 20;

/** The answers that are shown, best first: of a refusal the closest guess. */
export function shownAnswers(result: QaResult | null): readonly Answer[] {
  if (result === null) return [];
  return result.closest === null ? result.answers : [...result.answers, result.closest];
}

/** All places of a run that can be gone to. */
export function placesOf({ result }: Run): Range[] {
  return shownAnswers(result).flatMap((answer) => [answer, ...answer.mentions.slice(0, maxMentions)]);
}

/** Whether a run has a place. */
export function hasPlace(run: Run, place: PanelPlace): boolean {
  return placesOf(run).some(({ start, end }) => start === place.start && end === place.end);
}

/** Where a place stands now. */
export function livePlace(run: Run, { start, end }: PanelPlace): LivePlace {
  const { source } = run.inquiry;
  const part = partAt(source, start);
  // An answer that goes over the end of a notebook's cell is shown as far as the cell goes.
  const until = Math.min(end, part.end);
  const extent = { start: start - part.start, end: until - part.start };
  const edits = run.edits.get(part.uri.toString()) ?? [];
  return { uri: part.uri, extent: follow(extent, edits), text: source.text.slice(start, until) };
}

/** The range of a place in its document; undefined where other words stand now. */
export function rangeIn(document: vscode.TextDocument, { extent, text }: LivePlace): vscode.Range | undefined {
  const range = new vscode.Range(document.positionAt(extent.start), document.positionAt(extent.end));
  return document.getText(range) === text ? range : undefined;
}

/** A run after changes that were made at once in one of its documents; the same run where it is about another one. */
export function afterChanges(run: Run, document: vscode.TextDocument, changes: readonly ContentChange[]): Run {
  const { source } = run.inquiry;
  const part = partOf(source, document.uri);
  if (part === undefined || changes.length === 0) return run;
  const key = document.uri.toString();
  const edits = new Map(run.edits);
  const made = addChanges(edits.get(key) ?? [], changes);
  const growth = made.reduce((sum, { start, end, length }) => sum + length - (end - start), 0);
  // Only a text of the same length is compared: people type in large ones.
  if (growth === 0 && isAsRead(source, part, document)) edits.delete(key);
  else edits.set(key, made);
  return { ...run, edits, outdated: edits.size > 0 };
}

/** A run after one of its documents was opened again: when that was closed, changes of it may have been thrown away. */
export function afterOpening(run: Run, document: vscode.TextDocument): Run {
  const { source } = run.inquiry;
  const part = partOf(source, document.uri);
  const key = document.uri.toString();
  if (part === undefined || !run.edits.has(key) || !isAsRead(source, part, document)) return run;
  const edits = new Map([...run.edits].filter(([other]) => other !== key));
  return { ...run, edits, outdated: edits.size > 0 };
}

/** All places of a run as they stand now. */
export function marksOf(run: Run): PanelMark[] {
  return placesOf(run).map((range) => {
    const live = livePlace(run, range);
    const document = run.edits.has(live.uri.toString()) ? findOpen(live.uri) : undefined;
    const changed = document !== undefined && rangeIn(document, live) === undefined;
    return { start: range.start, end: range.end, label: labelOf(run, range, live, document), changed };
  });
}

/** How people find a place: its line, in a notebook with its cell. */
function labelOf(run: Run, range: Range, live: LivePlace, document: vscode.TextDocument | undefined): string {
  const { source } = run.inquiry;
  const line = lineOf(run, range, live, document);
  return source.isNotebook ? cellLabel(partIndexAt(source, range.start) + 1, line) : lineLabel(line);
}

/**
 * The 1-based line in its document where a place begins.
 *
 * @param document as it is now; without it the line is that of the document as it was read
 */
export function lineOf(
  { inquiry: { source } }: Run,
  { start, startLine }: Range,
  { extent }: LivePlace,
  document: vscode.TextDocument | undefined,
): number {
  if (document !== undefined) return document.positionAt(extent.start).line + 1;
  return startLine - linesBefore(source, partIndexAt(source, start));
}

function partAt(source: Source, offset: number): SourcePart {
  const part = source.parts[partIndexAt(source, offset)];
  if (part === undefined) throw new RangeError('a source without a part');
  return part;
}

/** Whether there is more to come of a run. */
export function isBusy({ status }: Run): boolean {
  return status === 'waiting' || status === 'loading' || status === 'reading';
}

/** Whether a document is what was read. */
function isAsRead(source: Source, part: SourcePart, document: vscode.TextDocument): boolean {
  return document.getText() === source.text.slice(part.start, part.end);
}
