import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 250;

/**
 * Runs `work` while no other process of this machine is inside a `withProcessLock` of the same name; the others wait
 * for their turn. Linux only.
 *
 * The lock is a listening socket in Linux's abstract namespace. Unlike a lock file it needs no clean-up and cannot go
 * stale: when the holder dies, however it dies, the kernel releases the name.
 */
export async function withProcessLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  let lock = await tryListen(`\0document-qa-${name}`);
  while (lock === undefined) {
    await delay(RETRY_MS);
    lock = await tryListen(`\0document-qa-${name}`);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function tryListen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}
