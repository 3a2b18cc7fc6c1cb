// The models on this machine: which there are, where they lie, whether their files are whole, and how to be rid of them.
// A model is there when its manifest is: that is written last and removed first.
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashIfFits } from './contentHash';
import { codeOf, storageError } from './errors';
import { type LockOptions, withLock } from './lock';
import { type ManifestFile, manifestName, type ModelManifest, parseManifest, revisionPattern } from './manifest';
import { whenFree } from './whenFree';

/** What names one state of a model. */
export type ModelKey = Pick<ModelManifest, 'name' | 'revision'>;

/** Where the parts of a model lie: absolute paths. */
export interface ModelPlace {
  readonly folder: string;
  /** For what is made of the model on this machine: int8 graphs, the outcome of its exam. */
  readonly prepared: string;
}

/** A model whose files are all there, unless somebody took them away since. */
export interface InstalledModel extends ModelPlace {
  readonly manifest: ModelManifest;
}

/** A file that is not as its manifest says. */
export interface FileFault {
  /** Absolute path. */
  readonly path: string;
  readonly fault: 'missing' | 'damaged';
}

/** The models of one user, below one folder. */
export class ModelStore {
  readonly #models: string;

  /** @param home absolute path; it need not exist */
  constructor(readonly home: string) {
    this.#models = join(home, 'models');
  }

  /** Where a model lies, or would lie. The bundled one has only its `prepared` folder here. */
  placeOf({ name, revision }: ModelKey): ModelPlace {
    const folder = join(this.#folderOf(name), revision);
    return { folder, prepared: join(folder, 'prepared') };
  }

  /** All models that are there. Folders that hold none, or one that this version cannot read, are passed over. */
  async list(): Promise<InstalledModel[]> {
    const folders = (await namesIn(this.#models)).map((name) => join(this.#models, name));
    const places = await Promise.all(
      folders.map(async (folder) => (await namesIn(folder)).map((revision) => join(folder, revision))),
    );
    const models = await Promise.all(places.flat().map((folder) => readModel(folder)));
    return models.filter((model) => model !== undefined).filter((model) => this.#isAtHome(model));
  }

  /** A model of that name, of that revision if one is given; undefined when it is not there. */
  async find(name: string, revision?: string): Promise<InstalledModel | undefined> {
    const models = await this.list();
    return models.find(({ manifest }) => manifest.name === name && [undefined, manifest.revision].includes(revision));
  }

  /** The revisions of a model that are there, whole or in part. */
  async revisionsOf(name: string): Promise<string[]> {
    const names = await namesIn(this.#folderOf(name));
    return names.filter((found) => revisionPattern.test(found));
  }

  /** Runs `work` while no other process changes this model. */
  async locked<T>(key: ModelKey, options: LockOptions, work: () => Promise<T>): Promise<T> {
    return withLock(`${this.placeOf(key).folder}.lock`, options, work);
  }

  /**
   * Writes the manifest of a model whose files are in place: from now on it is there. Throws HubError, or an Error that
   * names the key of a manifest that could not be read again.
   */
  async publish(model: ModelManifest): Promise<InstalledModel> {
    const json = `${JSON.stringify(model, null, 2)}\n`;
    const manifest = parseManifest(json);
    const place = this.placeOf(manifest);
    const path = join(place.folder, manifestName);
    const partial = `${path}.partial`;
    try {
      await mkdir(place.folder, { recursive: true });
      const handle = await open(partial, 'w');
      try {
        await handle.writeFile(json);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await whenFree(() => rename(partial, path));
    } catch (cause) {
      throw storageError(path, cause);
    }
    return { ...place, manifest };
  }

  /** Hashes all files of a model and names those that are not as they should be. */
  async faultsOf({ folder, manifest }: InstalledModel, signal: AbortSignal): Promise<FileFault[]> {
    const faults: FileFault[] = [];
    for (const file of manifest.files) {
      const path = locate(folder, file);
      const digest = { algorithm: 'sha256', hex: file.sha256 } as const;
      if ((await hashIfFits(path, file.bytes, digest, signal)) !== undefined) continue;
      const isThere = await stat(path).then(
        () => true,
        () => false,
      );
      faults.push({ path, fault: isThere ? 'damaged' : 'missing' });
    }
    return faults;
  }

  /** Bytes on the disk that removing a model would free; files in a shared cache are not among them. */
  async bytesOf(key: ModelKey): Promise<number> {
    return bytesBelow(this.placeOf(key).folder);
  }

  /**
   * Removes a model and what was made of it, also one that is there in part only, and returns the bytes freed. A shared
   * cache is left alone. Throws HubError `notWritable` when a file is in use or protected.
   */
  async remove(key: ModelKey, options: LockOptions): Promise<number> {
    const { folder } = this.placeOf(key);
    const freedBytes = await this.locked(key, options, async () => {
      const bytes = await bytesBelow(folder);
      try {
        await whenFree(() => rm(join(folder, manifestName), { force: true }));
        await whenFree(() => rm(folder, { recursive: true, force: true }));
      } catch (cause) {
        throw storageError(folder, cause);
      }
      return bytes;
    });
    // Behind the lock, which lies in it; other revisions may, too.
    await rmdir(this.#folderOf(key.name)).catch(() => undefined);
    return freedBytes;
  }

  /** Somebody's copy of a folder is no other model: it could be neither told apart nor removed. */
  #isAtHome({ folder, manifest }: InstalledModel): boolean {
    return folder === this.placeOf(manifest).folder;
  }

  /** Of all revisions of a model. */
  #folderOf(name: string): string {
    return join(this.#models, name.replace('/', '--'));
  }
}

/** Where a file of a model lies. */
export function locate(folder: string, { path, location }: ManifestFile): string {
  return location ?? join(folder, path);
}

async function readModel(folder: string): Promise<InstalledModel | undefined> {
  try {
    const manifest = parseManifest(await readFile(join(folder, manifestName), 'utf8'));
    return { folder, prepared: join(folder, 'prepared'), manifest };
  } catch {
    // A download under way, another version's manifest, or no model at all.
    return undefined;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return [];
    throw storageError(folder, cause);
  }
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
