// What the Hub says of a repository: the commit behind a name, and the files of a commit with their sizes and hashes.
import * as v from 'valibot';
import type { Digest } from './contentHash';
import { HubError, type HubFailureReason } from './errors';
import { revisionPattern } from './manifest';
import { refusalOf } from './refusal';
import { type Answer, type HubAccess, request } from './request';
import { defaultRetry, retrying } from './retry';

/** A Hub and the way to it. */
export interface Hub extends HubAccess {
  /** The address that `parseEndpoint` gave. */
  readonly endpoint: URL;
}

/** A file of a repository. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  readonly digest: Digest;
}

/** Answers of the Hub's API are kilobytes; these limits stop what is none. */
const maxAnswerBytes = 8 << 20;
const maxPages = 100;

const commit = v.pipe(v.string(), v.regex(revisionPattern));
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const revisionSchema = v.object({ sha: commit });
const treeSchema = v.array(
  v.variant('type', [
    v.object({
      type: v.literal('file'),
      path: v.string(),
      size,
      oid: commit,
      lfs: v.optional(v.object({ oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size })),
    }),
    v.object({ type: v.literal('directory') }),
  ]),
);

/**
 * The commit that a branch or tag of `owner/name` stands for now, as 40 hex digits; a commit stands for itself, and
 * nobody is asked. Throws HubError, or the signal's reason.
 */
export async function resolveRevision(repo: string, ref: string, hub: Hub): Promise<string> {
  if (revisionPattern.test(ref)) return ref;
  // A slash of a branch's name belongs to the name.
  const url = urlOf(hub.endpoint, `api/models/${encodePath(repo)}/revision/${encodeName(ref)}`);
  const { json } = await getJson(url, `${repo}@${ref}`, 'revisionNotFound', revisionSchema, hub);
  return json.sha;
}

/**
 * The files of a commit that lie in no folder, those apart whose names could mislead a URL or a file system. Those in git LFS are known by their sha256, the others by their git blob name. Throws HubError,
 * or the signal's reason.
 */
export async function listFiles(repo: string, revision: string, hub: Hub): Promise<HubFile[]> {
  const files: HubFile[] = [];
  const tree = `api/models/${encodePath(repo)}/tree/${encodeName(revision)}`;
  let url: URL | undefined = urlOf(hub.endpoint, tree);
  for (let pages = 0; url !== undefined; pages++) {
    if (pages === maxPages) throw new HubError('badAnswer', repo, `a list of more than ${maxPages} pages`);
    const page: Page = await getJson(url, `${repo}@${revision}`, 'revisionNotFound', treeSchema, hub);
    for (const entry of page.json) {
      if (entry.type === 'directory' || !isPath(entry.path)) continue;
      const { path, oid, lfs } = entry;
      files.push(
        lfs === undefined
          ? { path, bytes: entry.size, digest: { algorithm: 'gitBlob', hex: oid } }
          : { path, bytes: lfs.size, digest: { algorithm: 'sha256', hex: lfs.oid } },
      );
    }
    url = page.next;
  }
  return files;
}

/** Where a file of a commit is fetched. Throws HubError `badName`. */
export function fileUrl(endpoint: URL, repo: string, revision: string, path: string): URL {
  return urlOf(endpoint, `${encodePath(repo)}/resolve/${encodeName(revision)}/${encodePath(path)}`);
}

type Page = Json<v.InferOutput<typeof treeSchema>>;

interface Json<T> {
  readonly json: T;
  /** The next page of a list. */
  readonly next: URL | undefined;
}

/** GETs JSON of a known shape, trying again as `hub.retry` says. `missing` is what a bare 404 means. */
async function getJson<T>(
  url: URL,
  subject: string,
  missing: HubFailureReason,
  schema: v.GenericSchema<unknown, T>,
  hub: Hub,
): Promise<Json<T>> {
  const get = async (answer: Answer): Promise<Json<T>> => {
    const refusal = refusalOf(answer, subject, missing);
    if (refusal !== undefined) throw refusal;
    const text = await readText(answer);
    const result = v.safeParse(schema, parseJson(text, answer.url.host));
    if (!result.success) {
      const [issue] = result.issues;
      throw new HubError('badAnswer', answer.url.host, `${v.getDotPath(issue) ?? 'the top'}: ${issue.message}`);
    }
    return { json: result.output, next: nextPage(answer.response, url) };
  };
  return retrying(hub.retry ?? defaultRetry, hub.signal, () => request(url, { accept: 'application/json' }, hub, get));
}

async function readText({ url: { host }, next }: Answer): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (let piece = await next(); piece !== undefined; piece = await next()) {
    bytes += piece.length;
    if (bytes > maxAnswerBytes) throw new HubError('badAnswer', host, `an answer of over ${maxAnswerBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseJson(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HubError('badAnswer', host, 'an answer that is not JSON', {}, { cause });
  }
}

/** `Link: <URL>; rel="next"`, followed on the same origin only, since the token goes along. */
function nextPage({ headers }: Response, current: URL): URL | undefined {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  if (target === undefined) return undefined;
  if (!URL.canParse(target, current.href) || new URL(target, current).origin !== current.origin) {
    throw new HubError('badAnswer', current.host, 'the next page of a list lies elsewhere');
  }
  return new URL(target, current);
}

/** A mirror may lie below a path. */
function urlOf(endpoint: URL, relative: string): URL {
  return new URL(`${endpoint.href.replace(/\/+$/, '')}/${relative}`);
}

function encodePath(path: string): string {
  if (!isPath(path)) throw new HubError('badName', path, 'not a name on the Hub');
  return path.split('/').map(encodeURIComponent).join('/');
}

function encodeName(name: string): string {
  if (!isPath(name)) throw new HubError('badName', name, 'not a name on the Hub');
  return encodeURIComponent(name);
}

/** Of names only, none of which a URL or a file system could read as a way elsewhere. */
function isPath(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\:\p{Cc}]/u.test(name));
}
