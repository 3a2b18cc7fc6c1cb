import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { examText, ProgressLine, transferText } from '../../src/cli/progress';

const clearLine = '\r\u001b[K';

/** A stream that takes itself for a terminal, or not, and what was written to it. */
function makeStream(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 20 });
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => String(stream.read() ?? '') };
}

describe('a line of progress', () => {
  it('replaces the one before it, and leaves nothing', () => {
    const { stream, written } = makeStream(true);
    const line = new ProgressLine(stream);
    line.show('first', 1000);
    line.show('second', 1100);
    line.clear();
    expect(written()).toBe(`${clearLine}first${clearLine}second${clearLine}`);
  });

  it('is left out when it comes too soon after another', () => {
    const { stream, written } = makeStream(true);
    const line = new ProgressLine(stream);
    for (const atMs of [1000, 1099, 1100]) line.show(String(atMs), atMs);
    expect(written()).toBe(`${clearLine}1000${clearLine}1100`);
  });

  it('is cut before it would wrap', () => {
    const { stream, written } = makeStream(true);
    new ProgressLine(stream).show('x'.repeat(30), 0);
    expect(written()).toBe(clearLine + 'x'.repeat(19));
  });

  it('is not there where nobody watches', () => {
    const { stream, written } = makeStream(false);
    const line = new ProgressLine(stream);
    line.show('first', 1000);
    line.clear();
    expect(written()).toBe('');
  });
});

describe('a transfer', () => {
  it('has a bar, a share, bytes, speed and time left', () => {
    expect(transferText(82_000_000, 328_000_000, 12_300_000)).toBe(
      '[######------------------]  25 %  82 MB of 328 MB, 12 MB/s, 20 s left',
    );
  });

  it('has neither speed nor time left while that is not known', () => {
    expect(transferText(0, 328_000_000, null)).toBe('[------------------------]   0 %  0 bytes of 328 MB');
    expect(transferText(0, 328_000_000, 0)).toBe('[------------------------]   0 %  0 bytes of 328 MB');
  });

  it('is whole only when every byte is there', () => {
    expect(transferText(999, 1000, null)).toContain('[#######################-]  99 %');
    expect(transferText(1000, 1000, null)).toContain(`[${'#'.repeat(24)}] 100 %`);
  });
});

it('an exam names its graph and counts its questions', () => {
  expect(examText({ rung: 'int8', asked: 34, questions: 200 })).toBe('entrance exam, int8: 34 of 200 questions');
});
