// The questions that the quality baseline is measured on, each with the text it is asked of as its context: SQuAD's own
// paragraphs, long documents, and files as people open them in an editor.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEditorSet } from '../../src/evaluate/editorSet';
import type { SquadQuestion } from '../../src/evaluate/squad';
import { articles, docQuestions, documentOf, squadQuestions } from './squadDocSet';

/** Questions with a name in the baseline. */
export interface QualitySet {
  readonly name: string;
  /** Whether the tests measure it too; the others take too long. */
  readonly tested: boolean;
  /** `context`: what is read. */
  readonly questions: readonly SquadQuestion[];
}

/** So many questions are asked of long documents. */
const documentQuestions = 20;

const editorFolder = 'test/fixtures/editor-set';

/** All sets, none of them on articles that constants were fitted on. */
export function qualitySets(): QualitySet[] {
  const paragraphs = squadQuestions.filter(({ article }) => articles.report.includes(article));
  return [
    { name: 'paragraphs', tested: false, questions: paragraphs },
    { name: 'paragraphs, every third question', tested: true, questions: paragraphs.filter((_, i) => i % 3 === 0) },
    { name: 'documents of about 5 windows', tested: true, questions: onDocuments(5) },
    { name: 'documents of about 20 windows', tested: false, questions: onDocuments(20) },
    { name: 'editor set', tested: false, questions: editorQuestions() },
  ];
}

function onDocuments(windows: number): SquadQuestion[] {
  return docQuestions('report')
    .slice(0, documentQuestions)
    .map((question) => {
      const { text, homeStart } = documentOf(question, windows);
      const { id, article, answers, path } = question;
      const answerStarts = question.answerStarts.map((start) => homeStart + start);
      return { id, article, question: question.question, context: text, answers, answerStarts, path };
    });
}

/** The editor set's questions, each with its file as the context. */
export function editorQuestions(): SquadQuestion[] {
  const { files } = parseEditorSet(JSON.parse(readFileSync(join(editorFolder, 'questions.json'), 'utf8')));
  return files.flatMap(({ file, questions }, f) => {
    const context = readFileSync(join(editorFolder, 'files', file), 'utf8');
    return questions.map(({ id, question, answers }, q) => ({
      ...{ id, article: file, question, context },
      answers: answers.map(({ text }) => text),
      answerStarts: answers.map(({ start }) => start),
      path: `files[${f}].questions[${q}]`,
    }));
  });
}
