// A result to the JSON that a language model reads: the words, where they stand, how sure they are, and what was read.
import type { Range } from '../qa/document';
import type { Answer, QaResult } from '../qa/result';
import { noticeText, outcomeText } from '../words/outcome';
import { linesBefore, partIndexAt, type Source } from './source';

/** More places of one answer than that tell a model nothing. */
const maxMentions = 20;

/** The text of the JSON. `outcome` and `notices` are sentences; lines and columns count from 1, in a notebook in a cell. */
export function toolAnswer(source: Source, result: QaResult): string {
  const { question, verdict, confidence, answers, closest, conflict, coverage, notices, model } = result;
  const { windows, windowsRead, tokens, tokensRead, complete, skipped } = coverage;
  const answer = {
    file: source.uri.scheme === 'file' ? source.uri.fsPath : source.uri.toString(true),
    ...{ question, verdict, confidence, outcome: outcomeText(result, false), conflict },
    answers: answers.map((found) => toldAnswer(source, found)),
    closestGuess: closest && toldAnswer(source, closest),
    coverage: {
      ...{ complete, windows, windowsRead, tokens, tokensRead },
      skipped: skipped.slice(0, maxMentions).map(({ range }) => place(source, range)),
    },
    notices: notices.map(noticeText),
    reader: model.name,
  };
  return JSON.stringify(answer, null, 1);
}

function toldAnswer(source: Source, { text, confidence, passage, headings, mentions, ...range }: Answer) {
  return {
    quote: text,
    ...{ range: place(source, range), passage: passage.text, headings, confidence },
    mentions: mentions.slice(0, maxMentions).map((mention) => place(source, mention)),
    ...(mentions.length > maxMentions && { moreMentions: mentions.length - maxMentions }),
  };
}

function place(source: Source, { start, startLine, startColumn, endLine, endColumn }: Range) {
  if (!source.isNotebook) return { startLine, startColumn, endLine, endColumn };
  const index = partIndexAt(source, start);
  const before = linesBefore(source, index);
  return { cell: index + 1, startLine: startLine - before, startColumn, endLine: endLine - before, endColumn };
}
