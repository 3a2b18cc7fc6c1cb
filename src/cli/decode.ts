// Bytes of a file to its text. A byte order mark decides the encoding and is not part of the text.
import { isUtf8 } from 'node:buffer';
import type { Notice } from '../qa/result';

/** A decoded text, with what was replaced in it. */
export interface DecodedText {
  readonly text: string;
  readonly notices: readonly Notice[];
}

/** Where a NUL is looked for: text tools look at about this much. */
const binaryProbeBytes = 8192;

const replacement = '\ufffd';

/** Decodes UTF-8, or UTF-16 with a byte order mark. Returns undefined for a binary file: no mark, and an early NUL. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'utf-16be');
  const marked = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
  if (!marked && bytes.subarray(0, binaryProbeBytes).includes(0)) return undefined;
  const text = new TextDecoder('utf-8').decode(bytes);
  if (isUtf8(bytes)) return { text, notices: [] };
  const written = occurrences(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), replacement);
  return { text, notices: [{ kind: 'invalidUtf8', count: occurrences(text, replacement) - written }] };
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let written = 0;
  for (let i = 2; i + 1 < bytes.length; i += 2) {
    if (view.getUint16(i, encoding === 'utf-16le') === 0xfffd) written++;
  }
  const count = occurrences(text, replacement) - written;
  return { text, notices: count > 0 ? [{ kind: 'invalidUtf16', count }] : [] };
}

function occurrences(haystack: string | Buffer, needle: string): number {
  const step = typeof haystack === 'string' ? needle.length : Buffer.byteLength(needle);
  let count = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + step)) count++;
  return count;
}
