// The answers in the editors: the one that was last gone to stands out, the others are faint, all of them in the overview ruler.
import * as vscode from 'vscode';
import { setContextKeys } from './contextKeys';
import { livePlace, placesOf, rangeIn, type Run } from './run';
import type { Session } from './session';
import { highlightEnabled, onHighlightChange } from './settings';
import { isSame, partOf } from './source';

const colour = (id: string): vscode.ThemeColor => new vscode.ThemeColor(id);

/** Marks the answers of a session in all editors in sight. */
export class Marks implements vscode.Disposable {
  readonly #session: Session;
  readonly #active: vscode.TextEditorDecorationType;
  readonly #other: vscode.TextEditorDecorationType;
  readonly #listeners: readonly vscode.Disposable[];
  /** Ids of the runs whose marks a person has cleared. */
  #cleared: ReadonlySet<number> = new Set();

  constructor(session: Session) {
    this.#session = session;
    const ruler = {
      overviewRulerColor: colour('editorOverviewRuler.findMatchForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
      // What is written at its ends does not belong to an answer.
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    };
    this.#active = vscode.window.createTextEditorDecorationType({
      ...ruler,
      backgroundColor: colour('editor.findMatchBackground'),
      border: '1px solid',
      borderColor: colour('editor.findMatchBorder'),
    });
    this.#other = vscode.window.createTextEditorDecorationType({
      ...ruler,
      backgroundColor: colour('editor.findMatchHighlightBackground'),
      border: '1px dashed',
      borderColor: colour('editor.findMatchHighlightBorder'),
    });
    this.#listeners = [
      session.onDidChange(() => this.#draw()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#draw()),
      onHighlightChange(() => this.#draw()),
    ];
  }

  /** Takes the marks of the question in sight away; those of the next question, or the next answer gone to, come again. */
  clear(): void {
    this.#cleared = new Set(this.#session.runs.map(({ id }) => id));
    this.#draw();
  }

  /** Shows what was cleared. */
  restore(): void {
    this.#cleared = new Set();
    this.#draw();
  }

  dispose(): void {
    for (const part of [this.#active, this.#other, ...this.#listeners]) part.dispose();
  }

  #draw(): void {
    const runs = highlightEnabled() ? this.#session.runs.filter(({ id }) => !this.#cleared.has(id)) : [];
    let drawn = 0;
    for (const editor of vscode.window.visibleTextEditors) {
      const run = runs.find(({ inquiry }) => partOf(inquiry.source, editor.document.uri) !== undefined);
      const { active, others } = run === undefined ? nothing : this.#rangesIn(run, editor.document);
      editor.setDecorations(this.#active, active);
      editor.setDecorations(this.#other, others);
      drawn += active.length + others.length;
    }
    setContextKeys({ marked: drawn > 0 });
  }

  #rangesIn(run: Run, document: vscode.TextDocument): typeof nothing {
    const places = placesOf(run);
    const { active } = this.#session;
    // Before anybody has gone anywhere the best answer is the one to look at; a refused guess is not.
    const best = active === null ? run.result?.answers[0] : undefined;
    const gone = active?.run === run.id ? active.place : best;
    const ranges = { active: [] as vscode.Range[], others: [] as vscode.Range[] };
    for (const place of places) {
      const isActive = place.start === gone?.start && place.end === gone.end;
      if (place.start === run.result?.closest?.start && !isActive) continue;
      const live = livePlace(run, place);
      const range = isSame(live.uri, document.uri) ? rangeIn(document, live) : undefined;
      if (range !== undefined) ranges[isActive ? 'active' : 'others'].push(range);
    }
    return ranges;
  }
}

const nothing: { readonly active: vscode.Range[]; readonly others: vscode.Range[] } = { active: [], others: [] };
