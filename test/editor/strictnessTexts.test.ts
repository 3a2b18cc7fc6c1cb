import { describe, expect, it } from 'vitest';
import { measureText, strictnessWords } from '../../src/editor/strictnessTexts';
import { strictnesses } from '../../src/qa/strictness';
import { englishManifest } from '../support/englishManifest';

interface PackageJson {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  };
}

describe('strictness in words', () => {
  it('is said by the menu as the settings say it, from the strictest on', () => {
    const setting = (englishManifest() as PackageJson).contributes.configuration.properties['documentQa.strictness'];
    expect(strictnessWords().map(({ word }) => word)).toEqual(strictnesses);
    expect(setting?.enum).toEqual(strictnesses);
    expect(setting?.enumItemLabels).toEqual(strictnessWords().map(({ title }) => title));
    expect(setting?.enumDescriptions).toEqual(strictnessWords().map(({ detail }) => detail));
  });

  it('comes with what it was measured to give, or that nothing was', () => {
    expect(measureText({ precision: 0.834, coverage: 0.7 })).toBe(
      '83 % of its answers right, 70 % of answerable questions answered',
    );
    expect(measureText(null)).toBe('not measured with this reader');
    expect(measureText(undefined)).toBe('not measured with this reader');
  });
});
