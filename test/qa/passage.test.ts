import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWhiteSpace, splitsSurrogatePair } from '../../src/qa/characters';
import { makeDocument } from '../../src/qa/document';
import { passageAround } from '../../src/qa/passage';
import { arbitraryText } from './arbitraryText';

/** The passage around the first place of `answer`. */
function passageOf(text: string, answer: string): string {
  const start = text.indexOf(answer);
  expect(start).toBeGreaterThanOrEqual(0);
  const passage = passageAround(makeDocument(text, 'a.md'), start, start + answer.length);
  return text.slice(passage.start, passage.end);
}

describe('the passage around an answer', () => {
  it('is its sentence', () => {
    expect(passageOf('It listens. The port is 8080 by default. Change it.', '8080')).toBe(
      'The port is 8080 by default.',
    );
  });

  it.each(['\n', '\r\n', '\r'])('goes on over the line end %j inside a paragraph', (lineEnd) => {
    const text = ['It listens. The port', 'is 8080', 'by default. Change it.'].join(lineEnd);
    expect(passageOf(text, '8080')).toBe(['The port', 'is 8080', 'by default.'].join(lineEnd));
  });

  it('ends at a blank line', () => {
    expect(passageOf('About ports\n\nthe port is 8080\n\nand more', '8080')).toBe('the port is 8080');
    expect(passageOf('About ports\n  \nthe port is 8080\n\t\nand more', '8080')).toBe('the port is 8080');
  });

  it('is all sentences that the answer stands in', () => {
    expect(passageOf('One. It is this. And that. Two.', 'this. And')).toBe('It is this. And that.');
  });

  it.each(['- ', '* ', '+ ', '• ', '1. ', '12) ', '  - ', '- [ ] ', '- [x] '])(
    'is the list item behind %j, with the lines that belong to it',
    (mark) => {
      const text = `${mark}first item\n${mark}the port is\n  8080 here\n${mark}last item`;
      expect(passageOf(text, '8080')).toBe('the port is\n  8080 here');
      expect(passageOf(text, 'port is')).toBe('the port is\n  8080 here');
    },
  );

  it.each([
    ['a table row', '| name | port |\n|---|---|\n| http | 8080 |\n| https | 8443 |', '| http | 8080 |'],
    ['a key and its value in YAML', 'host: a\nport: 8080\nname: b', 'port: 8080'],
    ['a key and its value in TOML', 'host = "a"\nport = 8080\nname = "b"', 'port = 8080'],
    ['a key and its value in JSON', '{\n  "host": "a",\n  "port": 8080,\n  "name": "b"\n}', '"port": 8080,'],
    ['an entry of an ini file', '; host=a\nport=8080\nname=b', 'port=8080'],
    ['a line of a log', '2024-01-01 up\n2024-01-02 port 8080 open\n2024-01-03 down', '2024-01-02 port 8080 open'],
    ['a line of a log with levels', '[info] up\n[warn] port 8080 taken\n[info] down', '[warn] port 8080 taken'],
    ['a heading', 'text before\n## Port 8080\ntext after', 'Port 8080'],
    ['a line between fences', '```\nport 8080 open\n```', 'port 8080 open'],
  ])('is %s by itself', (_, text, expected) => {
    expect(passageOf(text, '8080')).toBe(expected);
  });

  it('leaves the marks of a quote out', () => {
    expect(passageOf('> the port is 8080', '8080')).toBe('the port is 8080');
    expect(passageOf('> > - the port is 8080', '8080')).toBe('the port is 8080');
  });

  it('keeps marks that are part of the answer', () => {
    expect(passageOf('- the port', '- the')).toBe('- the port');
  });

  it('of a long line is cut at blanks on both sides', () => {
    const filler = 'lorem ipsum dolor '.repeat(100);
    const passage = passageOf(`${filler}8080 ${filler}`, '8080');
    expect(passage).toContain('8080');
    expect(passage.length).toBeGreaterThan(400);
    expect(passage.length).toBeLessThanOrEqual(604);
    expect(passage).toMatch(/^(?:lorem|ipsum|dolor) .* (?:lorem|ipsum|dolor)$/);
  });

  it('of a long answer keeps it whole', () => {
    const answer = 'word '.repeat(300).trim();
    expect(passageOf(`${'before '.repeat(200)}${answer}${' after'.repeat(200)}`, answer)).toContain(answer);
  });

  it('is at most 600 longer than the answer, though every cut would part an emoji', () => {
    const text = `${'😀'.repeat(400)}a8080a${'😀'.repeat(400)}`;
    for (const answer of ['8080', 'a8080', '8080a']) {
      expect(passageOf(text, answer).length - answer.length).toBeLessThanOrEqual(600);
    }
  });

  it('holds the answer, has no white space at its ends, parts no pair and is at most 600 longer', () => {
    const longText = fc
      .tuple(arbitraryText(60), fc.integer({ min: 1, max: 12 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(fc.oneof(arbitraryText(60), longText), fc.nat(), fc.nat(40), (text, seed, length) => {
        let start = seed % (text.length + 1);
        let end = Math.min(text.length, start + length);
        while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
        while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
        fc.pre(start < end && !splitsSurrogatePair(text, start) && !splitsSurrogatePair(text, end));

        const passage = passageAround(makeDocument(text, 'a.md'), start, end);
        expect(passage.start).toBeLessThanOrEqual(start);
        expect(passage.end).toBeGreaterThanOrEqual(end);
        expect(passage.end).toBeLessThanOrEqual(text.length);
        expect(passage.end - passage.start - (end - start)).toBeLessThanOrEqual(600);
        expect(splitsSurrogatePair(text, passage.start) || splitsSurrogatePair(text, passage.end)).toBe(false);
        const shown = text.slice(passage.start, passage.end);
        expect(shown).toBe(shown.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ''));
      }),
      { numRuns: 150 },
    );
  });
});
