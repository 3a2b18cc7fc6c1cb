// A program that downloads one file under a lock, and prints the bytes it has, whether it waits, and the sha256.
import { downloadFile, type RemoteFile } from '../../src/hub/download';
import { withLock } from '../../src/hub/lock';

const file = JSON.parse(process.argv[2] ?? '') as RemoteFile;
const { signal } = new AbortController();
const onProgress = (bytes: number): void => console.log(`has ${bytes}`);
const access = { fetch, token: null, offline: false, signal, onProgress };
const { sha256 } = await withLock(`${file.path}.lock`, { signal, onWait: () => console.log('waits') }, () =>
  downloadFile(file, access),
);
console.log(`sha256 ${sha256}`);
