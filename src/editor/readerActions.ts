// What the commands about readers do, which the panel's buttons and the buttons of notifications call too. Loaded with the
// first of them.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { fullReaderName, isPinned, type ModelWish, parseWish } from '../hub/catalogue';
import { importModel } from '../hub/importModel';
import { installModel } from '../hub/install';
import { isHeld, unlessHeld } from '../hub/lock';
import { bytesText } from '../hub/quantities';
import { StoreError } from '../hub/storeError';
import type { ReaderAction } from '../protocol/panel';
import type { EngineClient } from '../runtime/engineClient';
import type { AboutDocument } from './aboutDocument';
import type { Examination } from './examination';
import { hubAddress, hubSource, isOffline } from './hubSource';
import type { HubToken } from './hubToken';
import type { Installation } from './installation';
import { plainText } from './messages';
import { confirmModel } from './otherModel';
import { describeFailure, type ReaderFailure } from './readerFailures';
import {
  heldText,
  nothingToDownloadText,
  nothingToRemoveText,
  offlineText,
  remedyTitles,
  tokenClearedText,
} from './readerMessages';
import { inputModel, type PickerInput, pickReader, textOf } from './readerPicker';
import type { Readers, ReaderSituation } from './readers';
import type { Session } from './session';
import { wantedReader, wantReader } from './settings';

/** The parts of the window that the actions work with. */
export interface ReaderParts {
  readonly readers: Readers;
  readonly installation: Installation;
  readonly examination: Examination;
  readonly engine: EngineClient;
  readonly session: Session;
  readonly token: HubToken;
  readonly about: AboutDocument;
  readonly log: vscode.LogOutputChannel;
}

/** The commands about readers, without what all commands begin with. */
export type ReaderCommand =
  'chooseReader' | 'downloadReader' | 'importModel' | 'removeModel' | 'aboutReader' | 'setToken' | 'clearToken';

/** What a person can do about readers. */
export class ReaderActions {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    parts.installation.onDidFail((failure) => void this.#show(failure, () => this.download()));
  }

  /** Runs a command, `argument` being what its caller gave; a failure is shown. */
  async run(command: ReaderCommand, argument: unknown): Promise<unknown> {
    const { about, token } = this.#parts;
    const work: Readonly<Record<ReaderCommand, () => Promise<unknown>>> = {
      chooseReader: () => this.choose(),
      downloadReader: () => this.download(),
      importModel: () => this.import(typeof argument === 'string' ? argument : undefined),
      removeModel: () => this.remove(),
      aboutReader: () => about.show(),
      setToken: () => token.input(),
      clearToken: () => this.clearToken(),
    };
    return this.#guard(work[command]);
  }

  /** Does what a button of the panel says; what is wrong there is wrong with a download. */
  async act(action: ReaderAction): Promise<void> {
    await this.#guard(() => this.#do(action, () => this.download()));
  }

  /** Does what a button says. `again` is what failed. */
  async #do(action: ReaderAction, again: () => Promise<unknown>): Promise<void> {
    const { readers, installation, log } = this.#parts;
    switch (action) {
      case 'download':
        await again();
        return;
      case 'importModel':
        await this.import(undefined);
        return;
      case 'chooseReader':
        await this.choose();
        return;
      case 'setToken':
        // Whoever was refused and now has a token wants what was refused.
        if (await this.#parts.token.input()) await again();
        return;
      case 'cancel':
        installation.cancel();
        return;
      case 'decline': {
        const missing = readers.situation?.missing;
        if (missing) await readers.decline(missing);
        return;
      }
      case 'openSettings':
        await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:document-qa.document-qa');
        return;
      case 'showLog':
        log.show();
        return;
    }
  }

  /** Downloads the reader that is wanted, or what is damaged of it; the full one where the bundled one is wanted. */
  async download(): Promise<void> {
    const { readers, installation, session, token } = this.#parts;
    const { missing, fault, used } = await this.#downloadable();
    if (fault !== null) {
      await this.#show(describeFailure(fault, 'download'), () => this.download());
      return;
    }
    const wanted = wantedReader();
    const wish = missing?.wish ?? parseWish(wanted, await readers.catalogue());
    const { name, title } = (missing ?? used).model;
    const secret = await token.get();
    let fetchedBytes = 0;
    const installed = await installation.run({
      how: 'download',
      title,
      work: (signal, onProgress) =>
        installModel(wish, readers.store, hubSource(secret, signal), (progress) => {
          fetchedBytes = progress.bytes;
          onProgress(progress);
        }),
    });
    // A branch or tag has become the commit that it stood for, and stays it.
    if (installed !== undefined && !isPinned(wish)) {
      await wantInsteadOf(wanted, `${name}@${installed.manifest.revision}`);
    }
    await readers.refresh();
    if (installed === undefined || missing !== null) return;
    if (fetchedBytes > 0) await session.readAgain();
    else void vscode.window.showInformationMessage(nothingToDownloadText());
  }

  /**
   * Copies a folder's model into the store, and reads with it unless another was chosen meanwhile. Without a folder a
   * person is asked.
   */
  async import(given: string | undefined): Promise<void> {
    const { readers, installation } = this.#parts;
    const folder = given ?? (await pickFolder());
    if (folder === undefined) return;
    const catalogue = await readers.catalogue();
    const { store } = readers;
    const wanted = wantedReader();
    const installed = await installation.run({
      how: 'importModel',
      title: folder,
      work: async (signal, onProgress) => {
        const options = { catalogue, signal, onProgress };
        try {
          return await importModel(folder, store, options);
        } catch (error) {
          if (!(error instanceof StoreError && error.reason === 'foreignFolder')) throw error;
          const wish = await inputModel(catalogue, { mustBePinned: true, value: this.#wantedElsewhere() });
          if (wish === undefined) throw error;
          return importModel(folder, store, { ...options, wish });
        }
      },
    });
    if (installed === undefined) return;
    const { name, revision } = installed.manifest;
    await wantInsteadOf(wanted, catalogue.has(name) ? name : `${name}@${revision}`);
    await readers.refresh();
  }

  /** Lets a person choose the reader; one that is not on this machine is downloaded. */
  async choose(): Promise<void> {
    const { readers, about } = this.#parts;
    const situation = await readers.refresh();
    const catalogue = await readers.catalogue();
    // A model folder that is none holds nothing; what is wrong with it stands in the panel.
    const installed = await readers.installed().catch(() => []);
    const picked = await pickReader({
      ...{ situation, catalogue, installed },
      source: sourceNow(),
    });
    switch (picked?.kind) {
      case undefined:
        return;
      case 'model':
        return this.#want(picked.wish);
      case 'another':
        return this.#chooseOther();
      case 'importModel':
        return this.import(undefined);
      case 'removeModel':
        return this.remove();
      case 'aboutReader':
        return about.show();
    }
  }

  /** Lets a person remove a downloaded model, after saying how much that frees. */
  async remove(): Promise<void> {
    const { readers, examination, engine, session, log } = this.#parts;
    const { store } = readers;
    const installed = (await readers.installed()).map(({ manifest }) => ({ key: manifest, title: manifest.title }));
    const parts = (await readers.inPart()).map((key) => ({ key, title: l10n.t('{0}, in part', key.name) }));
    const items = await Promise.all(
      [...installed, ...parts].map(async ({ key, title }) => ({
        label: title,
        description: l10n.t('frees {0}', bytesText(await store.bytesOf(key))),
        detail: `${key.name}@${key.revision}`,
        key,
      })),
    );
    if (items.length === 0) {
      void vscode.window.showInformationMessage(nothingToRemoveText());
      return;
    }
    const chosen = await vscode.window.showQuickPick(items, { title: l10n.t('Remove Downloaded Model') });
    if (chosen === undefined) return;
    const remove = l10n.t('Remove {0}', chosen.label);
    const title = l10n.t('Remove {0}? It can be downloaded again.', chosen.label);
    const answer = await vscode.window.showQuickPick(
      [{ label: remove, description: chosen.description }, { label: l10n.t('Keep it') }],
      { title },
    );
    if (answer?.label !== remove) return;
    // Windows refuses to remove a file that a process has mapped.
    await session.stop();
    await examination.stop();
    engine.dispose();
    const freedBytes = await store
      .remove(chosen.key, unlessHeld(new AbortController().signal))
      .catch((error: unknown) => {
        if (isHeld(error)) return undefined;
        throw error;
      });
    if (freedBytes === undefined) {
      void vscode.window.showWarningMessage(heldText());
      return;
    }
    log.info(`removed ${chosen.detail}: ${freedBytes} bytes are free again`);
    await readers.refresh();
  }

  async clearToken(): Promise<void> {
    await this.#parts.token.clear();
    vscode.window.setStatusBarMessage(tokenClearedText(), 5000);
  }

  /** The situation; where the bundled reader is wanted, the full one is from now on. */
  async #downloadable(): Promise<ReaderSituation> {
    const { readers } = this.#parts;
    const situation = await readers.refresh();
    if (situation.missing !== null || situation.fault !== null || !situation.used.isBundled) return situation;
    await wantReader(fullReaderName);
    return readers.refresh();
  }

  async #chooseOther(): Promise<void> {
    const { readers } = this.#parts;
    const wish = await inputModel(await readers.catalogue(), { mustBePinned: false });
    // Trying again is about the model that was typed.
    if (wish !== undefined) await this.#guard(() => this.#confirm(wish));
  }

  /** Reads with a model that was typed; what is not on this machine is shown before it is downloaded. */
  async #confirm(wish: ModelWish): Promise<void> {
    const { readers, token } = this.#parts;
    if (await readers.isPresent(wish)) return this.#want(wish);
    const secret = await token.get();
    const confirmed = await confirmModel(wish, (signal) => hubSource(secret, signal), readers.store.home);
    if (confirmed !== undefined) await this.#want(confirmed);
  }

  /** Reads with this model from now on, and downloads it if need be. */
  async #want(wish: ModelWish): Promise<void> {
    const { readers } = this.#parts;
    await wantReader(textOf(wish));
    const { missing } = await readers.refresh();
    if (missing !== null) await this.download();
  }

  /** The wanted model, if a folder that is recognised by nothing may be it. */
  #wantedElsewhere(): string {
    const wish = this.#parts.readers.situation?.missing?.wish;
    return wish?.kind === 'other' && isPinned(wish) ? textOf(wish) : '';
  }

  /** Runs an action; a failure is shown with what mends it, and trying again runs that action. */
  async #guard(action: () => Promise<unknown>): Promise<unknown> {
    try {
      return await action();
    } catch (error) {
      this.#parts.log.error(error instanceof Error ? error : String(error));
      void this.#show(describeFailure(error, 'command'), action);
      return undefined;
    }
  }

  /** Shows a failure of `again`, and does what a person chooses. */
  async #show({ text, remedies }: ReaderFailure, again: () => Promise<unknown>): Promise<void> {
    const titles = remedyTitles();
    const chosen = await vscode.window.showErrorMessage(plainText(text), ...remedies.map((remedy) => titles[remedy]));
    const remedy = remedies.find((candidate) => titles[candidate] === chosen);
    if (remedy !== undefined) await this.#guard(() => this.#do(remedy, again));
  }
}

/** Where models come from now, or why they cannot be had. */
function sourceNow(): PickerInput['source'] {
  if (isOffline()) return { host: null, reason: offlineText() };
  try {
    return { host: hubAddress().host };
  } catch (error) {
    return { host: null, reason: describeFailure(error, 'command').text };
  }
}

/** Wants another reader, unless a person has chosen one since `before` was wanted. */
async function wantInsteadOf(before: string, reader: string): Promise<void> {
  if (wantedReader() === before) await wantReader(reader);
}

async function pickFolder(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: l10n.t('Import Model Folder'),
    openLabel: l10n.t({ message: 'Import', comment: 'A button' }),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath;
}
