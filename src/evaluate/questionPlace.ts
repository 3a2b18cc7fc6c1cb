// The text of a SQuAD file and ids in, lines and columns of these questions out: so that a mistake of an evaluation leads
// to its question.
import { makeDocument, rangeBetween } from '../qa/document';
import { rangesOfQuestions } from './questionRanges';

/** Where the id of a question stands. Without a byte order mark, which editors do not count either. */
export interface QuestionPlace {
  /** UTF-16 offset of the id's opening quote. */
  readonly offset: number;
  /** Both from 1, columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** Where each question stands in a file that is JSON; ids that are not there are left out. The first of twins counts. */
export function placesOfQuestions(json: string, ids: readonly string[]): Map<string, QuestionPlace> {
  const text = json.startsWith('\ufeff') ? json.slice(1) : json;
  const document = makeDocument(text, null);
  const places = [...rangesOfQuestions(text, ids)].map(([id, { start: offset }]): [string, QuestionPlace] => {
    const { startLine, startColumn } = rangeBetween(document, offset, offset);
    return [id, { offset, line: startLine, column: startColumn }];
  });
  return new Map(places);
}
