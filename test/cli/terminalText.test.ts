import { describe, expect, it } from 'vitest';
import { toTerminalText } from '../../src/cli/terminalText';

/** Every character that moves the cursor, changes the terminal, or turns the direction of text. */
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

describe('text for a terminal', () => {
  it('keeps letters, marks, symbols and emoji of all scripts', () => {
    const text = 'naïve – “漢字” שלום עברית e\u0301 😀 👩‍💻 \u00a0\u00ad \\ [[x]]';
    expect(toTerminalText(text)).toBe(text);
  });

  it('shows ANSI colours as words', () => {
    expect(toTerminalText('\u001b[31mred\u001b[0m')).toBe('\\u{1B}[31mred\\u{1B}[0m');
  });

  it('shows an OSC 8 link as words, with either terminator', () => {
    expect(toTerminalText('\u001b]8;;http://a.example\u0007link\u001b]8;;\u001b\\')).toBe(
      '\\u{1B}]8;;http://a.example\\u{7}link\\u{1B}]8;;\\u{1B}\\',
    );
  });

  it('shows one-unit C1 commands, DEL and NUL as words', () => {
    expect(toTerminalText('\u009b31m \u009d \u0085 \u007f \u0000 \b')).toBe(
      '\\u{9B}31m \\u{9D} \\u{85} \\u{7F} \\u{0} \\u{8}',
    );
  });

  const directions = ['61C', '200E', '200F', '202A', '202B', '202C', '202D', '202E', '2066', '2067', '2068', '2069'];
  it.each([...directions, '2028', '2029'])('shows U+%s as a word', (hex) => {
    expect(toTerminalText(`a${String.fromCharCode(parseInt(hex, 16))}b`)).toBe(`a\\u{${hex}}b`);
  });

  it('shows a lone surrogate as a word and keeps a pair', () => {
    expect(toTerminalText('\ud83d😀\ude00')).toBe('\\u{D83D}😀\\u{DE00}');
  });

  it('makes one blank of each run of blanks, tabs and line ends', () => {
    expect(toTerminalText('a\tb\r\nc\rd\n\n  e\v\ff')).toBe('a b c d e f');
  });

  it('lets no unsafe character of the basic plane through', () => {
    const everything = String.fromCharCode(...Array.from({ length: 0x3000 }, (_, code) => code));
    expect(toTerminalText(everything)).not.toMatch(unsafe);
  });
});
