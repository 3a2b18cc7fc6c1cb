// Where models lie: one folder per user, shared by the terminal and all windows of the editor. docs/models.md names it.
import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import envPaths from 'env-paths';
import { StoreError } from './storeError';

/**
 * The folder of this user's models. `chosen` (a setting) wins over DOCUMENT_QA_HOME, and that over the system's place
 * for data: $XDG_DATA_HOME or ~/.local/share, ~/Library/Application Support, %LOCALAPPDATA%. Throws StoreError
 * `badHome` for a relative path, which would mean another folder in each window.
 */
export function modelHome(env: NodeJS.ProcessEnv, chosen = ''): string {
  const home = chosen.trim() || (env['DOCUMENT_QA_HOME'] ?? '').trim();
  if (home === '') return envPaths('document-qa', { suffix: '' }).data;
  if (!isAbsolute(home)) throw new StoreError('badHome', home, l10n.t('is not an absolute path'));
  return home;
}
