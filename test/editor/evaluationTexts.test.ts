import { describe, expect, it } from 'vitest';
import { evaluationFailureText, evaluationProgressText } from '../../src/editor/evaluationTexts';
import { failureText } from '../../src/editor/messages';
import { EngineError } from '../../src/runtime/engineClient';

describe('the progress of an evaluation', () => {
  const progress = { asked: 130, askedBefore: 0, questions: 2642, leftMs: 180_000 };

  it('says how many questions were read and how long the others take', () => {
    expect(evaluationProgressText(progress)).toBe('130 of 2,642 questions, 3 min left');
  });

  it('says nothing of the time before the first question was read', () => {
    expect(evaluationProgressText({ ...progress, asked: 0, leftMs: null })).toBe('0 of 2,642 questions');
  });

  it('says where an earlier run was continued', () => {
    expect(evaluationProgressText({ ...progress, askedBefore: 120 })).toMatch(/left \(continued at 120\)$/);
  });
});

describe('an evaluation that failed', () => {
  it('names the file and the place in it', () => {
    const error = new EngineError('badSquadFile', 'data[0].paragraphs[1].qas: it is missing');
    expect(evaluationFailureText('dev.json', failureText(error))).toBe(
      'dev.json cannot be evaluated. data[0].paragraphs[1].qas: it is missing.',
    );
  });
});
