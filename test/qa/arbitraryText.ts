// Texts as files have them at their worst, for property tests.
import fc from 'fast-check';

const blanks = [
  ' ',
  ' ',
  ' ',
  ' ',
  '  ',
  '\t',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u3000',
];
const words = ['the', 'The', 'port', 'is', '8080', '30', 'seconds', "don't", 'unbelievably', 'x'.repeat(70), '1.5e-3'];
const marks = ['(', ')', '.', ', ', ': ', '- ', '_', '/', '"', '|', '#', '# ', '`', '*', '> ', '1. ', '## ', '---\n'];
const literals = ['[SEP]', '[CLS]', '[UNK]', '[MASK]', '</s>', '<s>', '<mask>', '##s', '\u0120', '\u2581'];
const scripts = [
  '日本語',
  '東京',
  'かな',
  '한국어',
  'ไทย',
  'עברית',
  'العربية',
  'हिन्दी',
  'naïve',
  'ﬁ',
  'İ',
  'ß',
  'Å',
  'Ⅳ',
  '½',
  '①',
];
const composed = [
  'e\u0301',
  'a\u0323\u0308',
  '\u0301',
  '\ufe0f',
  '\u200d',
  '\u200b',
  '\u200f',
  '\u00ad',
  '\ufeff',
  '\ufffd',
];
const emoji = ['😀', '👨‍👩‍👧‍👦', '👍🏽', '🇩🇪', '⚠️', '1️⃣', '❤️', '𝒜', '𠀀', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'];
const broken = ['\ud83d', '\ude00', '\ud800', '\udfff', '\0', '\u0007', '\u001c', '\u007f', '\uffff'];

const oneOf = (pieces: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...pieces);

const piece = fc.oneof(
  { weight: 8, arbitrary: oneOf(blanks) },
  { weight: 8, arbitrary: oneOf(words) },
  { weight: 3, arbitrary: oneOf(marks) },
  { weight: 1, arbitrary: oneOf(literals) },
  { weight: 3, arbitrary: oneOf(scripts) },
  { weight: 2, arbitrary: oneOf(composed) },
  { weight: 2, arbitrary: oneOf(emoji) },
  { weight: 1, arbitrary: oneOf(broken) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x10ffff }).map((codePoint) => String.fromCodePoint(codePoint)) },
);

/** Words, blanks, line ends, scripts, emoji, marks and broken characters, of any length up to `maxPieces` pieces. */
export function arbitraryText(maxPieces: number): fc.Arbitrary<string> {
  return fc.array(piece, { maxLength: maxPieces, size: 'max' }).map((pieces) => pieces.join(''));
}

/** Words of a few letters with single blanks between them. */
export function plainWords(count: number): string {
  return Array.from({ length: count }, (_, i) => `w${i}`).join(' ');
}

/** True for a text of white space only. */
export const isBlank = (text: string): boolean => /^\p{White_Space}*$/u.test(text);
