// SQuAD-Doc: paragraphs of SQuAD articles joined into long documents, so that verdicts can be measured by how much was
// read. Ordinary SQuAD cannot: only 2 % of its questions need more than one window.

/** A paragraph of an article. */
export interface Paragraph {
  readonly article: string;
  readonly context: string;
}

/** A document made of paragraphs, and where the one that was asked about stands in it: UTF-16, half-open. */
export interface JoinedDocument {
  readonly text: string;
  readonly homeStart: number;
  readonly homeEnd: number;
}

/** Between two paragraphs: a blank line. */
const joint = '\n\n';

/** UTF-16 units that a further window adds: about 177 tokens of 4.4, in windows of 320 tokens that share 128. */
const charsPerWindow = 780;

/** UTF-16 units of a document of about so many windows: of one, whatever its paragraph has. */
export function charsOf(windows: number): number {
  return windows === 1 ? 0 : windows * charsPerWindow;
}

/** The paragraphs that questions are on, each once, in the order of the questions. */
export function paragraphsOf(questions: readonly Paragraph[]): Paragraph[] {
  const paragraphs = new Map<string, Paragraph>();
  for (const { article, context } of questions)
    paragraphs.set(JSON.stringify([article, context]), { article, context });
  return [...paragraphs.values()];
}

/**
 * Joins paragraphs until the document has at least `chars` UTF-16 units, or none is left: the home paragraph's article
 * from `lead` paragraphs before it on and around to them, then the other articles in their order. A longer document
 * therefore begins with the shorter one. The home paragraph is always in it, alone when it is long enough.
 *
 * Throws RangeError when there is no paragraph `home`.
 */
export function joinAround(
  paragraphs: readonly Paragraph[],
  home: number,
  chars: number,
  lead: number,
): JoinedDocument {
  const asked = paragraphs[home];
  if (asked === undefined) throw new RangeError(`no paragraph ${home} of ${paragraphs.length}`);
  if (asked.context.length >= chars) return { text: asked.context, homeStart: 0, homeEnd: asked.context.length };
  const own = paragraphs.filter(({ article }) => article === asked.article);
  const others = paragraphs.filter(({ article }) => article !== asked.article);
  const first = Math.max(0, own.indexOf(asked) - lead);
  let text = '';
  let homeStart = -1;
  for (const paragraph of [...own.slice(first), ...own.slice(0, first), ...others]) {
    if (text.length >= chars && homeStart >= 0) break;
    if (text !== '') text += joint;
    if (paragraph === asked) homeStart = text.length;
    text += paragraph.context;
  }
  return { text, homeStart, homeEnd: homeStart + asked.context.length };
}
