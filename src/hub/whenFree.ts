// File operations that Windows refuses while a virus scanner or an indexer looks at the file.
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './errors';

const busyCodes: readonly (string | undefined)[] = ['EPERM', 'EACCES', 'EBUSY'];
const maxTries = 8;

/** Runs an operation again, some seconds at most, while the file is in use. Elsewhere these codes mean what they say. */
export async function whenFree<T>(operation: () => Promise<T>, platform: string = process.platform): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await operation();
    } catch (error) {
      if (platform !== 'win32' || tries === maxTries || !busyCodes.includes(codeOf(error))) throw error;
      await delay(20 * 2 ** tries);
    }
  }
}
