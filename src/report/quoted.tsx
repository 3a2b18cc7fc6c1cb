// Text of a file in, the same as a page may show it out: never markup, and its direction marks keep to themselves.
import type { VNode } from 'preact';

/** What is not seen or turns the words behind it: controls other than blanks, direction overrides, lone surrogates. */
const unseen = /(?![\t\n\f\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/** Text of a file: a question, an answer, a name. */
export function Quoted({ text }: { readonly text: string }): VNode {
  return <bdi>{visible(text)}</bdi>;
}

/** The text with what is not seen as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}
