// SentencePiece's precompiled_charsmap, as a tokenizer.json has it in base64, to a function that looks characters up.
import { Buffer } from 'node:buffer';

/** Largest map read, in characters of base64; nmt_nfkc, which nearly all models have, is 320,000. */
const maxCharsmapChars = 1 << 24;

// A unit of the trie (darts-clone): a label, whether a value follows, and the offset to the children; or a value.
const valueFlag = 0x80000000;
const leafFlag = 0x100;

/**
 * Gives the function that tells what the shortest mapped beginning of a text becomes: the empty string where it is left
 * out, undefined where nothing is mapped.
 *
 * The file: bytes of the trie (uint32), its units (uint32 each), then the results in UTF-8, each ended by NUL; a value
 * is the offset of a result. All of it is checked here, so that looking up cannot fail.
 * Throws an Error saying what is wrong with it.
 */
export function parseCharsmap(base64: string): (text: string) => string | undefined {
  if (base64.length > maxCharsmapChars) throw new Error('the precompiled charsmap is too large');
  const bytes = Buffer.from(base64, 'base64');
  const trieBytes = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (trieBytes === 0 || trieBytes % 4 !== 0 || trieBytes > bytes.length - 4) {
    throw new Error('the precompiled charsmap is cut');
  }
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, i) => bytes.readUInt32LE(4 + i * 4));
  const results = bytes.subarray(4 + trieBytes);
  if (results.at(-1) !== 0) throw new Error('the precompiled charsmap is cut');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  decoder.decode(results);
  const isValue = (unit: number): boolean => (unit & valueFlag) !== 0;
  const fits = (unit: number, i: number): boolean => {
    if (isValue(unit)) return valueOf(unit) < results.length;
    return (unit & leafFlag) === 0 || isValue(units[i ^ offsetOf(unit)] ?? 0);
  };
  if (!units.every(fits)) throw new Error('the precompiled charsmap points outside itself');

  return (text) => {
    let node = offsetOf(units[0] ?? 0);
    for (const byte of Buffer.from(text)) {
      const unit = units[node ^ byte] ?? 0;
      // A NUL stands for a value in the trie, and has no entry of its own.
      if (byte === 0 || isValue(unit) || (unit & 0xff) !== byte) return undefined;
      node ^= byte ^ offsetOf(unit);
      if ((unit & leafFlag) !== 0) {
        const start = valueOf(units[node] ?? 0);
        return decoder.decode(results.subarray(start, results.indexOf(0, start)));
      }
    }
    return undefined;
  };
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

function valueOf(unit: number): number {
  return unit & ~valueFlag;
}
