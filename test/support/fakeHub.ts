// A small Hub on this machine: its own origin and that of the storage it redirects to, with a switch for each fault.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';

/** A file's content: in memory, or on the disk, from where it is streamed. */
export type FakeContent = Buffer | { readonly path: string };

/** What a fake Hub holds. */
export interface FakeHubOptions {
  /** `owner/name`. */
  readonly repo?: string;
  /** The commit that has the files. */
  readonly commit?: string;
  /** Branches and tags that stand for it. */
  readonly refs?: readonly string[];
  readonly files: Readonly<Record<string, FakeContent>>;
  /** Without this token everything is refused, as in a gated repository. */
  readonly token?: string;
  /** Entries of a page of the list of files. */
  readonly pageSize?: number;
}

/** An answer in place of the right one. */
export interface FalseAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How often, for ever when left out; counted down. */
  times?: number;
}

/** Faults; all off when empty. Byte counts are of one answer's body. */
export interface Faults {
  hub?: FalseAnswer;
  storage?: FalseAnswer;
  /** The connection is cut there; `cuts` counts down, without it each time. */
  cutAfterBytes?: number;
  cuts?: number;
  /** Nothing more comes from there on, and the connection stays open; `stalls` counts down. */
  stallAfterBytes?: number;
  stalls?: number;
  /** The file seems to end there. */
  truncateTo?: number;
  /** Sent behind the file. */
  extraBytes?: number;
  /** No Content-Length: the body ends with the connection. */
  noLength?: boolean;
  /** One byte in the middle is another. */
  wrongByte?: boolean;
  /** Answered by the whole file, always. */
  noRange?: boolean;
  /** The Content-Range says so, whatever was asked. */
  contentRange?: string;
  /** Compressed, though nobody asked for that; ranges count in the compressed bytes. */
  gzip?: boolean;
  /** The storage's ETag; null for none. */
  etag?: string | null;
  /** Where the Hub's answer for a file leads, instead of to the storage. */
  redirectTo?: string;
  /** A pause after each 64 KiB. */
  msPerChunk?: number;
}

/** A request that came. */
export interface FakeRequest {
  readonly origin: 'hub' | 'storage';
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly authorization: string | null;
  readonly acceptEncoding: string | null;
  /** The status of the answer, once there is one. */
  readonly status: number;
}

/** A file that a fake Hub holds. */
class HeldFile {
  constructor(
    readonly path: string,
    readonly content: FakeContent,
    readonly bytes: number,
    readonly sha256: string,
    readonly gitBlob: string,
  ) {}

  /** Whether it lies in git LFS. */
  get isLarge(): boolean {
    return /\.(?:safetensors|bin|onnx)$/.test(this.path);
  }

  get treeEntry(): object {
    const { path, bytes: size, sha256, gitBlob } = this;
    if (!this.isLarge) return { type: 'file', path, size, oid: gitBlob };
    const oid = createHash('sha1').update(path).digest('hex');
    return { type: 'file', path, size, oid, lfs: { oid: sha256, size, pointerSize: 134 } };
  }
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const chunkBytes = 64 * 1024;

/** A running fake Hub; `faults` may be changed at any time. */
export class FakeHub {
  readonly repo: string;
  readonly commit: string;
  readonly requests: FakeRequest[] = [];
  faults: Faults = {};
  /** Bytes of file content that went out. */
  sentBytes = 0;
  /** Answers of file content under way. */
  openAnswers = 0;
  readonly #options: FakeHubOptions;
  readonly #files: ReadonlyMap<string, HeldFile>;
  readonly #hub = createServer((request, response) => void this.#onHub(request, response));
  readonly #storage = createServer((request, response) => void this.#onStorage(request, response));

  private constructor(options: FakeHubOptions, files: ReadonlyMap<string, HeldFile>) {
    this.#options = options;
    this.#files = files;
    this.repo = options.repo ?? 'owner/reader';
    this.commit = options.commit ?? 'a'.repeat(40);
  }

  /** Starts it on free ports. */
  static async start(options: FakeHubOptions): Promise<FakeHub> {
    const files = await Promise.all(Object.entries(options.files).map(([path, content]) => hold(path, content)));
    const hub = new FakeHub(options, new Map(files.map((file) => [file.path, file])));
    for (const server of [hub.#hub, hub.#storage]) await once(server.listen(0, '127.0.0.1'), 'listening');
    return hub;
  }

  /** Its address, as HF_ENDPOINT has it. */
  get url(): string {
    return originOf(this.#hub);
  }

  get storageUrl(): string {
    return originOf(this.#storage);
  }

  /** The requests, a line each: `hub GET /path [bytes=5-] -> 206`. */
  get log(): string[] {
    return this.requests.map(
      ({ origin, method, path, range, status }) =>
        `${origin} ${method} ${path}${range === null ? '' : ` [${range}]`} -> ${status}`,
    );
  }

  /** Size and hashes of a file that it holds. */
  file(path: string): HeldFile {
    const file = this.#files.get(path);
    if (file === undefined) throw new Error(`the fake Hub has no ${path}`);
    return file;
  }

  /** Forgets faults and requests. */
  reset(): void {
    this.faults = {};
    this.requests.length = 0;
    this.sentBytes = 0;
  }

  async close(): Promise<void> {
    for (const server of [this.#hub, this.#storage]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  async #onHub(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#note('hub', request, response);
    if (answerFalsely(response, this.faults.hub)) return;
    const reply = this.#route(new URL(request.url ?? '', this.url), request.headers.authorization);
    if (reply instanceof HeldFile) await this.#send(request, response, reply);
    else response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  async #onStorage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#note('storage', request, response);
    if (answerFalsely(response, this.faults.storage)) return;
    const { pathname } = new URL(request.url ?? '', this.storageUrl);
    const file = this.#files.get(decodeURIComponent(pathname.slice(1)));
    if (file === undefined) response.writeHead(404).end();
    else await this.#send(request, response, file);
  }

  /** What the Hub's own origin has to say. */
  #route({ pathname, searchParams }: URL, authorization: string | undefined): HeldFile | Reply {
    const { token } = this.#options;
    if (token !== undefined && authorization !== `Bearer ${token}`) return refusal(401, 'GatedRepo');
    const isApi = pathname.startsWith('/api/');
    // Without the API's prefix: owner/name/what/ref/path.
    const parts = pathname.replace(/^\/(?:api\/(?:resolve-cache\/)?models\/)?/, '').split('/');
    const [owner = '', name = '', what = '', ref = '', ...rest] = parts.map(decodeURIComponent);
    if (`${owner}/${name}` !== this.repo) return refusal(401, 'RepoNotFound');
    if (pathname.startsWith('/api/resolve-cache/')) {
      return this.#files.get([ref, ...rest].join('/')) ?? refusal(404, 'EntryNotFound');
    }
    if (ref !== this.commit && !(this.#options.refs ?? ['main']).includes(ref)) return refusal(404, 'RevisionNotFound');
    if (isApi && what === 'revision') return jsonReply({ id: this.repo, sha: this.commit, private: false });
    if (isApi && what === 'tree') return this.#tree(pathname, Number(searchParams.get('cursor') ?? 0));
    const file = this.#files.get(rest.join('/'));
    return isApi || what !== 'resolve' || file === undefined ? refusal(404, 'EntryNotFound') : this.#redirect(file);
  }

  #redirect({ path, bytes, gitBlob, isLarge }: HeldFile): Reply {
    const { repo, commit, faults, storageUrl } = this;
    const location = isLarge
      ? `${storageUrl}/${encodeURIComponent(path)}?Signature=secret`
      : `/api/resolve-cache/models/${repo}/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
    const headers = {
      ...{ location: faults.redirectTo ?? location, etag: `"${gitBlob}"` },
      ...{ 'x-repo-commit': commit, 'x-linked-size': String(bytes) },
    };
    return { status: isLarge ? 302 : 307, headers, body: 'see there' };
  }

  #tree(pathname: string, cursor: number): Reply {
    const all = [...this.#files.values()];
    const files = all.filter(({ path }) => !path.includes('/'));
    const end = cursor + (this.#options.pageSize ?? files.length);
    const folders = new Set(all.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])));
    const entries = [
      ...files.slice(cursor, end).map((file) => file.treeEntry),
      ...[...folders].map((path) => ({ type: 'directory', oid: 'd'.repeat(40), size: 0, path })),
    ];
    const next = `<${this.url}${pathname}?cursor=${end}>; rel="next"`;
    return jsonReply(entries, end < files.length ? { link: next } : {});
  }

  /** Sends a file's content, or the asked part of it. */
  async #send(request: IncomingMessage, response: ServerResponse, held: HeldFile): Promise<void> {
    const { faults } = this;
    const content = await this.#contentToSend(held);
    const bytes = Buffer.isBuffer(content) ? content.length : held.bytes;
    const etag = faults.etag === undefined ? `"${held.sha256.slice(0, 32)}"` : faults.etag;
    const [, wanted] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const ifRange = request.headers['if-range'];
    const isPart = wanted !== undefined && faults.noRange !== true && (ifRange === undefined || ifRange === etag);
    const start = isPart ? Number(wanted) : 0;
    if (start >= bytes && isPart) {
      response.writeHead(416, { 'content-range': `bytes */${bytes}` }).end();
      return;
    }
    const length = bytes - start;
    response.writeHead(isPart ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      ...(faults.noLength !== true && faults.extraBytes === undefined && { 'content-length': length }),
      ...(isPart && { 'content-range': faults.contentRange ?? `bytes ${start}-${bytes - 1}/${bytes}` }),
      ...(faults.gzip === true && { 'content-encoding': 'gzip' }),
      ...(etag !== null && { etag }),
    });
    this.openAnswers++;
    response.once('close', () => this.openAnswers--);
    // Who was cut off, or went away, is no fault of this server.
    await pipeline(this.#body(response, content, start), response).catch(() => undefined);
  }

  async #contentToSend({ content, bytes }: HeldFile): Promise<FakeContent> {
    const { truncateTo, wrongByte, extraBytes, gzip } = this.faults;
    if (truncateTo === undefined && wrongByte === undefined && extraBytes === undefined && gzip === undefined) {
      return content;
    }
    const whole = Buffer.concat([await readAll(content), Buffer.alloc(extraBytes ?? 0)]);
    if (wrongByte === true) whole[bytes >> 1] = (whole[bytes >> 1] ?? 0) ^ 1;
    const cut = whole.subarray(0, truncateTo);
    return gzip === true ? gzipSync(cut) : cut;
  }

  /** The content from `start`, as far as the faults let it come; a cut is thrown. */
  async *#body(response: ServerResponse, content: FakeContent, start: number): AsyncGenerator<Buffer, void> {
    const { faults } = this;
    let sent = 0;
    for await (const chunk of chunksOf(content, start)) {
      const { cutAfterBytes = Infinity, stallAfterBytes = Infinity } = faults;
      const limit = Math.min(cutAfterBytes, stallAfterBytes);
      const part = chunk.subarray(0, limit - sent);
      sent += part.length;
      this.sentBytes += part.length;
      if (part.length > 0) yield part;
      if (sent === limit) {
        // What was written is to leave before the end does.
        await new Promise((resolve) => setImmediate(resolve));
        if (limit === stallAfterBytes) {
          if (countDown(faults, 'stalls')) delete faults.stallAfterBytes;
          await new Promise((resolve) => response.once('close', resolve));
          return;
        }
        if (countDown(faults, 'cuts')) delete faults.cutAfterBytes;
        if (faults.noLength === true) return;
        throw new Error('cut');
      }
      if (faults.msPerChunk !== undefined) await new Promise((resolve) => setTimeout(resolve, faults.msPerChunk));
    }
  }

  #note(origin: FakeRequest['origin'], { method, url, headers }: IncomingMessage, response: ServerResponse): void {
    this.requests.push({
      ...{ origin, method: method ?? '', path: url ?? '' },
      range: headers.range ?? null,
      ifRange: typeof headers['if-range'] === 'string' ? headers['if-range'] : null,
      authorization: headers.authorization ?? null,
      acceptEncoding: typeof headers['accept-encoding'] === 'string' ? headers['accept-encoding'] : null,
      get status() {
        return response.statusCode;
      },
    });
  }
}

async function hold(path: string, content: FakeContent): Promise<HeldFile> {
  const bytes = Buffer.isBuffer(content) ? content.length : (await stat(content.path)).size;
  const sha256 = createHash('sha256');
  const gitBlob = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of chunksOf(content, 0)) {
    sha256.update(chunk);
    gitBlob.update(chunk);
  }
  return new HeldFile(path, content, bytes, sha256.digest('hex'), gitBlob.digest('hex'));
}

async function* chunksOf(content: FakeContent, start: number): AsyncGenerator<Buffer, void> {
  if (!Buffer.isBuffer(content)) {
    yield* createReadStream(content.path, { start, highWaterMark: chunkBytes }) as AsyncIterable<Buffer>;
    return;
  }
  for (let at = start; at < content.length; at += chunkBytes) yield content.subarray(at, at + chunkBytes);
}

async function readAll(content: FakeContent): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(content, 0)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Whether the fault was used up now. */
function countDown(faults: Faults, key: 'cuts' | 'stalls'): boolean {
  const left = faults[key];
  if (left === undefined) return false;
  faults[key] = left - 1;
  return left <= 1;
}

function answerFalsely(response: ServerResponse, answer: FalseAnswer | undefined): boolean {
  if (answer === undefined || answer.times === 0) return false;
  if (answer.times !== undefined) answer.times--;
  response.writeHead(answer.status, answer.headers).end(answer.body ?? 'no');
  return true;
}

function refusal(status: number, code: string): Reply {
  return { ...jsonReply({ error: code }, { 'x-error-code': code }), status };
}

function jsonReply(json: unknown, headers: Record<string, string> = {}): Reply {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
