// The extension as users install it, in a real VS Code on a fresh profile: what benches of the editor measure.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packExtension } from '../../test/support/packageSetup';
import { openWorkbench, type Workbench } from '../../test/support/workbench';

/** Its identifier, `publisher.name`. */
export const extensionId = 'document-qa.document-qa';

/** Packs the extension as it is now, opens VS Code with it on these files, measures, and closes everything. */
export async function inPackedExtension(
  workspace: Readonly<Record<string, string>>,
  measure: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dqa-packed-'));
  try {
    const vsix = join(folder, 'document-qa.vsix');
    await packExtension(vsix);
    // Nobody listens there, and nobody is asked: the bundled reader answers.
    const workbench = await openWorkbench({ vsix, workspace, environment: { HF_ENDPOINT: 'http://127.0.0.1:9' } });
    try {
      await measure(workbench);
    } finally {
      await workbench.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
