// Which reader is wanted, which one answers, and what stands between the two. The setting is the only wish there is;
// what is on the disk is looked at anew for each question, since a terminal or another window may have changed it.
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  bundledName,
  type Catalogue,
  describeOther,
  isPinned,
  keyOfWish,
  type ModelWish,
  parseWish,
  readCatalogue,
} from '../hub/catalogue';
import { HubError } from '../hub/errors';
import { modelHome } from '../hub/home';
import type { KnownModel } from '../hub/manifest';
import { refreshKnown } from '../hub/refresh';
import { type InstalledModel, type ModelKey, type ModelPlace, ModelStore } from '../hub/store';
import type { ReaderChoice } from '../protocol/engine';
import { hubAddress } from './hubSource';
import { plainText } from './messages';
import { optionFaultsText } from './readerMessages';
import { readOptions } from './readerOptions';
import { engineThreads, modelFolder, onReaderSettingChange, readerOptions, wantedReader } from './settings';

/** A reader that is on this machine. */
export interface PresentReader extends ModelPlace {
  readonly model: KnownModel;
  readonly isBundled: boolean;
}

/** A reader that the setting asks for and that is not on this machine. */
export interface MissingReader {
  readonly wish: ModelWish;
  /** All that is known of it; of a branch or tag not even the commit. */
  readonly model: KnownModel;
  /** The Hub's host; null while its address is none. */
  readonly host: string | null;
  /** Absolute path of the folder for all models. */
  readonly destination: string;
  /** Bytes of an earlier try. */
  readonly fetchedBytes: number;
  /** Another revision of it is there and answers. */
  readonly isUpdate: boolean;
  /** The person said "not now". */
  readonly isDeclined: boolean;
}

/** What answers, and what could. */
export interface ReaderSituation {
  readonly used: PresentReader;
  readonly missing: MissingReader | null;
  /**
   * Why the settings cannot be followed: a HubError, a StoreError, or what the file system threw; null when they can.
   * Beside a missing reader it is the Hub's address, and matters to whoever wants that reader.
   */
  readonly fault: unknown;
}

const declinedKey = 'declinedReaders';

/** The readers of this user, seen from one window. */
export class Readers implements vscode.Disposable {
  readonly #modelsFolder: string;
  readonly #memento: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #switched = new vscode.EventEmitter<PresentReader>();
  readonly #willRead = new vscode.EventEmitter<PresentReader>();
  readonly #settingListener: vscode.Disposable;
  #catalogue: Promise<Catalogue> | undefined;
  /** What an update of this extension knows of installed models is written to them once. */
  #manifests: Promise<void> | undefined;
  #situation: ReaderSituation | undefined;
  #faultsSaid = '';

  /** Fires whenever `situation` is another. */
  readonly onDidChange = this.#changed.event;
  /** Fires when another reader answers from now on, other than at the first look. */
  readonly onDidSwitch = this.#switched.event;
  /** Fires when a reader is about to answer. */
  readonly onWillRead = this.#willRead.event;

  /** @param modelsFolder absolute path of the folder `models` of this extension */
  constructor(modelsFolder: string, memento: vscode.Memento, log: vscode.LogOutputChannel) {
    this.#modelsFolder = modelsFolder;
    this.#memento = memento;
    this.#log = log;
    this.#settingListener = onReaderSettingChange(() => this.lookAgain());
  }

  /** As it was when it was last looked at. */
  get situation(): ReaderSituation | undefined {
    return this.#situation;
  }

  /** The models of this user. Throws StoreError `badHome`. */
  get store(): ModelStore {
    return new ModelStore(modelHome(process.env, modelFolder()));
  }

  /** The models that were downloaded or imported. Throws StoreError, HubError. */
  async installed(): Promise<InstalledModel[]> {
    return this.store.list();
  }

  /** What was begun and is not whole: of the models that are known, installed or wanted. Throws StoreError, HubError. */
  async inPart(): Promise<ModelKey[]> {
    const { store } = this;
    const installed = await store.list();
    const missing = this.#situation?.missing?.model;
    const names = new Set([...(await this.catalogue()).keys(), ...installed.map(({ manifest }) => manifest.name)]);
    if (missing !== undefined) names.add(missing.name);
    // Of the bundled one only what was made of it lies here.
    names.delete(bundledName);
    const keys = await Promise.all(
      [...names].map(async (name) => (await store.revisionsOf(name)).map((revision): ModelKey => ({ name, revision }))),
    );
    const isWhole = ({ name, revision }: ModelKey): boolean =>
      installed.some(({ manifest }) => manifest.name === name && manifest.revision === revision);
    return keys.flat().filter((key) => !isWhole(key));
  }

  /** Whether nothing of a model needs to be downloaded. Throws StoreError, HubError. */
  async isPresent(wish: ModelWish): Promise<boolean> {
    const { name, revision } = keyOfWish(wish);
    return name === bundledName || (await this.store.find(name, revision)) !== undefined;
  }

  /** The models that this version knows. */
  catalogue(): Promise<Catalogue> {
    const catalogue = (this.#catalogue ??= readCatalogue(this.#modelsFolder));
    // What could not be read now may be read when it is asked for again.
    catalogue.catch(() => (this.#catalogue = undefined));
    return catalogue;
  }

  /** Looks again; when another reader answers now, that is said. */
  async refresh(): Promise<ReaderSituation> {
    const { situation, isSwitch } = await this.#look();
    if (isSwitch) this.#switched.fire(situation.used);
    return situation;
  }

  /** Looks again for nobody in particular: a failure is for the log. */
  lookAgain(): void {
    this.refresh().catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)));
  }

  /** The reader for a question that is asked now. */
  async choose(): Promise<{ readonly used: PresentReader; readonly choice: ReaderChoice }> {
    const { situation } = await this.#look();
    const { used } = situation;
    this.#willRead.fire(used);
    return { used, choice: this.choiceOf(used) };
  }

  /** How a reader is to read, by the settings. Wrong values are said once. */
  choiceOf({ folder, prepared, model }: PresentReader): ReaderChoice {
    const { options, faults } = readOptions(readerOptions(), model.name);
    this.#sayFaults(faults);
    return {
      folder,
      prepared,
      precision: options.precision ?? 'auto',
      threads: engineThreads(),
      maxLength: options.maxLength ?? null,
      overlap: options.overlap ?? null,
      threshold: options.threshold ?? null,
    };
  }

  /** Never offers this model by itself again. */
  async decline({ model: { name } }: MissingReader): Promise<void> {
    await this.#memento.update(declinedKey, [...this.#declined(), name]);
    await this.refresh();
  }

  dispose(): void {
    for (const part of [this.#settingListener, this.#changed, this.#switched, this.#willRead]) part.dispose();
  }

  async #look(): Promise<{ readonly situation: ReaderSituation; readonly isSwitch: boolean }> {
    const situation = await this.#find();
    const before = this.#situation?.used.folder;
    this.#situation = situation;
    this.#changed.fire();
    return { situation, isSwitch: before !== undefined && before !== situation.used.folder };
  }

  async #find(): Promise<ReaderSituation> {
    const catalogue = await this.catalogue();
    try {
      const { store } = this;
      this.#manifests ??= refreshKnown(store, catalogue, new AbortController().signal);
      this.#manifests.catch(() => (this.#manifests = undefined));
      await this.#manifests;
      const wish = parseWish(wantedReader(), catalogue);
      const bundled = this.#bundled(catalogue, store);
      if (wish.kind === 'known' && wish.model.name === bundledName)
        return { used: bundled, missing: null, fault: null };
      const { name, revision } = keyOfWish(wish);
      const exact = isPinned(wish) ? await store.find(name, revision) : undefined;
      // An update wants another commit: the one that is there answers until then. Who names a commit wants no other.
      const isNamedCommit = wish.kind === 'other' && isPinned(wish);
      const found = exact ?? (isNamedCommit ? undefined : await store.find(name));
      const used = found === undefined ? bundled : { ...found, model: found.manifest, isBundled: false };
      if (exact !== undefined) return { used, missing: null, fault: null };
      const { host, fault } = hubHost();
      return { used, missing: await this.#missing(wish, store, host, !used.isBundled), fault };
    } catch (fault) {
      // The folder that nobody can have chosen wrongly.
      const used = this.#bundled(catalogue, new ModelStore(modelHome({})));
      return { used, missing: null, fault };
    }
  }

  #bundled(catalogue: Catalogue, store: ModelStore): PresentReader {
    const model = catalogue.get(bundledName);
    if (model === undefined) throw new Error(`${join(this.#modelsFolder, bundledName)} is missing`);
    const { prepared } = store.placeOf(model);
    return { model, folder: join(this.#modelsFolder, bundledName), prepared, isBundled: true };
  }

  async #missing(wish: ModelWish, store: ModelStore, host: string | null, isUpdate: boolean): Promise<MissingReader> {
    const model = wish.kind === 'known' ? wish.model : describeOther(wish.repository, wish.revision);
    const isDeclined = this.#declined().includes(model.name);
    const fetchedBytes = isPinned(wish) ? await store.bytesOf(model) : 0;
    return { wish, model, host, destination: store.home, fetchedBytes, isUpdate, isDeclined };
  }

  #declined(): readonly string[] {
    return this.#memento.get<readonly string[]>(declinedKey, []);
  }

  #sayFaults(faults: readonly string[]): void {
    const text = faults.length === 0 ? '' : optionFaultsText(faults);
    if (text !== '' && text !== this.#faultsSaid) void vscode.window.showWarningMessage(plainText(text));
    this.#faultsSaid = text;
  }
}

function hubHost(): { readonly host: string | null; readonly fault: HubError | null } {
  try {
    return { host: hubAddress().host, fault: null };
  } catch (error) {
    if (error instanceof HubError) return { host: null, fault: error };
    throw error;
  }
}
