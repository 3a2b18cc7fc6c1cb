// SQuAD's normalize_answer: what counts as the same answer, here and in the official evaluation.

/** What Python's `str.split()` splits at: Unicode's White_Space, and the separators U+001C to U+001F. */
const pythonSpace = new RegExp(`[\\p{White_Space}${String.fromCharCode(0x1c)}-${String.fromCharCode(0x1f)}]+`, 'u');

const asciiPunctuation = /[!-/:-@[-`{-~]/g;

/** Python's `\b`: between a word character of any script and none. JavaScript's knows ASCII only. */
const article = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

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
