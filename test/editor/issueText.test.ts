import { expect, it } from 'vitest';
import { issueText } from '../../src/editor/issueText';

it('an issue’s report asks what happened, and names everything that decides how a question is read', () => {
  const facts = {
    ...{ version: '1.2.3', editorVersion: '1.101.0', target: 'win32-arm64' },
    ...{ reader: 'owner/name', revision: 'a'.repeat(40), precision: 'int8' },
  };
  const text = issueText(facts);
  expect(text).toMatch(/^What did you do/);
  for (const fact of [...Object.values(facts), 'native']) expect(text).toContain(fact);
});
