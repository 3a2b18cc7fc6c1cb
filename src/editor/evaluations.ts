// The command that evaluates the reader in use on a SQuAD file: which file, its progress, and the report in the end.
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Evaluation } from '../evaluate/evaluation';
import { isHeld, unlessHeld, withLock } from '../hub/lock';
import type { EvaluationProgress } from '../protocol/engine';
import { type EngineClient, EngineError } from '../runtime/engineClient';
import { openReport } from './evaluationPage';
import {
  busyEvaluatingText,
  evaluateTitle,
  evaluatingTitle,
  evaluationFailureText,
  evaluationProgressText,
  heldElsewhereText,
  notOnDiskText,
  unsavedText,
} from './evaluationTexts';
import { failureText, plainText, type ReadingWay } from './messages';
import { describeFailure } from './readerFailures';
import type { Readers } from './readers';
import { strictness } from './settings';

/** The parts of the window that evaluations work with. */
export interface EvaluationParts {
  readonly readers: Readers;
  readonly engine: EngineClient;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
  /** Of this user, for work in progress. */
  readonly storageUri: vscode.Uri;
}

/** An evaluation under way. */
interface Run {
  readonly stop: AbortController;
  readonly evaluation: Promise<Evaluation | undefined>;
}

/** Evaluates one file at a time. */
export class Evaluations {
  readonly #parts: EvaluationParts;
  #run: Run | undefined;

  constructor(parts: EvaluationParts) {
    this.#parts = parts;
  }

  /** Evaluates and opens the report. Undefined when that failed or was cancelled; what was read is kept then. */
  async evaluate(given: vscode.Uri | undefined): Promise<Evaluation | undefined> {
    const file = given ?? openSquadFile() ?? (await pickFile());
    if (file === undefined) return undefined;
    const before = this.#run;
    const isBusy = before?.stop.signal.aborted === false;
    const obstacle = isBusy ? busyEvaluatingText() : obstacleTo(file);
    if (obstacle !== undefined) {
      warn(obstacle);
      return undefined;
    }
    const stop = new AbortController();
    // One that was cancelled ends in a moment.
    const ended = before?.evaluation ?? Promise.resolve();
    const run = { stop, evaluation: ended.then(() => this.#evaluate(file, stop)) };
    this.#run = run;
    try {
      return await run.evaluation;
    } finally {
      if (this.#run === run) this.#run = undefined;
    }
  }

  async #evaluate(file: vscode.Uri, stop: AbortController): Promise<Evaluation | undefined> {
    const { readers, engine, log, extensionUri, storageUri } = this.#parts;
    const name = basename(file.fsPath);
    let way: ReadingWay | undefined;
    try {
      const { used } = await readers.refresh();
      const reader = readers.choiceOf(used);
      way = { isBundled: used.isBundled, maxLength: reader.maxLength };
      const partialFile = join(storageUri.fsPath, 'evaluations', `${sha256(file.fsPath)}.partial`);
      const request = { reader, file: file.fsPath, strictness: strictness(file), partialFile };
      // Two windows would write to one file.
      const evaluation = await withLock(`${partialFile}.lock`, unlessHeld(stop.signal), () =>
        withProgress(evaluatingTitle(name), stop, (onProgress) => engine.evaluate(request, stop.signal, onProgress)),
      );
      if (evaluation === null) return undefined;
      log.info(`evaluated ${evaluation.questions} questions in ${Math.round(evaluation.seconds)} s`);
      openReport(extensionUri, file, evaluation);
      return evaluation;
    } catch (error) {
      if (!stop.signal.aborted) this.#explain(error, name, way);
      return undefined;
    }
  }

  #explain(error: unknown, name: string, way: ReadingWay | undefined): void {
    if (isHeld(error)) {
      warn(heldElsewhereText());
      return;
    }
    const { log } = this.#parts;
    const isOfEngine = error instanceof EngineError;
    // What is wrong with a SQuAD file is said with parts of it, which are not for the log.
    if (isOfEngine && error.reason === 'badSquadFile') log.error(`evaluation: ${error.reason}`);
    else log.error(error instanceof Error ? error : String(error));
    const fault = isOfEngine ? failureText(error, way) : describeFailure(error, 'command').text;
    void vscode.window.showErrorMessage(plainText(evaluationFailureText(name, fault)));
  }
}

async function withProgress<Result>(
  title: string,
  stop: AbortController,
  work: (onProgress: (progress: EvaluationProgress) => void) => Promise<Result>,
): Promise<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true };
  return await vscode.window.withProgress(options, (notification, token) => {
    token.onCancellationRequested(() => stop.abort());
    let shownPercent = 0;
    return work((progress) => {
      const percent = (100 * progress.asked) / progress.questions;
      notification.report({ message: evaluationProgressText(progress), increment: percent - shownPercent });
      shownPercent = percent;
    });
  });
}

/** The active editor's file, if it has what all SQuAD files have. */
function openSquadFile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (!document?.uri.path.endsWith('.json')) return undefined;
  const text = document.getText();
  return ['"data"', '"paragraphs"', '"qas"'].every((key) => text.includes(key)) ? document.uri : undefined;
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: evaluateTitle(),
    openLabel: l10n.t({ message: 'Evaluate', comment: 'A button' }),
    filters: { SQuAD: ['json'] },
  });
  return chosen?.[0];
}

/** Why a file cannot be evaluated as it is, in a sentence; undefined where it can. */
function obstacleTo(file: vscode.Uri): string | undefined {
  const name = basename(file.fsPath);
  if (file.scheme !== 'file') return notOnDiskText(name);
  const { textDocuments } = vscode.workspace;
  const isUnsaved = textDocuments.some(({ uri, isDirty }) => isDirty && uri.toString() === file.toString());
  return isUnsaved ? unsavedText(name) : undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Says what is in the way; nobody waits until it is dismissed. */
function warn(text: string): void {
  void vscode.window.showWarningMessage(plainText(text));
}
