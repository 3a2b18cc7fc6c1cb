// The questions asked in this workspace, newest first, each with the file it was asked of. Answers and documents are never
// stored.
import * as vscode from 'vscode';
import { renamed } from './source';

/** A question that was asked; `file` is the address of what it was asked of, null where that has none that lasts. */
export interface AskedQuestion {
  readonly question: string;
  readonly file: string | null;
}

const key = 'askedQuestions';
const maxQuestions = 200;
/** A pasted page is no question that anyone picks from a list again. */
const maxStoredChars = 500;

/** The question history of a workspace. */
export class QuestionHistory implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #renameListener: vscode.Disposable;

  /** Fires whenever a question was added, or all were cleared. */
  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#renameListener = vscode.workspace.onDidRenameFiles(async ({ files }) => {
      const rename = (file: string): string =>
        files.reduce((uri, { oldUri, newUri }) => renamed(uri, oldUri, newUri), vscode.Uri.parse(file)).toString();
      await this.#store(this.#asked.map(({ question, file }) => ({ question, file: file && rename(file) })));
    });
  }

  /** All questions, each once. */
  get questions(): readonly string[] {
    return [...new Set(this.#asked.map(({ question }) => question))];
  }

  /** Those that were asked of a file. */
  of(uri: vscode.Uri): readonly string[] {
    return this.#asked.filter(({ file }) => file === uri.toString()).map(({ question }) => question);
  }

  /** Remembers a question, unless it is too long to be one. */
  async add(question: string, uri: vscode.Uri): Promise<void> {
    if (question.length > maxStoredChars) return;
    // An untitled document's name is another's the next time.
    const file = uri.scheme === 'untitled' ? null : uri.toString();
    const others = this.#asked.filter((other) => other.question !== question || other.file !== file);
    await this.#store([{ question, file }, ...others].slice(0, maxQuestions));
  }

  /** Forgets all questions of this workspace. */
  clear(): Promise<void> {
    return this.#store([]);
  }

  dispose(): void {
    this.#renameListener.dispose();
    this.#changed.dispose();
  }

  get #asked(): readonly AskedQuestion[] {
    return this.#memento.get<readonly AskedQuestion[]>(key, []);
  }

  async #store(asked: readonly AskedQuestion[]): Promise<void> {
    await this.#memento.update(key, asked);
    this.#changed.fire();
  }
}
