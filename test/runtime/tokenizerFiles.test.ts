import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Encoder, makeEncoder } from '../../src/runtime/encoder';
import type { ModelFamily } from '../../src/convert/model';
import { loadTokenizerJson, type ReadModelFile } from '../../src/runtime/tokenizerFiles';
import { expectModelError } from './modelErrors';

const root = join(import.meta.dirname, '../..');
const readText = (path: string) => readFileSync(join(root, path), 'utf8');
const readRoberta = (name: string) => readText(`test/fixtures/tinyroberta-squad2/${name}`);

/** A model folder of these files. */
function folderOf(files: Readonly<Record<string, string>>): ReadModelFile {
  return (name) => {
    const text = files[name];
    return Promise.resolve(text === undefined ? undefined : { text, file: `/model/${name}` });
  };
}

async function encoderOf(files: Readonly<Record<string, string>>, family: ModelFamily) {
  const { json, file } = await loadTokenizerJson(folderOf(files), family);
  return makeEncoder(json, file);
}

const roberta = {
  'tokenizer.json': readRoberta('tokenizer.json'),
  'vocab.json': readRoberta('vocab.json'),
  'merges.txt': readRoberta('merges.txt'),
  'tokenizer_config.json': readRoberta('tokenizer_config.json'),
  'special_tokens_map.json': readRoberta('special_tokens_map.json'),
};
const { 'tokenizer.json': robertaJson, ...robertaParts } = roberta;

const bertJson = readText('models/mini/tokenizer.json');
const bertTokens = Object.entries((JSON.parse(bertJson) as { model: { vocab: Record<string, number> } }).model.vocab)
  .sort(([, one], [, other]) => one - other)
  .map(([token]) => token);
const bertParts = {
  'vocab.txt': `${bertTokens.join('\n')}\n`,
  'tokenizer_config.json': readText('models/mini/tokenizer_config.json'),
};

const texts = (
  JSON.parse(readText('test/fixtures/tokenizer/mini/cases.json')) as { texts: { text: string }[] }
).texts.map(({ text }) => text);

/** Ids and places as one line, because comparing them one by one takes longer than making them. */
function tokensOf({ tokenizer }: Encoder, text: string): string {
  const { ids, starts, ends } = tokenizer.encode(text);
  return [ids, starts, ends].map((numbers) => numbers.join(' ')).join(' | ');
}

async function failure(files: Readonly<Record<string, string>>, family: ModelFamily): Promise<unknown> {
  return encoderOf(files, family).then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  );
}

describe('a tokenizer put together', () => {
  it.each([
    ['vocab.json and merges.txt', robertaParts, robertaJson, 'roberta'],
    ['vocab.txt', bertParts, bertJson, 'bert'],
    ['vocab.txt with Windows line ends', { ...bertParts, 'vocab.txt': bertTokens.join('\r\n') }, bertJson, 'electra'],
  ] as const)('from %s is that of the tokenizer.json of the same model', async (_, parts, whole, family) => {
    const built = await encoderOf(parts, family);
    const original = await encoderOf({ 'tokenizer.json': whole }, family);
    expect(texts).toHaveLength(206);
    expect(texts.map((text) => tokensOf(built, text))).toEqual(texts.map((text) => tokensOf(original, text)));
    expect(built.layout).toEqual(original.layout);
    expect(new Map([...built.specialIds].sort())).toEqual(new Map([...original.specialIds].sort()));
    expect(built.vocabularySize).toBe(original.vocabularySize);
  });

  it('is not put together where there is a tokenizer.json', async () => {
    const { json, file } = await loadTokenizerJson(folderOf({ 'tokenizer.json': '{"a":1}', 'vocab.txt': '' }), 'bert');
    expect({ json, file }).toEqual({ json: { a: 1 }, file: '/model/tokenizer.json' });
  });

  const settings = (config: object) => ({ 'tokenizer_config.json': JSON.stringify(config) });
  const small = { 'vocab.txt': '[UNK]\n[CLS]\n[SEP]\nCafé\ncafe\ncafé\n東\n東京' };

  it('keeps case, accents and ideographs as tokenizer_config.json says', async () => {
    const ids = async (config: object) => {
      const { tokenizer } = await encoderOf({ ...small, ...settings(config) }, 'distilbert');
      return [...tokenizer.encode('Café 東京').ids];
    };
    expect(await ids({})).toEqual([4, 6, 0]);
    expect(await ids({ do_lower_case: false })).toEqual([3, 6, 0]);
    expect(await ids({ strip_accents: false })).toEqual([5, 6, 0]);
    expect(await ids({ tokenize_chinese_chars: false })).toEqual([4, 7]);
  });

  it('of MPNet has its own special tokens and two separators', async () => {
    const { layout } = await encoderOf({ 'vocab.txt': '<s>\n<pad>\n</s>\n[UNK]\na' }, 'mpnet');
    expect(layout).toEqual({ before: [0], between: [2, 2], after: [2], contextTypeId: 1 });
  });

  it('takes the special tokens that tokenizer_config.json names, and those of special_tokens_map.json for the rest', async () => {
    const files = {
      'vocab.txt': '[UNK]\n<first>\n[CLS]\n<end>\n[SEP]',
      'special_tokens_map.json': '{"cls_token":"<first>","sep_token":{"content":"<end>"}}',
      'tokenizer_config.json': '{"cls_token":"[CLS]"}',
    };
    expect((await encoderOf(files, 'bert')).layout).toMatchObject({ before: [2], between: [3], after: [3] });
  });

  it('puts a blank in front where tokenizer_config.json says so', async () => {
    const { tokenizer } = await encoderOf({ ...robertaParts, ...settings({ add_prefix_space: true }) }, 'roberta');
    const vocab = JSON.parse(roberta['vocab.json']) as Record<string, number>;
    expect(tokenizer.encode('port 8080').ids[0]).toBe(vocab['\u0120port']);
    expect([...tokenizer.encode('port 8080').starts]).toEqual([0, 4, 7]);
  });
});

describe('files are refused', () => {
  it.each<[string, Record<string, string>, ModelFamily, string, string | null, string]>([
    ['that are not there', {}, 'bert', 'fileMissing', null, 'neither tokenizer.json nor vocab.txt'],
    ['without merges', { 'vocab.json': '{}' }, 'roberta', 'fileMissing', null, 'vocab.json with merges.txt'],
    [
      'of SentencePiece alone',
      { 'spiece.model': '' },
      'albert',
      'unsupported',
      '/model/spiece.model',
      'tokenizer.json',
    ],
    [
      'of SentencePiece alone',
      { 'sentencepiece.bpe.model': '' },
      'xlm-roberta',
      'unsupported',
      '/model/sentencepiece.bpe.model',
      'save_pretrained',
    ],
    ['that are not JSON', { 'tokenizer.json': '{"a"' }, 'bert', 'fileDamaged', '/model/tokenizer.json', 'not JSON'],
    ['that are no object', { 'tokenizer.json': '[]' }, 'bert', 'fileDamaged', '/model/tokenizer.json', 'object'],
    [
      'whose ids are no numbers',
      { ...robertaParts, 'vocab.json': '{"a":"1"}' },
      'roberta',
      'fileDamaged',
      '/model/vocab.json',
      'ids',
    ],
    [
      'that lack a special token',
      { 'vocab.txt': '[CLS]\n[SEP]\na' },
      'bert',
      'fileDamaged',
      '/model/vocab.txt',
      'lacks the special token [UNK]',
    ],
    [
      'with a token twice',
      { 'vocab.txt': 'a\nb\na' },
      'bert',
      'fileDamaged',
      '/model/vocab.txt',
      '"a" stands there twice',
    ],
    [
      'whose settings are none',
      { ...bertParts, 'tokenizer_config.json': '{"do_lower_case":"yes"}' },
      'bert',
      'fileDamaged',
      '/model/tokenizer_config.json',
      'do_lower_case',
    ],
    [
      'whose merges are of unknown tokens',
      { ...robertaParts, 'merges.txt': '#version: 0.2\nh e\nqqq zzz' },
      'roberta',
      'fileDamaged',
      '/model/vocab.json',
      'the merge "qqq zzz"',
    ],
  ])('%s', async (_, files, family, reason, file, words) => {
    expectModelError(await failure(files, family), reason, file, words);
  });
});
