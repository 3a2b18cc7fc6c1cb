import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysInOrder, parseJsonText } from '../../src/evaluate/jsonText';

function faultOf(text: string): string {
  try {
    parseJsonText(text);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('it is JSON');
}

it('JSON is its value, behind a byte order mark too', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJsonText(text)).toEqual(JSON.parse(text));
      expect(parseJsonText(`\ufeff${text}`)).toEqual(JSON.parse(text));
    }),
  );
});

describe('a text that is not JSON is told where, and what should be there', () => {
  it.each([
    ['', 'line 1, column 1: the text ends where a value should be'],
    ['[1,2', 'line 1, column 5: the text ends where a comma or ] should be'],
    ['{"a": 1', 'line 1, column 8: the text ends where a comma or } should be'],
    ['[', 'line 1, column 2: the text ends where a value or ] should be'],
    ['{', 'line 1, column 2: the text ends where a name in double quotes or } should be'],
    ['{"a": }', 'line 1, column 7: there is } where a value should be'],
    ['{"a" 1}', 'line 1, column 6: there is 1 where a colon should be'],
    ['{"a":1,}', 'line 1, column 8: there is } where a name in double quotes should be'],
    ["{'a': 1}", "line 1, column 2: there is ' where a name in double quotes or } should be"],
    ['[1,]', 'line 1, column 4: there is ] where a value should be'],
    ['[1}', 'line 1, column 3: there is } where a comma or ] should be'],
    ['[1 2]', 'line 1, column 4: there is 2 where a comma or ] should be'],
    ['{"a":1}x', 'line 1, column 8: there is x where the end should be'],
    ['{}]', 'line 1, column 3: there is ] where the end should be'],
    ['{"a": NaN}', 'line 1, column 7: there is NaN where a value should be'],
    ['[01]', 'line 1, column 3: there is 1 where a comma or ] should be'],
    ['{"a": "b', 'line 1, column 9: the text ends where the rest of a text in double quotes should be'],
    ['["a\nb"]', 'line 1, column 4: there is a line end where the rest of a text in double quotes should be'],
    ['["a\\xb"]', 'line 1, column 4: there is \\x where the rest of a text in double quotes should be'],
    ['["\\u12"]', 'line 1, column 3: there is \\u where the rest of a text in double quotes should be'],
    ['["\\', 'line 1, column 3: there is \\ where the rest of a text in double quotes should be'],
    ['{\n  "a": 1,\n  "b": tru\n}', 'line 3, column 8: there is tru where a value should be'],
    ['{\r\n"a": 1,\r"b"; 2}', 'line 3, column 4: there is ; where a colon should be'],
    ['\ufeff{"a"; 1}', 'line 1, column 5: there is ; where a colon should be'],
    [
      '["\\"\\\\", "\\u00e9", -1.5e+3, true, {"a": [null, {}]}, 🚢]',
      'line 1, column 54: there is 🚢 where a value should be',
    ],
  ])('%j', (text, fault) => {
    expect(faultOf(text)).toBe(`not JSON: ${fault}`);
  });

  it('wherever in a text it is', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, at) => {
        const spaced = JSON.stringify(JSON.parse(json), null, 1);
        const lines = spaced.split('\n');
        const line = at % lines.length;
        const broken = [...lines.slice(0, line), `; ${lines[line] ?? ''}`, ...lines.slice(line + 1)].join('\n');
        expect(faultOf(broken)).toContain(`: line ${line + 1}, column 1: there is ; where `);
      }),
    );
  });

  it('when it is cut short', () => {
    const text = JSON.stringify({ data: [{ title: 'A', n: -1.5e3, list: [true, { empty: {} }, []] }] });
    for (let end = 0; end < text.length; end++) {
      if (/[a-z\d.-]/.test(text[end] ?? '')) continue;
      expect(faultOf(text.slice(0, end)), text.slice(0, end)).toContain(`column ${end + 1}: the text ends where `);
    }
  });
});

it('keys are in the order of the text, also those that look like numbers, and each once', () => {
  expect(keysInOrder('{"b": 1, "10": 2, "a\\"\\\\": 3, "9": 4, "\\u0062": 5}')).toEqual(['b', '10', 'a"\\', '9']);
});
