// Where a text may be cut so that what belongs together stays together: after a blank line, a sentence or a line. Cuts at
// seams also stay where they are when the text before them is edited.
import { at, type Encoding } from './tokens';

/** How well the text may be cut before a token: 0 not, 1 a line or sentence begins, 2 a paragraph. */
export type Seams = Uint8Array;

/** The seam before a paragraph. */
export const paragraphSeam = 2;

/** A blank line and what is blank behind it; the end of a line; the end of a sentence, which takes no line end away. */
const seam =
  /(\r\n|\n|\r(?!\n))[^\S\r\n]*[\r\n]\s*|[\r\n]\s*|[。！？]["'”’」』）)\]]*[^\S\r\n]*|[.!?]["'”’)\]]*[^\S\r\n]+/g;

/** The seams before each token of an encoding of `text`, or of a part of it. */
export function findSeams(text: string, context: Encoding): Seams {
  const seams = new Uint8Array(context.ids.length);
  if (seams.length === 0) return seams;
  const end = at(context.ends, seams.length - 1);
  let token = 0;
  seam.lastIndex = at(context.starts, 0);
  for (let match = seam.exec(text); match !== null && match.index < end; match = seam.exec(text)) {
    const [whole, blankLine] = match;
    const offset = match.index + whole.length;
    while (token < seams.length && at(context.ends, token) <= offset) token++;
    if (token === seams.length) break;
    seams[token] = Math.max(at(seams, token), blankLine === undefined ? 1 : paragraphSeam);
  }
  return seams;
}
