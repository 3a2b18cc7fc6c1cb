import { describe, expect, it } from 'vitest';
import { failureText, plainText } from '../../src/editor/messages';
import { EngineError } from '../../src/runtime/engineClient';

describe('the text of a notification', () => {
  it('holds no link, whatever a name or a server says', () => {
    const text = plainText('its architecture is [bert](command:workbench.action.quit); supported are bert');
    expect(text).not.toMatch(/\[[^\]]*\]\([^)]*\)/);
    expect(text.replaceAll('\u200b', '')).toContain('[bert](command:workbench.action.quit)');
  });
});

const full = { isBundled: false, maxLength: null };

describe('a model that cannot be used', () => {
  const error = new EngineError('unsupported', 'it has no answer head', '/models/x/config.json');

  it('leads to the others, where there are others', () => {
    expect(failureText(error, full)).toMatch(/no answer head\. “Document QA: Choose Reader…” offers others\.$/);
    expect(failureText(error)).not.toContain('Choose Reader');
  });
});

describe('a question that leaves no room for the file', () => {
  const error = new EngineError('noContextRoom', 'windows of 140 tokens leave 60 for the file');

  it('names the setting where one has made the windows small, and only there', () => {
    expect(failureText(error, { ...full, maxLength: 140 })).toMatch(/than 140 in documentQa\.readerOptions\.$/);
    expect(failureText(error, full)).toBe('The question is too long for this reader. Ask a shorter one.');
  });
});

describe('a damaged file', () => {
  const error = new EngineError('fileDamaged', 'its sha256 is another', '/models/x/model.safetensors');

  it('of the bundled reader is mended by reinstalling the extension', () => {
    expect(failureText(error)).toBe('The model file /models/x/model.safetensors is damaged. Reinstall the extension.');
  });

  it('of a downloaded one by the command that downloads', () => {
    expect(failureText(error, full)).toContain('“Document QA: Download Full Reader” mends it.');
  });
});
