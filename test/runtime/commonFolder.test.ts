import { describe, expect, it } from 'vitest';
import { commonFolder, externalName } from '../../src/runtime/commonFolder';

describe('the common folder', () => {
  it.each<[readonly string[], string | undefined]>([
    [['/home/a/model.safetensors'], '/home/a'],
    [['/home/a/model.safetensors', '/home/a/prepared/weights.bin'], '/home/a'],
    [['/home/a/blobs/1f', '/home/b/weights.bin'], '/home'],
    [['/cache/blob', '/home/b/weights.bin'], '/'],
    [['/home/ab/x', '/home/a/y'], '/home'],
    [[], undefined],
  ])('of %j is %s', (paths, folder) => {
    expect(commonFolder(paths)).toBe(folder);
  });

  it('leads to each file by a name without dots', () => {
    expect(externalName('/home', '/home/a/blobs/1f')).toBe('a/blobs/1f');
  });
});
