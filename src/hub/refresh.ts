// Installed models and what this version says of known ones, to manifests that say the same: constants that an update
// brings for a commit that is here already.
import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from './catalogue';
import { unlessHeld } from './lock';
import { descriptionOf, type KnownModel, type ModelManifest } from './manifest';
import type { ModelStore } from './store';

/** The manifest that an installed model of that very commit is to have; undefined where it has it. */
export function refreshed(stored: ModelManifest, known: KnownModel): ModelManifest | undefined {
  const { family, files } = stored;
  const manifest: ModelManifest = { ...descriptionOf(known), family, files };
  return stored.revision === known.revision && stored.unverified !== true && !isDeepStrictEqual(stored, manifest)
    ? manifest
    : undefined;
}

/**
 * Brings the manifests of known models up to what this version says. One that another process is at work on, or that
 * cannot be written, stays as it is: it answers all the same.
 */
export async function refreshKnown(store: ModelStore, catalogue: Catalogue, signal: AbortSignal): Promise<void> {
  for (const { manifest } of await store.list().catch(() => [])) {
    const known = catalogue.get(manifest.name);
    if (known === undefined || refreshed(manifest, known) === undefined) continue;
    const refresh = async (): Promise<void> => {
      // It may have been removed, or refreshed, since the list was made.
      const present = await store.find(manifest.name, manifest.revision);
      const next = present && refreshed(present.manifest, known);
      if (next !== undefined) await store.publish(next);
    };
    await store.locked(manifest, unlessHeld(signal), refresh).catch(() => undefined);
  }
}
