import { isAbsolute } from 'node:path';
import { expect, it } from 'vitest';
import { modelHome } from '../../src/hub/home';

it('models lie where a setting says, else where DOCUMENT_QA_HOME says', () => {
  expect(modelHome({ DOCUMENT_QA_HOME: '/env' }, ' /setting ')).toBe('/setting');
  expect(modelHome({ DOCUMENT_QA_HOME: '/env' }, ' ')).toBe('/env');
});

it('models lie in the system’s place for data when nobody chose one', () => {
  const home = modelHome({ DOCUMENT_QA_HOME: '' });
  expect(isAbsolute(home)).toBe(true);
  expect(home).toMatch(/document-qa/);
});

it('a relative folder for models is refused by name', () => {
  expect(() => modelHome({ DOCUMENT_QA_HOME: 'models' })).toThrow(
    expect.objectContaining({ reason: 'badHome', subject: 'models' }),
  );
});
