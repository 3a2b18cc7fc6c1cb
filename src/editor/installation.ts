// The one download or import that may run in this window: its progress, its end, and why it failed.
import * as vscode from 'vscode';
import type { InstallProgress } from '../hub/install';
import type { InstalledModel } from '../hub/store';
import { TransferRate } from '../hub/transferRate';
import { plainText } from './messages';
import { describeFailure, type ReaderFailure } from './readerFailures';
import { busyText, installingTitle, transferText } from './readerMessages';

/** What is to be installed, and how. */
export interface InstallationPlan {
  readonly how: 'download' | 'importModel';
  /** What people call the model. */
  readonly title: string;
  readonly work: (signal: AbortSignal, onProgress: (progress: InstallProgress) => void) => Promise<InstalledModel>;
}

/** An installation that runs, in words and numbers. */
export interface RunningInstallation {
  readonly title: string;
  readonly text: string;
  readonly bytes: number;
  /** 0 while it is not known. */
  readonly totalBytes: number;
}

/** More often nobody can read it. */
const updateMs = 250;

/** Installs one model at a time, shown as a notification and to whoever listens. */
export class Installation implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #failed = new vscode.EventEmitter<ReaderFailure>();
  #stop: AbortController | undefined;
  #running: RunningInstallation | null = null;
  #failure: ReaderFailure | null = null;

  /** Fires whenever `running` or `failure` is another. */
  readonly onDidChange = this.#changed.event;
  /** Fires once for each installation that fails; not for one that was cancelled. */
  readonly onDidFail = this.#failed.event;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  get running(): RunningInstallation | null {
    return this.#running;
  }

  /** Why the last installation failed; null after one that did not, or when another has begun. */
  get failure(): ReaderFailure | null {
    return this.#failure;
  }

  /** Ends the installation that runs; what was fetched is kept. */
  cancel(): void {
    this.#stop?.abort();
  }

  /** Forgets the last failure: what it was about is wanted no more. */
  forget(): void {
    if (this.#failure !== null) this.#show({ failure: null });
  }

  /** Installs a model. Undefined when it failed, was cancelled, or another one runs. */
  async run(plan: InstallationPlan): Promise<InstalledModel | undefined> {
    if (this.#stop !== undefined) {
      void vscode.window.showWarningMessage(busyText());
      return undefined;
    }
    const stop = new AbortController();
    this.#stop = stop;
    const title = installingTitle(plan.title, plan.how);
    const work = `${plan.how} of ${plan.title}`;
    try {
      const installed = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true },
        (notification, token) => {
          token.onCancellationRequested(() => stop.abort());
          const report = this.#reporter(title, notification);
          report({ stage: 'asking', bytes: 0, totalBytes: 0 });
          return plan.work(stop.signal, report);
        },
      );
      const { name, revision } = installed.manifest;
      this.#log.info(`${work}: done, ${name} at ${revision} in ${installed.folder}`);
      return installed;
    } catch (error) {
      if (stop.signal.aborted) this.#log.info(`${work}: cancelled`);
      else this.#fail(work, error, plan.how);
      return undefined;
    } finally {
      this.#stop = undefined;
      this.#show({ running: null });
    }
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
    this.#failed.dispose();
  }

  /** Takes every step of the progress, and shows it a few times a second. */
  #reporter(title: string, notification: vscode.Progress<{ message: string; increment: number }>) {
    const rate = new TransferRate();
    let shownPercent = 0;
    let nextMs = 0;
    let shownStage: InstallProgress['stage'] | undefined;
    return (progress: InstallProgress): void => {
      const nowMs = performance.now();
      const { stage, bytes, totalBytes } = progress;
      if (stage === 'fetching') rate.add(bytes, nowMs);
      if (nowMs < nextMs && stage === shownStage) return;
      nextMs = nowMs + updateMs;
      shownStage = stage;
      const text = transferText(progress, rate.bytesPerSecond);
      const percent = totalBytes === 0 ? 0 : (100 * bytes) / totalBytes;
      notification.report({ message: text, increment: percent - shownPercent });
      shownPercent = percent;
      this.#show({ running: { title, text, bytes, totalBytes }, failure: null });
    };
  }

  #fail(work: string, error: unknown, how: InstallationPlan['how']): void {
    const failure = describeFailure(error, how);
    this.#log.error(`${work}: failed`);
    this.#log.error(error instanceof Error ? error : String(error));
    this.#show({ failure });
    this.#failed.fire(failure);
  }

  #show({
    running = this.#running,
    failure = this.#failure,
  }: Partial<Pick<Installation, 'running' | 'failure'>>): void {
    this.#running = running;
    this.#failure = failure;
    this.#changed.fire();
  }
}
