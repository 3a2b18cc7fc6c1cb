import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/evaluate/evaluation';
import { renderReport } from '../../src/report/renderReport';
import { hostile, situations } from './situations';

const css = readFileSync(new URL('../../media/report/report.css', import.meta.url), 'utf8');

function render(evaluation: Evaluation, linkTo: (id: string) => string | null = () => null): string {
  return renderReport(evaluation, { css, linkTo: ({ id }) => linkTo(id) });
}

/** The file without its style, as text: what stands between its tags. */
function words(html: string): string {
  return html
    .replace(/<style>[^]*<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe('the file', () => {
  it.each(Object.entries(situations))(
    'of %s holds its style and loads, runs and styles nothing else',
    (_, evaluation) => {
      const html = render(evaluation, (id) => `vscode://file/data.json:${id}`);
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none';`);
      expect(html.split(css)).toHaveLength(2);
      const markup = html.replace(css, '');
      expect(markup).not.toMatch(/<(?:script|img|link|iframe|object|base|form)\b/);
      expect(markup).not.toMatch(/<[^>]*\s(?:style|src|on\w+)=/);
      expect(css).not.toMatch(/@import|url\(/);
      expect(markup).not.toMatch(/NaN|Infinity|undefined|null/);
    },
  );

  it('has the same markup whatever its texts are', () => {
    const small = situations['hostile texts'];
    const withText = (text: string): Evaluation => ({
      ...small,
      subject: { ...small.subject, dataName: text },
      kinds: { ...small.kinds, article: small.kinds.article.map((score) => ({ ...score, kind: text })) },
      mistakes: small.mistakes.map((mistake) => ({
        ...mistake,
        question: text,
        article: text,
        given: text,
        expected: [text],
      })),
    });
    const tags = (text: string): string => (render(withText(text), () => text).match(/<[\w/!][^\s>]*/g) ?? []).join('');
    const plain = tags('a word');
    const text = fc.oneof(
      fc.array(fc.nat(0xffff), { minLength: 1 }).map((units) => String.fromCharCode(...units)),
      fc
        .array(fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', 'a'), { minLength: 1 })
        .map((units) => units.join('')),
      fc.constant(hostile),
    );
    fc.assert(
      fc.property(text, (anything) => {
        expect(tags(anything)).toBe(plain);
      }),
      { numRuns: 30 },
    );
  });

  it('shows what is not seen, and what would turn the words behind it, as an escape', () => {
    const shown = words(render(situations['hostile texts']));
    expect(shown).toContain('&amp; \\u{202E}evil \\u{7}\\u{D800}');
    expect(shown).not.toMatch(/(?!\s)\p{Cc}|\u202e|\p{Cs}/u);
  });
});

describe('the headline', () => {
  it.each([
    [
      'usual',
      'Of 82 answers 47 were right (57.3 %). It answered 68 of 160 questions that have an answer (42.5 %). It gave an answer to 14 of 80 questions that have none (17.5 %).',
    ],
    [
      'one question, answered rightly',
      'The only answer was right. It answered 1 of 1 question that has an answer (100 %).',
    ],
    ['one question, refused', 'It gave no answer. It answered 0 of 1 question that has an answer (0 %).'],
    [
      'no question with an answer',
      'Of 14 answers 0 were right (0 %). It gave an answer to 14 of 80 questions that have none (17.5 %).',
    ],
  ] as const)('of %s', (situation, sentence) => {
    expect(words(render(situations[situation])).replaceAll('\u00a0', ' ')).toContain(sentence);
  });
});

describe('a chart', () => {
  it('says to a screen reader what it is, and has every value in a table', () => {
    const { usual } = situations;
    const html = render(usual);
    const [, ...charts] = html.split('<figure').map((part) => part.split('</figure>')[0] ?? '');
    const points = [usual.precisionRecall.points, usual.calibration.bins, usual.riskCoverage.points];
    expect(charts).toHaveLength(3);
    charts.forEach((chart, index) => {
      expect(chart).toMatch(/<svg [^>]*role="img" aria-label="[^"]{40,}"/);
      expect(countOf(chart.split('<tbody>')[1] ?? '', /<tr>/g)).toBe(points[index]?.length);
    });
  });

  it('marks the threshold in use where its precision and recall are', () => {
    const [, x = '', y = ''] =
      /<circle class="current" cx="([\d.]+)" cy="([\d.]+)"/.exec(render(situations.usual)) ?? [];
    const { current } = situations.usual.precisionRecall;
    // The drawing's axes: 0 to 100 % from 44 to 306, and from 210 up to 8.
    expect((Number(x) - 44) / (306 - 44)).toBeCloseTo(current?.recall ?? NaN);
    expect((210 - Number(y)) / (210 - 8)).toBeCloseTo(current?.precision ?? NaN);
  });

  it('of precision and recall is not there when no question has an answer', () => {
    expect(countOf(render(situations['no question with an answer']), /<figure/g)).toBe(2);
  });

  it('says when the threshold answered nothing', () => {
    const { usual } = situations;
    const html = render({ ...usual, precisionRecall: { ...usual.precisionRecall, current: null } });
    expect(words(html)).toContain('The threshold 1.42 answered nothing.');
    expect(html).not.toContain('class="current"');
  });
});

describe('a mistake', () => {
  it('leads to the address of its question', () => {
    const { usual } = situations;
    const html = render(usual, (id) => `vscode://file/a b.json:1:2?"${id}`);
    expect(countOf(html, /<a href="/g)).toBe(usual.mistakes.length);
    expect(html).toContain(`<a href="vscode://file/a b.json:1:2?&quot;${usual.mistakes[0]?.id}">`);
  });

  it('that cannot be shown leads nowhere', () => {
    const html = render(situations.usual);
    expect(html).not.toMatch(/<a |<button/);
    expect(words(html)).toContain(situations.usual.mistakes[0]?.question);
  });

  it('stands under the kind that it is, with what was given and each expected text once', () => {
    const shown = words(render(situations['hostile texts']));
    expect(shown).toMatch(/An answer where there is none Question Given Sure, % /);
    expect(shown).toMatch(/No answer where there is one Question Closest guess Expected Sure, % /);
    const [mistake] = situations.usual.mistakes;
    if (mistake === undefined) throw new Error('no mistake');
    const twice = render({ ...situations.usual, mistakes: [{ ...mistake, expected: ['thirty', '30', 'thirty'] }] });
    expect(countOf(twice, /thirty/g)).toBe(1);
  });

  it('is said not to be there when there is none', () => {
    expect(words(render(situations['one question, answered rightly']))).toContain('The worst mistakes There are none.');
  });
});

describe('the subject', () => {
  it('is named with all that the figures depend on', () => {
    const shown = words(render(situations.usual));
    for (const fact of [
      'File dev-v2.0.json',
      'Model tinyroberta-squad2 @ 75c968b8219e055ce1a89533057b142bae65450f',
      'Precision int8',
      'Strictness balanced',
      'an answer from evidence 1.42 on, a maybe from −2.58 on',
      '384 tokens, of which neighbours share 128',
      'each paragraph by itself',
    ]) {
      expect(shown).toContain(fact);
    }
    expect(shown).not.toContain('estimates');
  });

  it('says when the rules, the documents or the confidences are others', () => {
    const shown = words(render(situations['reference rules, joined documents, not examined']));
    expect(shown).toContain('those of the widely used example script');
    expect(shown).toContain('paragraphs joined to about 20 windows');
    expect(shown).toContain('The confidences are estimates');
    expect(shown).not.toContain('Strictness');
  });
});

describe('the figures', () => {
  it('are the evaluation’s own, with their intervals', () => {
    const { official, calibration } = situations.usual;
    const shown = words(render(situations.usual)).replaceAll('\u00a0', ' ');
    expect(shown).toContain(`${official.exact.toFixed(1)} / ${official.f1.toFixed(1)}`);
    expect(shown).toContain(
      `a perfectly calibrated reader stays below ${Number((100 * calibration.perfect95).toFixed(1))} %`,
    );
    expect(shown).toContain('Questions 240 480 windows read');
    expect(shown).toContain('Time 22.8 s 95 ms a question');
    for (const [figure, value] of Object.entries(official)) expect(shown).toContain(`${figure} ${value}`);
  });

  it('of what is not there are dashes', () => {
    const shown = words(render(situations['no question without an answer']));
    expect(shown).toContain('Without an answer – / – EM / F1, %, 0 questions');
    expect(shown).toContain('False answers – every question has an answer');
  });
});

describe('time', () => {
  it.each([
    [0.0832, '83 ms'],
    [8.24, '8.2 s'],
    [59.97, '1 min 0 s'],
    [119.6, '2 min 0 s'],
    [3599.9, '1 h 0 min'],
    [3780, '1 h 3 min'],
  ])('of %s seconds is %s', (seconds, text) => {
    const html = render({ ...situations.usual, seconds, questions: 1 });
    expect(words(html).replaceAll('\u00a0', ' ')).toContain(`Time ${text} `);
  });
});
