import { describe, expect, it } from 'vitest';
import { parseModelConfig } from '../../src/convert/model';
import { checkSizes, chooseFiles, familyOf, supportedFamilies } from '../../src/hub/modelFiles';

const always = ['config.json', 'model.safetensors', 'tokenizer.json'];

describe('the files of a reader', () => {
  it('are its configuration, its tokenizer and its weights, and nothing else of the repository', () => {
    const names = [...always, 'README.md', 'pytorch_model.bin', 'tf_model.h5', 'vocab.json', 'tokenizer_config.json'];
    expect(chooseFiles(names, 'owner/name')).toEqual([
      'config.json',
      'tokenizer_config.json',
      'tokenizer.json',
      'model.safetensors',
    ]);
  });

  it.each([[['vocab.json', 'merges.txt']], [['vocab.txt']]])('without tokenizer.json are %j', (tokenizer) => {
    const names = ['config.json', 'model.safetensors', ...tokenizer];
    expect(chooseFiles(names, 'owner/name')).toEqual(['config.json', ...tokenizer, 'model.safetensors']);
  });

  it.each([
    ['no configuration', ['model.safetensors', 'tokenizer.json'], 'fileMissing', /config\.json/],
    ['no weights', ['config.json', 'tokenizer.json'], 'fileMissing', /model\.safetensors/],
    ['only a pickle', ['config.json', 'tokenizer.json', 'pytorch_model.bin'], 'unsupported', /pickle.*any program/],
    ['weights in parts', ['config.json', 'model.safetensors.index.json'], 'unsupported', /split over several files/],
    ['no tokenizer', ['config.json', 'model.safetensors'], 'unsupported', /tokenizer\.json.*vocab\.txt/],
    ['half a tokenizer', ['config.json', 'model.safetensors', 'vocab.json'], 'unsupported', /merges\.txt/],
    ['SentencePiece only', ['config.json', 'model.safetensors', 'spiece.model'], 'unsupported', /tokenizer\.json/],
  ])('are refused with the reason: %s', (_, names, reason, message) => {
    expect(() => chooseFiles(names, 'owner/name')).toThrow(
      expect.objectContaining({ reason, subject: 'owner/name', message: expect.stringMatching(message) as string }),
    );
  });
});

describe('the sizes of the files', () => {
  const weights = (bytes: number): void => checkSizes([{ path: 'model.safetensors', bytes }], 'owner/name');
  const config = (bytes: number): void => checkSizes([{ path: 'config.json', bytes }], 'owner/name');

  it('may be 8 GiB for the weights and 64 MiB for the others', () => {
    expect(() => weights(2 ** 33)).not.toThrow();
    expect(() => config(2 ** 26)).not.toThrow();
  });

  it('are refused above that, and the file is named', () => {
    expect(() => weights(2 ** 33 + 1)).toThrow(/model\.safetensors/);
    expect(() => config(2 ** 26 + 1)).toThrow(
      expect.objectContaining({
        reason: 'unsupported',
        subject: 'owner/name',
        message: expect.stringContaining('config.json') as string,
      }),
    );
  });
});

describe('the family that a config.json names', () => {
  it('is supported exactly when the converter knows it', () => {
    for (const family of supportedFamilies) {
      expect(familyOf(JSON.stringify({ model_type: family }), 'owner/name')).toBe(family);
    }
    let message = '';
    try {
      parseModelConfig({ model_type: 'gpt2' });
    } catch (error) {
      message = String(error);
    }
    // The converter's own words list its families.
    expect(message.split('are ').at(-1)?.split(', ').sort()).toEqual([...supportedFamilies].sort());
  });

  it.each([
    ['{"model_type":"gpt2"}', 'unsupported', /gpt2.*roberta/],
    ['{"model_type":7}', 'unsupported', /no model_type/],
    ['[]', 'unsupported', /no model_type/],
    ['<html>', 'fileDamaged', /not JSON/],
  ])('%s is refused', (json, reason, message) => {
    expect(() => familyOf(json, 'owner/name')).toThrow(
      expect.objectContaining({ reason, message: expect.stringMatching(message) as string }),
    );
  });
});
