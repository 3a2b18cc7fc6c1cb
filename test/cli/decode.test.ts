import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/cli/decode';

const probeBytes = 8192;

function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))));
}

function utf16(order: 'le' | 'be', ...units: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 + units.length * 2);
  const view = new DataView(bytes.buffer);
  [0xfeff, ...units].forEach((unit, i) => view.setUint16(i * 2, unit, order === 'le'));
  return bytes;
}

function unitsOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

describe('UTF-8', () => {
  it('is decoded without a mark', () => {
    expect(decodeText(bytesOf('naïve – 漢字 😀\r\n'))).toEqual({ text: 'naïve – 漢字 😀\r\n', notices: [] });
  });

  it('gives the empty text for no bytes', () => {
    expect(decodeText(new Uint8Array())).toEqual({ text: '', notices: [] });
  });

  it('has a mark that is not part of the text', () => {
    expect(decodeText(bytesOf([0xef, 0xbb, 0xbf], 'port 8420'))).toEqual({ text: 'port 8420', notices: [] });
  });

  it('keeps a U+FEFF that is not the first character', () => {
    expect(decodeText(bytesOf([0xef, 0xbb, 0xbf], '\ufeffa\ufeff'))?.text).toBe('\ufeffa\ufeff');
  });

  const invalid: readonly [fact: string, bytes: readonly number[], replacements: number][] = [
    ['a lone continuation byte is one', [0x80], 1],
    ['a lead byte without its rest is one', [0xc3], 1],
    ['a cut sequence of three is one', [0xe2, 0x82], 1],
    ['a cut sequence of four is one', [0xf0, 0x9f, 0x98], 1],
    ['an overlong slash is two', [0xc0, 0xaf], 2],
    ['an encoded surrogate is three', [0xed, 0xa0, 0x80], 3],
    ['bytes that never occur are one each', [0xff, 0xff], 2],
  ];
  it.each(invalid)('counts invalid sequences: %s', (_, bytes, replacements) => {
    expect(decodeText(bytesOf('a', bytes, 'b'))).toEqual({
      text: `a${'\ufffd'.repeat(replacements)}b`,
      notices: [{ kind: 'invalidUtf8', count: replacements }],
    });
  });

  it('does not count a U+FFFD that the file itself holds', () => {
    expect(decodeText(bytesOf('\ufffd a \ufffd'))).toEqual({ text: '\ufffd a \ufffd', notices: [] });
    expect(decodeText(bytesOf('\ufffd', [0xff], '\ufffd\ufffd'))).toEqual({
      text: '\ufffd\ufffd\ufffd\ufffd',
      notices: [{ kind: 'invalidUtf8', count: 1 }],
    });
  });

  it('counts a cut sequence right before a U+FFFD of the file', () => {
    expect(decodeText(bytesOf([0xf0], '\ufffd', [0xe2, 0x82], '\ufffd'))?.notices).toEqual([
      { kind: 'invalidUtf8', count: 2 },
    ]);
  });

  it('counts invalid sequences behind a mark', () => {
    expect(decodeText(bytesOf([0xef, 0xbb, 0xbf], 'a', [0xff]))).toEqual({
      text: 'a\ufffd',
      notices: [{ kind: 'invalidUtf8', count: 1 }],
    });
  });
});

describe.each(['le', 'be'] as const)('UTF-16 %s with a mark', (order) => {
  it('is decoded, pairs included, and the mark is not part of the text', () => {
    expect(decodeText(utf16(order, ...unitsOf('Größe: 漢 😀\r\n')))).toEqual({ text: 'Größe: 漢 😀\r\n', notices: [] });
  });

  it('may hold U+0000', () => {
    expect(decodeText(utf16(order, 0x61, 0, 0x62))).toEqual({ text: 'a\0b', notices: [] });
  });

  it('has each lone surrogate replaced and counted', () => {
    const units = [0x61, 0xd83d, 0x62, 0xde00, 0x63, 0xde00, 0xd83d, 0xd83d, 0xde00];
    expect(decodeText(utf16(order, ...units))).toEqual({
      text: 'a\ufffdb\ufffdc\ufffd\ufffd😀',
      notices: [{ kind: 'invalidUtf16', count: 4 }],
    });
  });

  it('does not count a U+FFFD that the file itself holds', () => {
    expect(decodeText(utf16(order, 0xfffd, 0xd83d, 0xfffd))).toEqual({
      text: '\ufffd\ufffd\ufffd',
      notices: [{ kind: 'invalidUtf16', count: 1 }],
    });
  });

  it('has an odd last byte replaced and counted', () => {
    expect(decodeText(Buffer.concat([utf16(order, 0x61, 0x62), Buffer.from([0x63])]))).toEqual({
      text: 'ab\ufffd',
      notices: [{ kind: 'invalidUtf16', count: 1 }],
    });
  });

  it('is read at any place of a larger buffer', () => {
    const bytes = utf16(order, 0xfffd, 0xd83d, 0x61);
    const within = Buffer.concat([Buffer.from('abc'), bytes, Buffer.from('\ufffd')]).subarray(3, 3 + bytes.length);
    expect(decodeText(within)).toEqual({ text: '\ufffd\ufffda', notices: [{ kind: 'invalidUtf16', count: 1 }] });
  });

  it('may be empty', () => {
    expect(decodeText(utf16(order))).toEqual({ text: '', notices: [] });
  });
});

describe('a file without a mark', () => {
  const nulAt = (index: number): Uint8Array => bytesOf('a'.repeat(index), [0], 'b');

  it.each([0, probeBytes - 1])('is binary with a NUL at byte %i', (index) => {
    expect(decodeText(nulAt(index))).toBeUndefined();
  });

  it('is text with a NUL behind the first 8 KiB', () => {
    expect(decodeText(nulAt(probeBytes))).toEqual({ text: `${'a'.repeat(probeBytes)}\0b`, notices: [] });
  });

  it('is text with other control characters', () => {
    expect(decodeText(bytesOf('\u0001\u001b[0m\u007f'))?.text).toBe('\u0001\u001b[0m\u007f');
  });
});

it('a NUL behind a UTF-8 mark is text', () => {
  expect(decodeText(bytesOf([0xef, 0xbb, 0xbf], 'a\0b'))).toEqual({ text: 'a\0b', notices: [] });
});
