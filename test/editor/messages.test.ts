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

describe('a damaged file', () => {
  const error = new EngineError('fileDamaged', 'its sha256 is another', '/models/x/model.safetensors');

  it('of the bundled reader is mended by reinstalling the extension', () => {
    expect(failureText(error)).toBe('The model file /models/x/model.safetensors is damaged. Reinstall the extension.');
  });

  it('of a downloaded one by the command that downloads', () => {
    expect(failureText(error, false)).toContain('Document QA: Download Full Reader mends it.');
  });
});
