// What a character is, by code point, as the reference tokenizers and the exact-offset rules see it.

/**
 * Unicode White_Space. JavaScript's `\s` differs in two characters: it has U+FEFF and lacks U+0085, and both occur
 * in real files.
 */
export function isWhiteSpace(codePoint: number): boolean {
  if (codePoint <= 0x20) return codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d);
  if (codePoint < 0x1680) return codePoint === 0x85 || codePoint === 0xa0;
  return (
    codePoint === 0x1680 ||
    (codePoint >= 0x2000 && codePoint <= 0x200a) ||
    codePoint === 0x2028 ||
    codePoint === 0x2029 ||
    codePoint === 0x202f ||
    codePoint === 0x205f ||
    codePoint === 0x3000
  );
}

/** UTF-16 units of a code point: 2 beyond the basic plane. */
export function utf16Length(codePoint: number): 1 | 2 {
  return codePoint > 0xffff ? 2 : 1;
}

/** Bytes of a code point in UTF-8; a lone surrogate counts as U+FFFD (3 bytes), as encoders write it. */
export function utf8Length(codePoint: number): 1 | 2 | 3 | 4 {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** The code point at a UTF-16 offset inside the text; a lone surrogate is its own code point. */
export function codePointAt(text: string, offset: number): number {
  const codePoint = text.codePointAt(offset);
  if (codePoint === undefined) throw new RangeError(`offset ${offset} is outside a text of ${text.length}`);
  return codePoint;
}

/** The code point that ends at a UTF-16 offset greater than 0. */
export function codePointBefore(text: string, offset: number): number {
  const last = text.charCodeAt(offset - 1);
  if (last >= 0xdc00 && last <= 0xdfff && offset >= 2) {
    const pair = codePointAt(text, offset - 2);
    if (pair > 0xffff) return pair;
  }
  return last;
}

/** True where cutting a text at this offset would part a surrogate pair. */
export function splitsSurrogatePair(text: string, offset: number): boolean {
  return offset > 0 && offset < text.length && codePointBefore(text, offset + 1) > 0xffff;
}

const extender = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|\ufe0e|\ufe0f)$/u;

/** Characters that belong to the one before them: combining marks, joiners, variation selectors, skin tones. */
export function extendsCharacter(codePoint: number): boolean {
  return codePoint >= 0x300 && extender.test(String.fromCodePoint(codePoint));
}

const letterOrDigit = /^[\p{L}\p{N}\p{M}]$/u;
// Scripts written without blanks: there a run of letters is a sentence, not a word.
const unspacedScript =
  /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]$/u;

/** Letters and digits of scripts that put blanks between words: an answer never begins or ends inside a run of them. */
export function isRunCharacter(codePoint: number): boolean {
  if (codePoint < 0x80) {
    return (
      (codePoint >= 0x30 && codePoint <= 0x39) ||
      (codePoint >= 0x41 && codePoint <= 0x5a) ||
      (codePoint >= 0x61 && codePoint <= 0x7a)
    );
  }
  const character = String.fromCodePoint(codePoint);
  return letterOrDigit.test(character) && !unspacedScript.test(character);
}
