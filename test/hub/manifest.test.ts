import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../src/hub/manifest';

const bundled = join(import.meta.dirname, '../../models/mini');
const bundledJson = readFileSync(join(bundled, 'manifest.json'), 'utf8');

describe('the bundled model’s manifest', () => {
  const manifest = parseManifest(bundledJson);

  it('names files that lie beside it, with their sizes and hashes', () => {
    expect(manifest.files.map(({ path }) => path)).toEqual(['config.json', 'tokenizer.json', 'model.safetensors']);
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = readFileSync(join(bundled, path));
      expect(content.length, path).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex'), path).toBe(sha256);
    }
  });

  it('has the head of its weights’ hash as revision', () => {
    const weights = manifest.files.find(({ path }) => path === 'model.safetensors');
    expect(manifest.revision).toBe(weights?.sha256.slice(0, 40));
  });

  it('lies in the folder that it names', () => {
    expect(manifest.name).toBe('mini');
  });

  it('has thresholds in order, confidence that rises with evidence, and refusals that fall with it', () => {
    const { levels, calibration, prior } = manifest.precisions?.fp32 ?? expect.fail();
    for (const { thresholds } of Object.values(levels)) expect(thresholds.maybe).toBeLessThan(thresholds.answer);
    expect(levels.refuse.thresholds.answer).toBeGreaterThan(levels.balanced.thresholds.answer);
    expect(levels.balanced.thresholds.answer).toBeGreaterThan(levels.answer.thresholds.answer);
    expect(calibration.answer.evidence).toBeGreaterThan(0);
    expect(calibration.answer.margin).toBeGreaterThanOrEqual(0);
    expect(calibration.noAnswer.evidence).toBeLessThan(0);
    expect(prior.windowExponent).toBeGreaterThanOrEqual(0);
  });

  it('asks for windows that the model has positions for, and that leave room beside the longest question', () => {
    const config = JSON.parse(readFileSync(join(bundled, 'config.json'), 'utf8')) as {
      max_position_embeddings: number;
    };
    expect(manifest.maxLength).toBeLessThanOrEqual(config.max_position_embeddings);
    expect(manifest.maxLength).toBeGreaterThanOrEqual(64 + 64 + 3);
  });
});

describe('a manifest', () => {
  type Json = Record<string, unknown>;
  const valid = JSON.parse(bundledJson) as Json & { files: Json[]; precisions: { fp32: Json } };
  const [file] = valid.files;
  const withFile = (change: Json): Json => ({ ...valid, files: [{ ...file, ...change }] });
  const withRule = (change: Json): Json => ({
    ...valid,
    precisions: { fp32: { ...valid.precisions.fp32, ...change } },
  });

  const withLevel = (balanced: Json): Json =>
    withRule({ levels: { ...(valid.precisions.fp32.levels as Json), balanced } });

  it.each<[string, Json]>([
    ['name', { ...valid, name: 7 }],
    ['revision', { ...valid, revision: 'main' }],
    ['revision', { ...valid, revision: 'F'.repeat(40) }],
    ['revision', { ...valid, revision: 'f'.repeat(41) }],
    ['family', { ...valid, family: 7 }],
    ['maxLength', { ...valid, maxLength: 0 }],
    ['maxLength', { ...valid, maxLength: 320.5 }],
    ['languages', { ...valid, languages: 'en' }],
    ['files', { ...valid, files: [] }],
    ['files.0.path', withFile({ path: '../config.json' })],
    ['files.0.path', withFile({ path: '/etc/passwd' })],
    ['files.0.path', withFile({ path: 'sub/config.json' })],
    ['files.0.path', withFile({ path: 'sub\\config.json' })],
    ['files.0.path', withFile({ path: '..' })],
    ['files.0.path', withFile({ path: '.hidden' })],
    ['files.0.path', withFile({ path: 'C:config.json' })],
    ['files.0.path', withFile({ path: 'config.json\n' })],
    ['files.0.path', withFile({ path: '' })],
    ['files.0.bytes', withFile({ bytes: -1 })],
    ['files.0.bytes', withFile({ bytes: 1.5 })],
    ['files.0.bytes', withFile({ bytes: '342' })],
    ['files.0.sha256', withFile({ sha256: 'abc' })],
    ['files.0.sha256', withFile({ sha256: 'A'.repeat(64) })],
    ['precisions.fp32', { ...valid, precisions: {} }],
    ['precisions.fp32.levels.balanced.thresholds.maybe', withLevel({ thresholds: { answer: 1 }, measured: null })],
    [
      'precisions.fp32.levels.balanced.measured.precision',
      withLevel({ thresholds: { answer: 1, maybe: 0 }, measured: { precision: 1.5, coverage: 0 } }),
    ],
    ['precisions.fp32.prior.windowExponent', withRule({ prior: { windowExponent: '0.5' } })],
    [
      'precisions.fp32.calibration.noAnswer',
      withRule({ calibration: { answer: { intercept: 0, evidence: 1, margin: 0, logWindows: 0 } } }),
    ],
    ['precisions.fp32.chosenBy', withRule({ chosenBy: undefined })],
  ])('wrong at %s is refused, and the error names the key', (key, manifest) => {
    expect(() => parseManifest(JSON.stringify(manifest))).toThrow(`${key}: `);
  });

  it.each(['null', '[]', '7', '"mini"'])('that is %s is refused', (json) => {
    expect(() => parseManifest(json)).toThrow(/^(?:the top|name): /);
  });

  it('that is not JSON is refused', () => {
    expect(() => parseManifest('{')).toThrow(SyntaxError);
  });

  it('may say more than is known', () => {
    expect(parseManifest(JSON.stringify({ ...valid, homepage: 'x' }))).toEqual(parseManifest(bundledJson));
  });
});
