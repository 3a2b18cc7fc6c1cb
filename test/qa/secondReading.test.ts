import { describe, expect, it } from 'vitest';
import type { AnswerGroup } from '../../src/qa/ranking';
import { findSeams } from '../../src/qa/seams';
import { paragraphOf, placeToReadAgain } from '../../src/qa/secondReading';
import type { ScoredSpan } from '../../src/qa/spans';
import { encodePart } from '../../src/qa/tokens';
import { windowText } from '../../src/qa/windows';
import { makeWordTokenizer } from './fakeModel';

const placeAt = (start: number, end: number, readAgain = false): ScoredSpan => ({
  ...{ start, end, evidence: 0, logMass: 0, readAgain },
});

describe('the paragraph of a place', () => {
  const words = makeWordTokenizer();

  /** The text of the paragraph around a part of a text, of which only `[from, to)` is read. */
  function paragraphAround(part: string, text: string, from = 0, to = text.length): string {
    const context = encodePart(words, text, from, to);
    const start = text.indexOf(part);
    const paragraph = paragraphOf(placeAt(start, start + part.length), findSeams(text, context), context);
    const range = windowText(paragraph, context);
    return text.slice(range.start, range.end);
  }

  const text = '# Ports\n\nIt starts.\nThe port is 8080. Done.\n\nNothing else.\n\n## End';

  it('is what stands between blank lines, whatever lines and sentences are in it', () => {
    for (const part of ['It', '8080.', 'port is 8080. Done.', 'Done.', 'It starts.\nThe port is 8080. Done.']) {
      expect(paragraphAround(part, text)).toBe('It starts.\nThe port is 8080. Done.');
    }
  });

  it('may be the first, the last, or the only one', () => {
    expect(paragraphAround('Ports', text)).toBe('# Ports');
    expect(paragraphAround('End', text)).toBe('## End');
    expect(paragraphAround('8080', 'port\n8080')).toBe('port\n8080');
  });

  it('of a part of a word is that of the word', () => {
    expect(paragraphAround('808', text)).toBe('It starts.\nThe port is 8080. Done.');
    expect(paragraphAround('othin', text)).toBe('Nothing else.');
  });

  it('of a place in several paragraphs is all of them', () => {
    expect(paragraphAround('Done.\n\nNothing', text)).toBe('It starts.\nThe port is 8080. Done.\n\nNothing else.');
  });

  it('is the same whatever ends the lines', () => {
    expect(paragraphAround('8080', text.replaceAll('\n', '\r\n'))).toBe('It starts.\r\nThe port is 8080. Done.');
  });

  it('ends where a selection does', () => {
    expect(paragraphAround('8080', text, text.indexOf('port'), text.indexOf('Done'))).toBe('port is 8080.');
  });
});

describe('the place to read again', () => {
  const group = (evidence: number, readAgain: boolean): AnswerGroup => ({
    ...{ best: placeAt(0, 1, readAgain), mentions: [], text: '', evidence, margin: 0, probability: 0 },
  });

  it('is that of the best group, however weak', () => {
    const groups = [group(-9, false), group(-10, false)];
    expect(placeToReadAgain(groups, 2)).toBe(groups[0]?.best);
  });

  it('is that of the best of the others that are answers, once the best group was read again', () => {
    const groups = [group(9, true), group(8, true), group(2, false), group(2, false)];
    expect(placeToReadAgain(groups, 2)).toBe(groups[2]?.best);
  });

  it('is none once the best group and every answer was read again', () => {
    expect(placeToReadAgain([group(9, true), group(2, true), group(1.9, false)], 2)).toBeUndefined();
    expect(placeToReadAgain([group(-9, true), group(-10, false)], 2)).toBeUndefined();
    expect(placeToReadAgain([], 2)).toBeUndefined();
  });
});
