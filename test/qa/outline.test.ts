import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDocument } from '../../src/qa/document';
import { makeOutline } from '../../src/qa/outline';
import { arbitraryText } from './arbitraryText';

/** The heading path of the first place where `word` stands. */
function headingsOf(text: string, word: string, name = 'a.md'): string[] {
  return makeOutline(makeDocument(text, name)).headingsAt(text.indexOf(word));
}

describe('the heading path', () => {
  it('names every level above a place, outermost first', () => {
    expect(headingsOf('# Guide\n\n## Network\n\n### Ports\n\nHere.', 'Here')).toEqual(['Guide', 'Network', 'Ports']);
  });

  it('leaves a section at the next heading of its level or above', () => {
    const text = '# A\n\n## B\n\n### C\n\nfirst\n\n## D\n\nsecond\n\n# E\n\nthird\n';
    expect(headingsOf(text, 'first')).toEqual(['A', 'B', 'C']);
    expect(headingsOf(text, 'second')).toEqual(['A', 'D']);
    expect(headingsOf(text, 'third')).toEqual(['E']);
  });

  it('bears with levels that are left out', () => {
    const text = '# A\n\n### C\n\nfirst\n\n## B\n\nsecond\n';
    expect(headingsOf(text, 'first')).toEqual(['A', 'C']);
    expect(headingsOf(text, 'second')).toEqual(['A', 'B']);
  });

  it('puts a heading under itself, and nothing before the first', () => {
    expect(headingsOf('intro\n\n# Ports\n', 'Ports')).toEqual(['Ports']);
    expect(headingsOf('intro\n\n# Ports\n', '# Ports')).toEqual(['Ports']);
    expect(headingsOf('Ports\n=====\n', 'Ports')).toEqual(['Ports']);
    expect(headingsOf('intro\n\n# Ports\n', 'intro')).toEqual([]);
  });

  it('knows underlined headings', () => {
    expect(headingsOf('Guide\n=====\n\nNetwork\n-------\n\nHere.', 'Here')).toEqual(['Guide', 'Network']);
  });

  it('is the text of a heading without its marks', () => {
    expect(headingsOf('# The `port` of *the*  [server](x)  #\n\nHere.', 'Here')).toEqual(['The port of the server']);
  });

  it('does not take a comment in a code block for a heading', () => {
    expect(headingsOf('# A\n\n```sh\n# not a heading\nhere\n```\n', 'here')).toEqual(['A']);
  });

  it('leaves out headings in quotes and lists, and empty ones', () => {
    expect(headingsOf('# A\n\n> # quoted\n\n- # listed\n\n##\n\nHere.', 'Here')).toEqual(['A']);
  });

  it('stands at the same places with \\r\\n line ends', () => {
    const text = '# A\r\n\r\nfirst\r\n\r\n## B\r\n\r\nsecond\r\n';
    expect(headingsOf(text, 'first')).toEqual(['A']);
    expect(headingsOf(text, 'second')).toEqual(['A', 'B']);
  });

  it('stands at the same places behind tabs and emoji', () => {
    const text = '😀\ttab\n\n# A\n\n\t\tcode 😀\n\n# B\n\nHere.';
    expect(headingsOf(text, 'code')).toEqual(['A']);
    expect(headingsOf(text, 'B')).toEqual(['B']);
  });

  it('does not take front matter for a heading', () => {
    expect(headingsOf('---\ntitle: x\n---\n\nHere.', 'Here')).toEqual([]);
    expect(headingsOf('---\r\ntitle: x\r\n---\r\n# A\r\n\r\nHere.', 'Here')).toEqual(['A']);
    expect(headingsOf('---\ntitle: x\n...\nHere.\n', 'Here')).toEqual([]);
  });

  it('is not lost behind empty front matter', () => {
    expect(headingsOf('---\n---\n\n# A\n\nHere.\n\n---\n\nMore.\n', 'Here')).toEqual(['A']);
  });

  it('is empty in a document that is not Markdown', () => {
    expect(headingsOf('# A\n\nHere.', 'Here', 'a.py')).toEqual([]);
  });

  it('is at most six titles without blanks around them, whatever the text', () => {
    fc.assert(
      fc.property(arbitraryText(40), (text) => {
        const outline = makeOutline(makeDocument(text, null, 'markdown'));
        for (let offset = 0; offset <= text.length; offset += 7) {
          const path = outline.headingsAt(offset);
          expect(path.length).toBeLessThanOrEqual(6);
          for (const heading of path) expect(heading).toBe(heading.trim());
        }
      }),
      { numRuns: 60 },
    );
  });
});
