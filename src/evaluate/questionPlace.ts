// The text of a SQuAD file and ids in, where these questions stand in it out: so that a mistake of an evaluation leads to
// its question. A parsed file does not know its places.
import { makeDocument, rangeBetween } from '../qa/document';

/** Where the id of a question stands. Without a byte order mark, which editors do not count either. */
export interface QuestionPlace {
  /** UTF-16 offset of the id's opening quote. */
  readonly offset: number;
  /** Both from 1, columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** A text in double quotes; a colon behind it makes it a name. Walking all of them never begins inside of one. */
const quoted = /"((?:[^"\\]|\\[^])*)"(\s*:)?/g;

/** Where the question stands in a file that is JSON, or null when there is no such id. */
export function placeOfQuestion(json: string, id: string): QuestionPlace | null {
  return placesOfQuestions(json, [id]).get(id) ?? null;
}

/** Where each question stands, in one walk over the file; ids that are not there are left out. The first of twins counts. */
export function placesOfQuestions(json: string, ids: readonly string[]): Map<string, QuestionPlace> {
  const text = json.startsWith('\ufeff') ? json.slice(1) : json;
  const document = makeDocument(text, null);
  const wanted = new Set(ids);
  const places = new Map<string, QuestionPlace>();
  let isId = false;
  for (const { 1: content = '', 2: colon, index } of text.matchAll(quoted)) {
    if (colon === undefined && isId) {
      const id = decoded(content);
      if (wanted.delete(id)) {
        const { startLine, startColumn } = rangeBetween(document, index, index);
        places.set(id, { offset: index, line: startLine, column: startColumn });
      }
    }
    isId = colon !== undefined && decoded(content) === 'id';
  }
  return places;
}

/** What a text in double quotes says. A file may spell any character as an escape. */
function decoded(content: string): string {
  return content.includes('\\') ? String(JSON.parse(`"${content}"`)) : content;
}
