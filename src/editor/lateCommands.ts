// The commands that most windows never run. What they do is a bundle of its own, which is loaded with the first of them.
import * as vscode from 'vscode';
import type { ReaderAction } from '../protocol/panel';
import type { LateParts, OnDemand } from './onDemand';
import type { ReaderCommand } from './readerActions';

const readerCommands: readonly ReaderCommand[] = [
  'chooseReader',
  'downloadReader',
  'importModel',
  'removeModel',
  'aboutReader',
  'setToken',
  'clearToken',
];

/** Registers the commands, and loads what they do. */
export class LateCommands {
  readonly #parts: LateParts;
  #onDemand: Promise<OnDemand> | undefined;

  constructor(parts: LateParts) {
    this.#parts = parts;
  }

  /** Registers the commands. */
  register(): vscode.Disposable {
    return vscode.Disposable.from(
      ...readerCommands.map((command) =>
        vscode.commands.registerCommand(`documentQa.${command}`, async (argument: unknown) => {
          const { readerActions } = await this.#load();
          return readerActions.run(command, argument);
        }),
      ),
      vscode.commands.registerCommand('documentQa.chooseStrictness', () => this.chooseStrictness()),
      vscode.commands.registerCommand('documentQa.reportIssue', async () => {
        const { reportIssue } = await this.#load();
        await reportIssue();
      }),
      vscode.commands.registerCommand('documentQa.evaluate', async (file: unknown) => {
        const { evaluations } = await this.#load();
        return evaluations.evaluate(file instanceof vscode.Uri ? file : undefined);
      }),
    );
  }

  /** Lets a person choose how readily answers are given. */
  async chooseStrictness(): Promise<void> {
    const { chooseStrictness } = await this.#load();
    await chooseStrictness();
  }

  /** Does what a button of the panel about readers says. */
  async act(action: ReaderAction): Promise<void> {
    const { readerActions } = await this.#load();
    await readerActions.act(action);
  }

  #load(): Promise<OnDemand> {
    return (this.#onDemand ??= import('./onDemand').then(({ makeOnDemand }) => makeOnDemand(this.#parts)));
  }
}
