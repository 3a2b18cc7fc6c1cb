// The shipped exam: who drew it, from what, and that nothing else was fitted on its articles.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examSha256, parseExam, scoreExam } from '../../src/evaluate/exam';
import { scoreOfficially } from '../../src/evaluate/officialMetric';
import { readSquad } from '../../src/evaluate/squad';
import { planWindows } from '../../src/qa/windows';
import { makeByteLevelReader, makeWordPieceReader } from '../qa/realReaders';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const json = read('models/exam/questions.json');
const exam = parseExam(json);
const articles = JSON.parse(read('models/exam/articles.json')) as Record<'exam' | 'fit' | 'report', string[]>;
const squad = readSquad(JSON.parse(read('test/fixtures/squad/squad2-dev-public.json')));

describe('the articles', () => {
  it('of exam, fit and report never meet, and are all there are', () => {
    const named = [...articles.exam, ...articles.fit, ...articles.report];
    expect(new Set(named).size).toBe(named.length);
    expect(new Set(named)).toEqual(new Set(squad.map(({ article }) => article)));
    for (const part of [articles.exam, articles.fit, articles.report]) expect(part).not.toHaveLength(0);
  });

  it('were dealt by the hash of their titles', () => {
    const named = [...articles.exam, ...articles.fit, ...articles.report];
    expect(named.map(sha256)).toEqual(named.map(sha256).sort());
  });
});

describe('the shipped exam', () => {
  it('is the sealed one', () => {
    expect(sha256(json)).toBe(examSha256);
  });

  it('is what the script draws', () => {
    expect(execFileSync(process.execPath, ['scripts/makeExam.mjs', '--check'], { cwd: root }).toString()).toBe(
      `${examSha256}\n`,
    );
  });

  it('has a hundred questions with an answer and a hundred without', () => {
    expect(exam.questions).toHaveLength(200);
    expect(exam.questions.filter(({ answers }) => answers.length === 0)).toHaveLength(100);
  });

  it('has each question as SQuAD has it, from an article of the exam', () => {
    const asked = new Map(squad.map((question) => [question.id, question]));
    for (const { id, context, question, answers } of exam.questions) {
      const original = asked.get(id);
      expect(original).toMatchObject({ context, question });
      expect(new Set(answers)).toEqual(new Set(original?.answers));
      expect(articles.exam).toContain(original?.article);
    }
  });

  it('fits one window of 320 tokens on every question', () => {
    for (const { tokenizer, layout, name } of [makeWordPieceReader(), makeByteLevelReader()]) {
      for (const { id, context, question } of exam.questions) {
        const { room } = planWindows(tokenizer.encode(question), layout, 320);
        expect(tokenizer.encode(context).ids.length, `${name}, ${id}`).toBeLessThanOrEqual(room);
      }
    }
  });

  it('is scored as the same questions in SQuAD', () => {
    const predictions = new Map(
      Object.entries(JSON.parse(read('test/fixtures/mini/reference.predictions.json')) as Record<string, string>),
    );
    const readings = new Map(
      [...predictions].map(([id, answer], i) => [
        id,
        { answer, text: answer, start: 0, end: answer.length, evidence: i, margin: 1 },
      ]),
    );
    const ids = new Set(exam.questions.map(({ id }) => id));
    const { exact, f1 } = scoreOfficially(
      squad.filter(({ id }) => ids.has(id)),
      predictions,
    );
    const score = scoreExam(exam, readings);
    expect(score.em).toBeCloseTo(exact, 9);
    expect(score.f1).toBeCloseTo(f1, 9);
  });
});
