// SentencePiece's precompiled_charsmap, as a tokenizer.json has it: base64 of a double-array trie to a plain map.
import { Buffer } from 'node:buffer';

/** Largest trie read, in bytes; nmt_nfkc, which nearly all models have, is 180 kB. */
const maxTrieBytes = 1 << 24;

/** Longest key, in bytes, and most nodes on the ways to all keys, which may share some; more of either is a circle. */
const maxKeyBytes = 128;
const maxNodes = 1 << 20;

/**
 * What every mapped sequence of characters becomes; the empty string where it is left out.
 *
 * The file: bytes of the trie (uint32), its units (uint32 each), then the results in UTF-8, each ended by NUL; a leaf's
 * value is the offset of its result. A unit holds a label, whether a leaf follows, and the offset to its children
 * (darts-clone). Throws an Error saying what is wrong with it.
 */
export function parseCharsmap(base64: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(base64, 'base64');
  const trieBytes = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (trieBytes === 0 || trieBytes % 4 !== 0 || trieBytes > Math.min(bytes.length - 4, maxTrieBytes)) {
    throw new Error('the precompiled charsmap is cut or damaged');
  }
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, i) => bytes.readUInt32LE(4 + i * 4));
  const results = bytes.subarray(4 + trieBytes);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const map = new Map<string, string>();
  const key: number[] = [];
  let visited = 0;

  const visit = (node: number): void => {
    if (++visited > maxNodes || key.length > maxKeyBytes) throw new Error('the precompiled charsmap runs in circles');
    for (let label = 1; label < 256; label++) {
      const unit = units[node ^ label];
      if (unit === undefined || (unit & 0x800000ff) >>> 0 !== label) continue;
      key.push(label);
      const child = (node ^ label ^ offsetOf(unit)) >>> 0;
      if ((unit & 0x100) !== 0)
        map.set(decoder.decode(Uint8Array.from(key)), resultAt((units[child] ?? 0) & 0x7fffffff));
      visit(child);
      key.pop();
    }
  };
  const resultAt = (start: number): string => {
    const end = results.indexOf(0, start);
    if (start > results.length || end < 0) throw new Error('the precompiled charsmap points outside itself');
    return decoder.decode(results.subarray(start, end));
  };
  visit(offsetOf(units[0] ?? 0));
  return map;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
