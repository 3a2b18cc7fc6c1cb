// A model that nobody described beforehand: what the Hub says of it, shown before anything large is fetched.
import * as vscode from 'vscode';
import type { ModelWish } from '../hub/catalogue';
import { type Hub, listFiles, resolveRevision } from '../hub/hubClient';
import { chooseFiles } from '../hub/modelFiles';
import { bytesText } from '../hub/quantities';

type OtherModel = Extract<ModelWish, { kind: 'other' }>;

/**
 * Shows commit, size and source of a model of the Hub, and asks for consent. Returns the wish for that very commit,
 * undefined without consent. Throws HubError, and StoreError for a repository that makes no reader.
 */
export async function confirmModel(
  { repository, revision }: OtherModel,
  hub: (signal: AbortSignal) => Hub,
): Promise<OtherModel | undefined> {
  const stop = new AbortController();
  const items = describe(repository, revision, hub(stop.signal));
  // Whoever leaves the list has left its promise too.
  items.catch(() => undefined);
  try {
    const chosen = await vscode.window.showQuickPick(items, {
      title: `Download ${repository}`,
      placeHolder: 'It is kept as this commit, whatever becomes of the branch or tag',
      ignoreFocusOut: true,
    });
    return chosen && { kind: 'other', repository, revision: chosen.commit };
  } finally {
    stop.abort();
  }
}

async function describe(
  repository: string,
  revision: string,
  hub: Hub,
): Promise<(vscode.QuickPickItem & { readonly commit: string })[]> {
  const commit = await resolveRevision(repository, revision, hub);
  const files = await listFiles(repository, commit, hub);
  const needed = chooseFiles(
    files.map(({ path }) => path),
    repository,
  );
  const bytes = files.reduce((sum, file) => sum + (needed.includes(file.path) ? file.bytes : 0), 0);
  return [
    {
      label: `Download ${bytesText(bytes)}`,
      description: `from ${hub.endpoint.host}/${repository}`,
      detail: `Commit ${commit} · the licence stands on its page there`,
      commit,
    },
  ];
}
