// Ways to ask: which text, which question. All of them end in the session, and return what it found.
import * as vscode from 'vscode';
import type { Elsewhere } from '../protocol/panel';
import type { QaResult } from '../qa/result';
import {
  editorWithSelection,
  inquiryOf,
  noTargetText,
  openDocuments,
  selectionInquiry,
  targetDocument,
} from './documents';
import { pickFile } from './filePickers';
import type { QuestionHistory } from './history';
import { askFilesTitle, askTitle, noQuestionText, noSelectionText, plainText } from './messages';
import { revealPanel } from './panelView';
import { inputQuestion } from './questionInput';
import type { Inquiry } from './run';
import type { Session } from './session';

/** Asks what a person wants to know, of what is in front of them. */
export class Asking {
  readonly #session: Session;
  readonly #history: QuestionHistory;
  readonly #log: vscode.LogOutputChannel;

  constructor(session: Session, history: QuestionHistory, log: vscode.LogOutputChannel) {
    this.#session = session;
    this.#history = history;
    this.#log = log;
  }

  /** Asks a file, or that in the active editor; without a question a person is asked for one. */
  async askFile(question: string | undefined, file?: vscode.Uri): Promise<QaResult | undefined> {
    const document = file === undefined ? targetDocument() : await vscode.workspace.openTextDocument(file);
    if (document === undefined) {
      refuse(noTargetText());
      return;
    }
    return (await this.#ask(question, (asked) => [inquiryOf(document, asked)]))?.[0];
  }

  /** Asks the selection of the active editor. */
  async askSelection(question: string | undefined): Promise<QaResult | undefined> {
    const editor = editorWithSelection();
    if (editor === undefined) {
      refuse(targetDocument() === undefined ? noTargetText() : noSelectionText());
      return;
    }
    const { document, selection } = editor;
    return (await this.#ask(question, (asked) => [selectionInquiry(document, selection, asked)]))?.[0];
  }

  /** Asks every file that is open in a tab. Returns a result for each in the order of the tabs. */
  async askOpenFiles(question: string | undefined): Promise<(QaResult | undefined)[] | undefined> {
    const documents = await openDocuments();
    if (documents.length === 0) {
      refuse(noTargetText());
      return;
    }
    return this.#ask(question, (asked) => documents.map((document) => inquiryOf(document, asked)));
  }

  /** Asks the question in sight of another file, which a person chooses unless one is given. */
  async askAnotherFile(file: vscode.Uri | undefined): Promise<QaResult | undefined> {
    const [run] = this.#session.runs;
    if (run === undefined) {
      refuse(noQuestionText());
      return;
    }
    const chosen = file ?? (await pickFile(run.inquiry.source.uri));
    return chosen && this.askFile(run.inquiry.question, chosen);
  }

  /** Asks the question in sight again, of every file that it was asked of. */
  async askAgain(): Promise<(QaResult | undefined)[] | undefined> {
    const { runs } = this.#session;
    if (runs.length === 0) {
      refuse(noQuestionText());
      return;
    }
    return Promise.all(runs.map(({ id }) => this.#session.askAgain(id, false)));
  }

  /** Asks the question in sight of something else. */
  async askElsewhere(where: Elsewhere): Promise<void> {
    const question = this.#session.runs[0]?.inquiry.question;
    if (question === undefined) return;
    switch (where) {
      case 'target':
        await this.askFile(question);
        return;
      case 'selection':
        await this.askSelection(question);
        return;
      case 'file':
        await this.askAnotherFile(undefined);
        return;
      case 'openFiles':
        await this.askOpenFiles(question);
        return;
    }
  }

  async #ask(
    given: string | undefined,
    inquiriesFor: (question: string) => readonly Inquiry[],
  ): Promise<(QaResult | undefined)[] | undefined> {
    const question = (given ?? (await inputQuestion(titleFor(inquiriesFor('')), this.#history.questions)))?.trim();
    if (question === undefined) return undefined;
    // As they are when the question is asked: a person may have typed for minutes.
    const asked = inquiriesFor(question);
    for (const { source } of question === '' ? [] : asked) {
      // A history that cannot be written must not cost the question.
      this.#history.add(question, source.uri).then(undefined, (error: unknown) => this.#log.warn(String(error)));
    }
    const [, results] = await Promise.all([revealPanel(), this.#session.ask(asked)]);
    return results;
  }
}

function titleFor(inquiries: readonly Inquiry[]): string {
  const [first] = inquiries;
  if (first === undefined || inquiries.length > 1) return askFilesTitle(inquiries.length);
  return askTitle(first.source.name, first.selectedLines);
}

/** Says what is missing; nobody waits until it is dismissed. */
function refuse(text: string): undefined {
  void vscode.window.showWarningMessage(plainText(text));
  return undefined;
}
