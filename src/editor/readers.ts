// Which reader is wanted, which one answers, and what stands between the two. The setting is the only wish there is;
// what is on the disk is looked at anew for each question, since a terminal or another window may have changed it.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { bundledName, type Catalogue, isPinned, type ModelWish, parseWish, readCatalogue } from '../hub/catalogue';
import { modelHome } from '../hub/home';
import { describeOther } from '../hub/install';
import type { KnownModel } from '../hub/manifest';
import { refreshKnown } from '../hub/refresh';
import { type InstalledModel, type ModelPlace, ModelStore } from '../hub/store';
import type { ReaderChoice } from '../protocol/engine';
import { hubAddress } from './hubSource';
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
  /** The Hub's host. */
  readonly host: string;
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
  /** Why the settings cannot be followed: a HubError, a StoreError, or what the file system threw; null when they can. */
  readonly fault: unknown;
}

const declinedKey = 'declinedReaders';

/** The readers of this user, seen from one window. */
export class Readers implements vscode.Disposable {
  readonly #modelsFolder: string;
  readonly #memento: vscode.Memento;
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
  constructor(modelsFolder: string, memento: vscode.Memento) {
    this.#modelsFolder = modelsFolder;
    this.#memento = memento;
    this.#settingListener = onReaderSettingChange(() => void this.refresh());
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
  installed(): Promise<InstalledModel[]> {
    return this.store.list();
  }

  /** The models that this version knows. */
  catalogue(): Promise<Catalogue> {
    return (this.#catalogue ??= readCatalogue(this.#modelsFolder));
  }

  /** Looks again; when another reader answers now, that is said. */
  async refresh(): Promise<ReaderSituation> {
    const { situation, isSwitch } = await this.#look();
    if (isSwitch) this.#switched.fire(situation.used);
    return situation;
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
      await (this.#manifests ??= refreshKnown(store, catalogue, new AbortController().signal));
      const wish = parseWish(wantedReader(), catalogue);
      const bundled = this.#bundled(catalogue, store);
      if (wish.kind === 'known' && wish.model.name === bundledName)
        return { used: bundled, missing: null, fault: null };
      const { name, revision } = wish.kind === 'known' ? wish.model : { ...wish, name: wish.repository };
      const exact = isPinned(wish) ? await store.find(name, revision) : undefined;
      // An update wants another commit: the one that is there answers until then.
      const found = exact ?? (await store.find(name));
      const used = found === undefined ? bundled : { ...found, model: found.manifest, isBundled: false };
      if (exact !== undefined) return { used, missing: null, fault: null };
      return await this.#missing(wish, store, !used.isBundled).then(
        (missing) => ({ used, missing, fault: null }),
        (fault: unknown) => ({ used, missing: null, fault }),
      );
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

  async #missing(wish: ModelWish, store: ModelStore, isUpdate: boolean): Promise<MissingReader> {
    const model = wish.kind === 'known' ? wish.model : describeOther(wish.repository, wish.revision);
    const isDeclined = this.#declined().includes(model.name);
    const fetchedBytes = isPinned(wish) ? await store.bytesOf(model) : 0;
    return { wish, model, host: hubAddress().host, destination: store.home, fetchedBytes, isUpdate, isDeclined };
  }

  #declined(): readonly string[] {
    return this.#memento.get<readonly string[]>(declinedKey, []);
  }

  #sayFaults(faults: readonly string[]): void {
    const text = faults.length === 0 ? '' : optionFaultsText(faults);
    if (text !== '' && text !== this.#faultsSaid) void vscode.window.showWarningMessage(text);
    this.#faultsSaid = text;
  }
}
