// The questions asked in this workspace, newest first. Answers and documents are never stored.
import type * as vscode from 'vscode';

const key = 'questions';
const maxQuestions = 50;
/** A pasted page is no question that anyone picks from a list again. */
const maxStoredChars = 500;

/** The question history of a workspace. */
export class QuestionHistory {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  get questions(): readonly string[] {
    return this.#memento.get<readonly string[]>(key, []);
  }

  async add(question: string): Promise<void> {
    if (question.length > maxStoredChars) return;
    const others = this.questions.filter((other) => other !== question);
    await this.#memento.update(key, [question, ...others].slice(0, maxQuestions));
  }
}
