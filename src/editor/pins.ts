// Answers that a person keeps in sight over questions; they follow the edits of their documents and are gone with the window.
import * as vscode from 'vscode';
import type { PanelPin } from '../protocol/panel';
import { addChanges, type Edit, follow, relocate } from './edits';
import { changedText, goneText, lineLabel } from './messages';
import { reveal } from './navigation';
import { type LivePlace, rangeIn } from './run';
import { displayName, isCell, isSame, openDocument, renamed } from './source';

interface Pin extends LivePlace {
  readonly id: number;
  readonly question: string;
  readonly label: string;
  readonly changed: boolean;
}

/** The pinned answers of a window. */
export class Pins implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: readonly vscode.Disposable[];
  #pins: readonly Pin[] = [];
  #lastId = 0;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const isPinned = this.#pins.some(({ uri }) => isSame(uri, document.uri));
        if (isPinned) this.#follow(document, addChanges([], contentChanges));
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        const rename = (uri: vscode.Uri): vscode.Uri =>
          files.reduce((before, { oldUri, newUri }) => renamed(before, oldUri, newUri), uri);
        this.#show(this.#pins.map((pin) => ({ ...pin, uri: rename(pin.uri) })));
      }),
    ];
  }

  /** As the panel shows them, in the order in which they were pinned. */
  get shown(): readonly PanelPin[] {
    return this.#pins.map(({ id, question, text, uri, label, changed }) => ({
      ...{ id, question, text, fileName: displayName(uri), label, changed },
    }));
  }

  /** Keeps an answer; one that is kept already stays where it is. */
  add(question: string, place: LivePlace, label: string): void {
    const { uri, extent, text } = place;
    if (this.#pins.some((pin) => isSame(pin.uri, uri) && pin.extent.start === extent.start && pin.text === text))
      return;
    this.#show([...this.#pins, { id: ++this.#lastId, question, uri, extent, text, label, changed: false }]);
  }

  remove(id: number): void {
    this.#show(this.#pins.filter((pin) => pin.id !== id));
  }

  /** Goes to a pinned answer; what was changed while its file was closed is sought. Returns why that is not possible. */
  async open(id: number, focus: boolean): Promise<string | undefined> {
    const pin = this.#pins.find((other) => other.id === id);
    if (pin === undefined) return undefined;
    const document = await openDocument(pin.uri);
    if (document === undefined) return goneText();
    const extent = relocate(document.getText(), pin.text, pin.extent.start);
    return extent === undefined ? changedText() : reveal({ ...pin, extent }, focus);
  }

  dispose(): void {
    for (const part of [this.#changed, ...this.#listeners]) part.dispose();
  }

  #follow(document: vscode.TextDocument, edits: readonly Edit[]): void {
    this.#show(
      this.#pins.map((pin) => {
        if (!isSame(pin.uri, document.uri)) return pin;
        const moved = { ...pin, extent: follow(pin.extent, edits) };
        // In a notebook the line alone would not say in which cell.
        const label = isCell(document.uri) ? pin.label : lineLabel(document.positionAt(moved.extent.start).line + 1);
        return { ...moved, label, changed: rangeIn(document, moved) === undefined };
      }),
    );
  }

  #show(pins: readonly Pin[]): void {
    this.#pins = pins;
    this.#changed.fire();
  }
}
