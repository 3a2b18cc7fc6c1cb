// Exams and readings made by hand, for the tests of the judgement.
import type { Exam, ExamReading, ExamReadings } from '../../src/evaluate/exam';

/** An exam of so many questions: those with an even number have the answer "word N", the others none. */
export function makeExam(count: number): Exam {
  return {
    questions: Array.from({ length: count }, (_, i) => ({
      id: `q${i}`,
      context: `Here is word ${i}.`,
      question: `Which word is number ${i}?`,
      answers: i % 2 === 0 ? [`word ${i}`] : [],
    })),
  };
}

/** A right reading of every question, with its own evidence; `change` says what is read otherwise. */
export function readRight(
  exam: Exam,
  change: (index: number) => Partial<ExamReading> | undefined = () => undefined,
): ExamReadings {
  return new Map(
    exam.questions.map(({ id, answers: [answer = ''] }, i) => {
      const evidence = (answer === '' ? -1 : 1) * (1 + i / 7);
      return [id, { answer, text: answer || 'word', start: 8, end: 12, evidence, margin: 1, ...change(i) }];
    }),
  );
}
