// A fake Hub under https, as the names hub.test, storage.test and localhost, with a certificate of an authority that only
// the test knows.
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FakeHub } from './fakeHub';
import { runQuietly } from './quietCommand';

/** A running front; `caFile` is the certificate of its authority. */
export interface TlsFront {
  readonly port: number;
  readonly caFile: string;
  close(): Promise<void>;
}

/** Starts it before a fake Hub. Writes keys and certificates into `folder`. */
export async function startTlsFront(hub: FakeHub, folder: string): Promise<TlsFront> {
  const { caFile, keyFile, certificateFile } = await makeCertificates(folder);
  const options = { key: await readFile(keyFile), cert: await readFile(certificateFile) };
  const server = createServer(options, (request, response) => {
    // Only the addresses of the storage are signed.
    const origin = request.url?.includes('Signature=') === true ? hub.storageUrl : hub.url;
    const { method, headers } = request;
    const onward = httpRequest(`${origin}${request.url ?? ''}`, { method, headers }, (answer) => {
      const { location } = answer.headers;
      const storage = headers.host === 'hub.test' ? 'storage.test' : (headers.host ?? '');
      const there = location?.replace(hub.storageUrl, `https://${storage}`);
      response.writeHead(answer.statusCode ?? 502, {
        ...answer.headers,
        ...(there !== undefined && { location: there }),
      });
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    caFile,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function makeCertificates(folder: string): Promise<{ caFile: string; keyFile: string; certificateFile: string }> {
  const at = (name: string): string => join(folder, name);
  const [caFile, keyFile, certificateFile] = [at('ca.pem'), at('hub.key'), at('hub.pem')];
  const [caKey, requestFile, names] = [at('ca.key'), at('hub.csr'), at('names.txt')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await writeFile(names, 'subjectAltName=DNS:hub.test,DNS:storage.test,DNS:localhost\n');
  await openssl('req', '-x509', ...key, '-keyout', caKey, '-out', caFile, '-days', '2', '-subj', '/CN=Test authority');
  await openssl('req', ...key, '-keyout', keyFile, '-out', requestFile, '-subj', '/CN=hub.test');
  const authority = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-days', '2', '-extfile', names];
  await openssl('x509', '-req', '-in', requestFile, '-out', certificateFile, ...authority);
  return { caFile, keyFile, certificateFile };
}

async function openssl(...args: string[]): Promise<void> {
  await runQuietly('openssl', args).catch((cause: unknown) => {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw isMissing ? new Error('these tests make a certificate with openssl: install openssl', { cause }) : cause;
  });
}
