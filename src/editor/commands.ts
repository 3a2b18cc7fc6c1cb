// The commands. Those that ask return their result, for tasks, other extensions and tests.
import * as vscode from 'vscode';
import type { FromPanel, PanelPlace } from '../protocol/panel';
import type { QaResult } from '../qa/result';
import { displayName, targetEditor } from './documents';
import type { QuestionHistory } from './history';
import type { LateCommands } from './lateCommands';
import { askTitle, failureText, noFileText, noSelectionText, plainText } from './messages';
import { openPlace } from './navigation';
import { revealPanel } from './panelView';
import { inputQuestion } from './questionInput';
import { linesOf, type Session } from './session';

/** What commands and panel can do. */
export class Actions {
  readonly #session: Session;
  readonly #late: LateCommands;
  readonly #history: QuestionHistory;
  readonly #log: vscode.LogOutputChannel;

  constructor(session: Session, late: LateCommands, history: QuestionHistory, log: vscode.LogOutputChannel) {
    this.#session = session;
    this.#late = late;
    this.#history = history;
    this.#log = log;
  }

  /** Registers the commands. */
  register(): vscode.Disposable {
    const commands: Record<string, (...args: unknown[]) => unknown> = {
      'documentQa.ask': (question) => this.ask(textOrNothing(question)),
      'documentQa.askSelection': (question) => this.askSelection(textOrNothing(question)),
      'documentQa.stop': () => this.#session.stop(),
      'documentQa.clear': () => this.#session.clear(),
      'documentQa.copyAnswer': () => this.copyAnswer(),
      'documentQa.goToAnswer': () => this.goToAnswer(),
      'documentQa.showLog': () => this.#log.show(),
    };
    return vscode.Disposable.from(
      ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
    );
  }

  /** Does what the panel wishes; nobody there could be told that it failed. */
  async handle(message: FromPanel): Promise<void> {
    try {
      await this.#fulfil(message);
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(plainText(failureText(error)));
    }
  }

  async #fulfil(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ask':
        await this.ask(message.question);
        return;
      case 'stop':
        await this.#session.stop();
        return;
      case 'askAgain':
        await this.#session.askAgain(message.allWindows);
        return;
      case 'open':
        await this.open(message.place, message.focus);
        return;
      case 'chooseStrictness':
        await this.#late.chooseStrictness();
        return;
      case 'showLog':
        this.#log.show();
        return;
      case 'reader':
        await this.#late.act(message.action);
        return;
      case 'ready':
        return;
    }
  }

  /** Asks the file in the active editor; without a question a person is asked for one. */
  async ask(question: string | undefined): Promise<QaResult | undefined> {
    const editor = targetEditor();
    if (editor === undefined) {
      warn(noFileText);
      return undefined;
    }
    return this.#ask(editor.document, undefined, question);
  }

  /** Asks the selection of the active editor. */
  async askSelection(question: string | undefined): Promise<QaResult | undefined> {
    const editor = targetEditor();
    if (editor === undefined) {
      warn(noFileText);
      return undefined;
    }
    if (editor.selection.isEmpty) {
      warn(noSelectionText);
      return undefined;
    }
    return this.#ask(editor.document, editor.selection, question);
  }

  /** Copies the best answer's text. */
  async copyAnswer(): Promise<void> {
    const answer = this.#session.run?.result?.answers[0];
    if (answer !== undefined) await vscode.env.clipboard.writeText(answer.text);
  }

  /** Goes to the best answer. */
  async goToAnswer(): Promise<void> {
    const answer = this.#session.run?.result?.answers[0];
    if (answer !== undefined) await this.open(answer, true);
  }

  /** Reveals an answer in the editor. */
  async open(place: PanelPlace, focus: boolean): Promise<void> {
    const { run } = this.#session;
    if (run !== null) this.#session.report(run, (await openPlace(run, place, focus)) ?? null);
  }

  async #ask(
    document: vscode.TextDocument,
    selection: vscode.Selection | undefined,
    given: string | undefined,
  ): Promise<QaResult | undefined> {
    const title = askTitle(displayName(document), selection === undefined ? null : linesOf(selection));
    const question = given ?? (await inputQuestion(title, this.#history.questions));
    if (question === undefined) return undefined;
    if (question.trim() !== '') {
      // A history that cannot be written must not cost the question.
      this.#history.add(question.trim()).then(undefined, (error: unknown) => this.#log.warn(String(error)));
    }
    const [, result] = await Promise.all([
      revealPanel(),
      this.#session.ask({ document, question: question.trim(), ...(selection && { selection }) }),
    ]);
    return result;
  }
}

function textOrNothing(argument: unknown): string | undefined {
  return typeof argument === 'string' ? argument : undefined;
}

/** Says what is missing; nobody waits until it is dismissed. */
function warn(text: string): void {
  void vscode.window.showWarningMessage(text);
}
