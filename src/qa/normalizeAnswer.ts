// SQuAD's normalize_answer: what counts as the same answer, here and in the official evaluation.

const asciiPunctuation = /[!-/:-@[-`{-~]/g;

/** Python's `\b`: between a word character of any script and none. JavaScript's knows ASCII only. */
const article = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/** What Python's `str.split()` splits at: Unicode white space and the separators U+001C to U+001F. */
const pythonSpace = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Lower case, without ASCII punctuation and English articles, words joined by single blanks. May be empty. */
export function normalizeAnswer(text: string): string {
  return normalizedWords(text).join(' ');
}

/** The words of `normalizeAnswer`. */
export function normalizedWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(asciiPunctuation, '')
    .replace(article, ' ')
    .split(pythonSpace)
    .filter((word) => word !== '');
}
