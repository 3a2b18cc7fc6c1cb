// Text of a file in, the same as a page may show it out: never markup, and its direction marks keep to themselves.
import type { VNode } from 'preact';

/** What HTML cannot hold, or shows as nothing: controls other than blanks, and lone surrogates. */
const unseen = /(?![\t\n\f\r])\p{Cc}|\p{Cs}/gu;

/** Text of a file: a question, an answer, a name. */
export function Quoted({ text }: { readonly text: string }): VNode {
  return <bdi>{text.replace(unseen, escaped)}</bdi>;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}
