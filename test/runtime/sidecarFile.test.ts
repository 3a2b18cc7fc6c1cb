import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { withSidecarFile } from '../../src/runtime/sidecarFile';

const folder = mkdtempSync(join(tmpdir(), 'document-qa-sidecar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a sidecar gives each tensor a page of its own, and says where it lies', () => {
  const path = join(folder, 'weights.bin');
  const pieces = [Uint8Array.of(1, 2, 3), new Uint8Array(5000).fill(4), Uint8Array.of(5)];
  const places = withSidecarFile(path, 'weights.bin', (sidecar) => pieces.map((piece) => sidecar.append(piece)));
  const content = readFileSync(path);
  expect(places.map(({ startByte }) => startByte)).toEqual([0, 4096, 12288]);
  places.forEach(({ startByte, endByte }, i) => {
    expect(new Uint8Array(content.subarray(startByte, endByte))).toEqual(pieces[i]);
  });
});

it('a sidecar is never written over a file that is there', () => {
  const path = join(folder, 'taken.bin');
  writeFileSync(path, 'mine');
  expect(() => withSidecarFile(path, 'taken.bin', () => undefined)).toThrow(/EEXIST/);
  expect(readFileSync(path, 'utf8')).toBe('mine');
});
