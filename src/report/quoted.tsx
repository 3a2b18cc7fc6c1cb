// Text of a file in, the same as a page may show it out: never markup, and its direction marks keep to themselves.
import type { VNode } from 'preact';
import { visible } from './visible';

/** Text of a file: a question, an answer, a name. */
export function Quoted({ text }: { readonly text: string }): VNode {
  return <bdi>{visible(text)}</bdi>;
}
