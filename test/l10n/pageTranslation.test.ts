import * as l10n from '@vscode/l10n';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { t, takeTranslation } from '../../media/translation';
import { pseudoTranslation, readTranslation } from './bundles';

const pageWith = (contents: string) => ({ getAttribute: () => contents }) as unknown as HTMLElement;
const values = ['7', 8, 'eight $& {0}', '9'];

describe('what the pages have in the place of @vscode/l10n', () => {
  const words = pseudoTranslation();
  beforeEach(() => {
    l10n.config({ contents: { ...words } });
    takeTranslation(pageWith(JSON.stringify(words)));
  });
  afterEach(() => {
    l10n.config({ contents: {} });
    takeTranslation(pageWith('{}'));
  });

  it('says all words as that does, with what is filled in and with comments', () => {
    for (const [key, message] of Object.entries(readTranslation('l10n/bundle.l10n.json'))) {
      const comment = key.slice(message.length + 1);
      if (comment === '') expect(t(message, ...values)).toBe(l10n.t(message, ...values));
      else expect(t({ message, comment, args: values })).toBe(l10n.t({ message, comment, args: values }));
    }
  });

  it('leaves English what is not translated, and a place for which there is no value', () => {
    for (const untold of ['Never {0} said {1}', 'Never {0} {name} said']) {
      expect(t(untold, 'once')).toBe(l10n.t(untold, 'once'));
      expect(t({ message: untold, comment: 'Nowhere' })).toBe(l10n.t({ message: untold, comment: 'Nowhere' }));
    }
  });
});
