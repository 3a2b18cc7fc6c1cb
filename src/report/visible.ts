// Text of a file in, the same with nothing hidden in it out.

/** What is not seen or turns the words behind it: controls other than blanks, direction overrides, lone surrogates. */
const unseen = /(?![\t\n\f\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/** The text with what is not seen as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}
