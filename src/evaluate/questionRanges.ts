// The text of a SQuAD file and ids in, where these questions stand in it out. A parsed file does not know its places.

/** A text in double quotes; a colon behind it makes it a name. Walking all of them never begins inside of one. */
const quoted = /"((?:[^"\\]|\\[^])*)"(\s*:)?/g;

/** Where an id stands with its quotes: UTF-16, half-open. */
interface IdRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the id of each question stands, in one walk over JSON without a byte order mark; ids that are not there are left
 * out. The first of twins counts.
 */
export function rangesOfQuestions(json: string, ids: readonly string[]): Map<string, IdRange> {
  const wanted = new Set(ids);
  const ranges = new Map<string, IdRange>();
  let isId = false;
  for (const { 1: content = '', 2: colon, index } of json.matchAll(quoted)) {
    if (colon === undefined && isId) {
      const id = decoded(content);
      if (wanted.delete(id)) ranges.set(id, { start: index, end: index + content.length + 2 });
    }
    isId = colon !== undefined && decoded(content) === 'id';
  }
  return ranges;
}

/** What a text in double quotes says. A file may spell any character as an escape. */
function decoded(content: string): string {
  return content.includes('\\') ? String(JSON.parse(`"${content}"`)) : content;
}
