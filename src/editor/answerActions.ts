// What a person can do with the answers in sight: go to them, copy, cite, pin and export them.
import * as vscode from 'vscode';
import type { PanelPlace } from '../protocol/panel';
import type { Answer } from '../qa/result';
import { outcomeText } from '../words/outcome';
import { type CitedRun, citeAnswer, citeRuns, runsAsJson } from './citation';
import { pickExportFile } from './filePickers';
import type { Marks } from './marks';
import { noQuestionText, plainText } from './messages';
import { reveal } from './navigation';
import type { Pins } from './pins';
import { hasPlace, lineOf, livePlace, marksOf, type Run, shownAnswers } from './run';
import type { Session } from './session';
import { findOpen } from './source';

/** An answer and the run that found it. */
interface FoundAnswer {
  readonly run: Run;
  readonly answer: Answer;
}

/** Acts on the answers of a session. */
export class AnswerActions {
  readonly #session: Session;
  readonly #marks: Marks;
  readonly #pins: Pins;

  constructor(session: Session, marks: Marks, pins: Pins) {
    this.#session = session;
    this.#marks = marks;
    this.#pins = pins;
  }

  /** Reveals a place in the editor, and returns its words; undefined where they are not there any more. */
  async open(id: number, place: PanelPlace, focus: boolean): Promise<string | undefined> {
    const run = this.#session.find(id);
    // What is shown may be newer than what was clicked: no mistake of anybody's.
    if (run === undefined || !hasPlace(run, place)) return undefined;
    // Before it is shown: the next step may come before that, and leads past words that are not there any more.
    this.#marks.restore();
    this.#session.activate(id, place);
    const live = livePlace(run, place);
    const problem = await reveal(live, focus);
    this.#session.report(id, problem ?? null);
    return problem === undefined ? live.text : undefined;
  }

  /** Goes to the best answer. */
  goToBest(): Promise<string | undefined> {
    return this.#goTo(this.#all()[0]);
  }

  /** Goes to the next answer, or with -1 to the previous one, over all files of the question; behind the last is the first. */
  step(by: 1 | -1): Promise<string | undefined> {
    const all = this.#all();
    const { active } = this.#session;
    const current = active === null ? undefined : answerAt(all, active.run, active.place);
    const index = current === undefined ? -1 : all.indexOf(current);
    // Before anybody has gone anywhere the first step leads to the first answer, or back to the last.
    const next = index < 0 ? (by === 1 ? 0 : all.length - 1) : (index + by + all.length) % all.length;
    return this.#goTo(all[next]);
  }

  /** Copies the best answer's text, and returns it. */
  async copyBest(): Promise<string | undefined> {
    const answer = this.#session.runs[0]?.result?.answers[0];
    if (answer !== undefined) await vscode.env.clipboard.writeText(answer.text);
    return answer?.text;
  }

  /** Copies an answer, or that which was last gone to, as a quotation with `file:line`, and returns that. */
  async copyCitation(id?: number, place?: PanelPlace): Promise<string | undefined> {
    const found = this.#chosen(id, place);
    if (found === undefined) return undefined;
    const { run, answer } = found;
    const text = citeAnswer({ answer, fileName: run.inquiry.source.name, line: lineNow(run, answer) });
    await vscode.env.clipboard.writeText(text);
    return text;
  }

  /** Keeps an answer, or that which was last gone to, in sight. */
  pin(id?: number, place?: PanelPlace): void {
    const found = this.#chosen(id, place);
    if (found === undefined) return;
    const { run, answer } = found;
    const mark = marksOf(run).find(({ start, end }) => start === answer.start && end === answer.end);
    this.#pins.add(run.inquiry.question, livePlace(run, answer), mark?.label ?? '');
  }

  /** Writes all answers to a file that a person chooses; with `markdown` or `json` only returns what it would hold. */
  async exportAll(format: unknown): Promise<string | undefined> {
    const cited = this.#session.runs.flatMap(citedRun);
    if (cited.length === 0) {
      void vscode.window.showWarningMessage(plainText(noQuestionText()));
      return undefined;
    }
    if (format === 'markdown') return citeRuns(cited);
    if (format === 'json') return runsAsJson(cited);
    const file = await pickExportFile();
    if (file === undefined) return undefined;
    const text = file.path.endsWith('.json') ? runsAsJson(cited) : citeRuns(cited);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(file, { preview: true });
    return text;
  }

  /** Takes the marks away, and with them the selection that going to an answer has made. */
  async clearMarks(): Promise<void> {
    this.#marks.clear();
    await vscode.commands.executeCommand('cancelSelection');
  }

  #goTo(found: FoundAnswer | undefined): Promise<string | undefined> {
    return found === undefined ? Promise.resolve(undefined) : this.open(found.run.id, found.answer, true);
  }

  /** All answers in the order of the panel. */
  #all(): FoundAnswer[] {
    return this.#session.runs.flatMap((run) => shownAnswers(run.result).map((answer) => ({ run, answer })));
  }

  /** The answer at a place, or that which was last gone to, or the best one. */
  #chosen(id?: number, place?: PanelPlace): FoundAnswer | undefined {
    const all = this.#all();
    if (id !== undefined && place !== undefined) return answerAt(all, id, place);
    const { active } = this.#session;
    return (active === null ? undefined : answerAt(all, active.run, active.place)) ?? all[0];
  }
}

/** The answer at a place; that of one of its mentions is the answer itself. */
function answerAt(all: readonly FoundAnswer[], id: number, { start, end }: PanelPlace): FoundAnswer | undefined {
  return all.find(
    ({ run, answer }) =>
      run.id === id && [answer, ...answer.mentions].some((place) => place.start === start && place.end === end),
  );
}

/** A run as other people can follow it; none where it has no result. */
function citedRun(run: Run): CitedRun[] {
  const { result, inquiry } = run;
  if (result === null) return [];
  const { question, source, selectedLines } = inquiry;
  const fileName = source.name;
  const answers = result.answers.map((answer) => ({ answer, fileName, line: lineNow(run, answer) }));
  const outcome = outcomeText(result, selectedLines !== null);
  return [{ question, fileName, outcome, answers, result }];
}

/** The 1-based line where an answer begins in its document now. */
function lineNow(run: Run, answer: Answer): number {
  const live = livePlace(run, answer);
  return lineOf(run, answer, live, findOpen(live.uri));
}
