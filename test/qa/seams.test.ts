import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSeams } from '../../src/qa/seams';
import { encodePart } from '../../src/qa/tokens';
import { arbitraryText } from './arbitraryText';
import { makeWordTokenizer } from './fakeModel';
import { makeByteLevelReader, makeWordPieceReader } from './realReaders';

const words = makeWordTokenizer();

/** The tokens of a text that a seam stands before, each with its strength. */
function seamsOf(text: string): [string, number][] {
  const context = words.encode(text);
  const seams = findSeams(text, context);
  return [...seams].flatMap((strength, i): [string, number][] =>
    strength === 0 ? [] : [[text.slice(context.starts[i], context.ends[i]).trim(), strength]],
  );
}

describe('the seams of a text', () => {
  it('are its sentences and lines, and its paragraphs, which are stronger', () => {
    expect(seamsOf('One two. Three four\nfive\n\nsix seven\n \n# eight\nnine')).toEqual([
      ['Three', 1],
      ['five', 1],
      ['six', 2],
      ['#', 2],
      ['nine', 1],
    ]);
  });

  it('between paragraphs are as strong behind the end of a sentence', () => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      for (const between of [lineEnd + lineEnd, ` ${lineEnd}${lineEnd}`, ` ${lineEnd} ${lineEnd} `]) {
        expect(seamsOf(`One two.${between}Three?${between}# four!${lineEnd}five`)).toEqual([
          ['Three?', 2],
          ['#', 2],
          ['five', 1],
        ]);
      }
    }
  });

  it('between paragraphs are as strong behind the end of a sentence in a script without blanks', () => {
    const { tokenizer } = makeWordPieceReader();
    for (const between of ['\n\n', '\r\n\r\n', ' \n \n']) {
      const text = `端口是八千。${between}默认。超时`;
      const context = tokenizer.encode(text);
      const strengths = new Map([...findSeams(text, context)].map((strength, i) => [context.starts[i], strength]));
      expect(strengths.get(text.indexOf('默'))).toBe(2);
      expect(strengths.get(text.indexOf('超'))).toBe(1);
    }
  });

  it('are the same whatever ends the lines', () => {
    const text = 'One two\nthree\n\nfour\n\n## five';
    const expected = seamsOf(text);
    expect(seamsOf(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(seamsOf(text.replaceAll('\n', '\r'))).toEqual(expected);
  });

  it('are not inside numbers, names of files, or words', () => {
    expect(seamsOf('version 1.2.3 of readme.md is what e.g.this names')).toEqual([]);
  });

  it('stand behind the marks that end a sentence, also in scripts without blanks', () => {
    expect(seamsOf('He said "no." Then (yes!) more?')).toEqual([
      ['Then', 1],
      ['more?', 1],
    ]);
    const { tokenizer } = makeByteLevelReader();
    const text = '端口是八千。默认超时是三十秒。';
    const context = tokenizer.encode(text);
    const found = [...findSeams(text, context)].flatMap((strength, i) => (strength > 0 ? [context.starts[i]] : []));
    expect(found).toContain(text.indexOf('默'));
  });

  it('of a part of a text are those of the text at the same places', () => {
    const text = 'One. Two\n\nthree. Four\nfive';
    const part = encodePart(words, text, 9, text.length);
    const whole = words.encode(text);
    const strengths = new Map([...findSeams(text, whole)].map((strength, i) => [whole.starts[i], strength]));
    const found = findSeams(text, part);
    for (let i = 1; i < part.ids.length; i++) expect(found[i]).toBe(strengths.get(part.starts[i]));
  });

  it.each([makeWordPieceReader(), makeByteLevelReader()])('are found in any text ($name)', ({ tokenizer }) => {
    fc.assert(
      fc.property(arbitraryText(60), (text) => {
        const context = tokenizer.encode(text);
        const seams = findSeams(text, context);
        expect(seams).toHaveLength(context.ids.length);
        for (const strength of seams) expect([0, 1, 2]).toContain(strength);
      }),
      { numRuns: 30 },
    );
  });

  it('of a megabyte of blanks, stops or line ends are found at once', () => {
    for (const part of [' ', '.', '\n', '."', '\r\n ', '# ']) {
      const text = `a${part.repeat(500_000)}b`;
      const context = { ids: new Int32Array(1), starts: new Int32Array(1), ends: Int32Array.of(text.length) };
      expect(findSeams(text, context)).toHaveLength(1);
    }
  });
});
