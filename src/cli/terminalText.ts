// Text of a file or a question as a terminal may show it: as words, never as commands to the terminal.

/** Controls (C0, DEL, C1), direction marks and overrides, line separators, and lone surrogates. */
const unsafe = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]|\p{Cs}/gu;

/** One printable line: runs of blanks and line ends become one blank, other controls `\u{…}`. */
export function toTerminalText(text: string): string {
  return text
    .replace(/[\t\n\v\f\r ]+/g, ' ')
    .replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}
