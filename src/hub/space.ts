// Is there room on the disk? Told beforehand, because a full disk troubles more than this program.
import { statfs } from 'node:fs/promises';
import { HubError } from './errors';

/** Throws HubError `noSpace` unless that many bytes are free where a folder lies. */
export async function checkSpace(folder: string, neededBytes: number): Promise<void> {
  const space = await statfs(folder).catch(() => undefined);
  // Some network and user-space file systems do not say how large they are.
  if (space === undefined || space.blocks === 0) return;
  const freeBytes = space.bavail * space.bsize;
  if (freeBytes < neededBytes) {
    throw new HubError('noSpace', folder, `${neededBytes} bytes are needed, ${freeBytes} are free`, {
      neededBytes,
      freeBytes,
    });
  }
}
