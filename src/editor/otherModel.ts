// A model that was named by hand: what is known of it, or what the Hub says of it, shown before anything large is fetched.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ModelWish } from '../hub/catalogue';
import { type Hub, listFiles, resolveRevision } from '../hub/hubClient';
import { chooseFiles } from '../hub/modelFiles';
import { bytesText } from '../hub/quantities';
import { sizeText } from './readerBlock';
import { licenceText } from './readerMessages';

interface ConsentItem extends vscode.QuickPickItem {
  readonly wish: ModelWish;
}

/**
 * Shows commit, size, licence, source and the folder for models, and asks for consent. Of a known model the Hub is not
 * asked. Returns the wish for that very commit, undefined without consent. Throws HubError, and StoreError for a
 * repository that makes no reader.
 */
export async function confirmModel(
  wish: ModelWish,
  hub: (signal: AbortSignal) => Hub,
  destination: string,
): Promise<ModelWish | undefined> {
  const stop = new AbortController();
  const items = describe(wish, hub(stop.signal), destination);
  // Whoever leaves the list has left its promise too.
  items.catch(() => undefined);
  try {
    const chosen = await vscode.window.showQuickPick(items, {
      title: l10n.t('Download {0}', wish.kind === 'known' ? wish.model.title : wish.repository),
      placeHolder: l10n.t('It is kept as this commit, whatever becomes of the branch or tag'),
      ignoreFocusOut: true,
    });
    return chosen?.wish;
  } finally {
    stop.abort();
  }
}

async function describe(wish: ModelWish, hub: Hub, destination: string): Promise<ConsentItem[]> {
  const { host } = hub.endpoint;
  if (wish.kind === 'known') {
    const { repository, revision } = wish.model;
    return [
      {
        label: l10n.t('Download {0}', sizeText(wish.model)),
        description: l10n.t('from {0}', `${host}/${repository ?? ''}`),
        detail: l10n.t('Commit {0} · {1} · to {2}', revision, licenceText(wish.model), destination),
        wish,
      },
    ];
  }
  const { repository } = wish;
  const commit = await resolveRevision(repository, wish.revision, hub);
  const files = await listFiles(repository, commit, hub);
  const needed = chooseFiles(
    files.map(({ path }) => path),
    repository,
  );
  const bytes = files.reduce((sum, file) => sum + (needed.includes(file.path) ? file.bytes : 0), 0);
  return [
    {
      label: l10n.t('Download {0}', bytesText(bytes)),
      description: l10n.t('from {0}', `${host}/${repository}`),
      detail: l10n.t('Commit {0} · the licence stands on its page there · to {1}', commit, destination),
      wish: { kind: 'other', repository, revision: commit },
    },
  ];
}
