// What a test says of an error that a model's file causes.
import { expect } from 'vitest';
import { ModelError } from '../../src/runtime/errors';

/** Expects `error` to be a ModelError with a reason and a file, whose message has `words`. */
export function expectModelError(error: unknown, reason: string, file: string | null, words: string): void {
  expect(error).toBeInstanceOf(ModelError);
  expect(error).toMatchObject({ reason, file, message: expect.stringContaining(words) as string });
}

/** What `work` throws. */
export function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
}
