import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeEncoder, requireTokensOf } from '../../src/runtime/encoder';
import { expectModelError, thrownBy } from './modelErrors';

const file = '/model/tokenizer.json';
const post_processor = { type: 'BertProcessing', cls: ['[CLS]', 1], sep: ['[SEP]', 2] };
const specials = ['[UNK]', '[CLS]', '[SEP]'].map((content, id) => ({ content, id }));

const wordPiece = {
  added_tokens: specials,
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor,
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    vocab: { '[UNK]': 0, '[CLS]': 1, '[SEP]': 2, port: 3, '##s': 4 },
  },
};

const metaspace = { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true };
const unigram = {
  added_tokens: specials,
  normalizer: null,
  pre_tokenizer: metaspace,
  post_processor,
  model: {
    type: 'Unigram',
    unk_id: 0,
    vocab: [
      ['[UNK]', 0],
      ['[CLS]', 0],
      ['[SEP]', 0],
      ['\u2581', -2],
      ['\u2581port', -3],
      ['s', -4],
    ],
    byte_fallback: false,
  },
};

const robertaFile = join(import.meta.dirname, '../fixtures/tinyroberta-squad2/tokenizer.json');
const robertaVocab = (JSON.parse(readFileSync(robertaFile, 'utf8')) as { model: { vocab: Record<string, number> } })
  .model.vocab;
// The symbols of the bytes, and what two merges make of them.
const byteTokens = [...Object.keys(robertaVocab).filter((token) => token.length === 1), '\u0120t', 'he'];
const idsOf = (tokens: readonly string[]) => Object.fromEntries(tokens.map((token, id) => [token, id]));

const byteLevel = {
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
  post_processor,
  model: { type: 'BPE', vocab: idsOf(byteTokens), merges: ['\u0120 t', ['h', 'e']] },
};
const withModel = (json: { model: object }, model: object): object => ({ ...json, model: { ...json.model, ...model } });

describe('an encoder', () => {
  it('knows how many tokens its model needs', () => {
    expect(makeEncoder(wordPiece, file).vocabularySize).toBe(5);
    expect(makeEncoder(unigram, file).vocabularySize).toBe(6);
    const beyond = { ...wordPiece, post_processor: { ...post_processor, sep: ['[SEP]', 9] } };
    expect(makeEncoder(beyond, file).vocabularySize).toBe(10);
  });

  it('is refused by a model that has fewer tokens', () => {
    const encoder = makeEncoder(wordPiece, file);
    expect(() => requireTokensOf(encoder, 5, file)).not.toThrow();
    const error = thrownBy(() => requireTokensOf(encoder, 4, file));
    expectModelError(error, 'fileDamaged', file, 'it has 5 tokens, the model 4');
  });

  it('knows the kind of a model from before models had a type', () => {
    const old = withModel(wordPiece, { type: undefined, max_input_chars_per_word: 100 });
    expect([...makeEncoder(old, file).tokenizer.encode('ports').ids]).toEqual([3, 4]);
    const scored = withModel(unigram, { type: undefined });
    expect([...makeEncoder(scored, file).tokenizer.encode('ports').ids]).toEqual([4, 5]);
  });

  it('merges as its file says, in either form', () => {
    const { tokenizer } = makeEncoder(byteLevel, file);
    const names = Array.from(tokenizer.encode(' the').ids, (id) => byteTokens[id]);
    expect(names).toEqual(['\u0120t', 'he']);
  });

  it('reads ids that are left to added tokens', () => {
    const vocab = { '[UNK]': 0, '[CLS]': 1, '[SEP]': 2, port: 4 };
    const added = [...specials, { content: '[EXTRA]', id: 3 }];
    const json = { ...withModel(wordPiece, { vocab }), added_tokens: added };
    expect(makeEncoder(json, file).vocabularySize).toBe(5);
  });
});

describe('a tokenizer.json is unsupported', () => {
  const sequence = (...pretokenizers: object[]) => ({ type: 'Sequence', pretokenizers });
  const normalized = (...normalizers: object[]) => ({ ...unigram, normalizer: { type: 'Sequence', normalizers } });
  const replace = (pattern: object, content: string) => normalized({ type: 'Replace', pattern, content });

  it.each<[string, object, string]>([
    ['without added tokens', { ...wordPiece, added_tokens: undefined }, 'added_tokens is undefined'],
    ['without a model', { ...wordPiece, model: null }, 'model is null'],
    ['of word level', withModel(wordPiece, { type: 'WordLevel' }), 'model.type is "WordLevel"'],
    ['of no known kind', { ...wordPiece, model: {} }, 'model.type is "missing"'],
    ['with another normalizer', { ...wordPiece, normalizer: { type: 'NFC' } }, 'normalizer.type is "NFC"'],
    ['with another splitter', { ...wordPiece, pre_tokenizer: { type: 'Digits' } }, 'pre_tokenizer.type is "Digits"'],
    ['with merges left out', withModel(byteLevel, { ignore_merges: true }), 'model.ignore_merges is true'],
    ['with dropout', withModel(byteLevel, { dropout: 0.1 }), 'model.dropout is 0.1'],
    ['with bytes for unknown pieces', withModel(unigram, { byte_fallback: true }), 'model.byte_fallback is true'],
    ['with pieces over blanks', { ...unigram, pre_tokenizer: { ...metaspace, split: false } }, 'pre_tokenizer.split'],
    [
      'with another blank mark',
      { ...unigram, pre_tokenizer: { ...metaspace, replacement: '_' } },
      'replacement is "_"',
    ],
    [
      'with a prefix and none',
      { ...unigram, pre_tokenizer: { ...metaspace, add_prefix_space: false } },
      'prepend_scheme is always',
    ],
    ['with three splitters', { ...unigram, pre_tokenizer: sequence(metaspace, metaspace, metaspace) }, 'pre_tokenizer'],
    ['that composes', { ...unigram, normalizer: { type: 'NFKC' } }, 'normalizer.type is "NFKC"'],
    ['that decomposes only', normalized({ type: 'NFKD' }), 'NFKD without StripAccents'],
    ['that strips accents only', normalized({ type: 'StripAccents' }), 'StripAccents without NFKD'],
    ['that replaces by a pattern', replace({ Regex: '(a+)+$' }, ''), 'normalizer.normalizers.0.pattern'],
    ['that joins spaces to two', replace({ Regex: ' {2,}' }, '  '), 'other than one character'],
  ])('%s', (_, json, words) => {
    expectModelError(
      thrownBy(() => makeEncoder(json, file)),
      'unsupported',
      file,
      words,
    );
  });

  it('and quotes little of it', () => {
    const error = thrownBy(() => makeEncoder({ ...wordPiece, normalizer: { type: 'x'.repeat(1e6) } }, file));
    expect(String(error).length).toBeLessThan(400);
  });
});

describe('a tokenizer.json is damaged', () => {
  const { vocab } = wordPiece.model;
  const withBlanks = idsOf([...byteTokens, 'e x', 'he x']);
  const withoutBlank = idsOf(byteTokens.map((token) => (token === '\u0120' ? 'xy' : token)));

  it.each<[string, object, string]>([
    ['without an id', withModel(wordPiece, { vocab: { ...vocab, port: 7 } }), 'no token has the id 3'],
    ['with an id of two tokens', withModel(wordPiece, { vocab: { ...vocab, port: 2 } }), '"[SEP]" and "port"'],
    ['with a negative id', withModel(wordPiece, { vocab: { ...vocab, port: -1 } }), 'the id of "port" is -1'],
    ['with half an id', withModel(wordPiece, { vocab: { ...vocab, port: 1.5 } }), 'the id of "port" is 1.5'],
    ['with a huge id', withModel(wordPiece, { vocab: { ...vocab, port: 1e9 } }), 'the id of "port" is 1000000000'],
    ['with a huge token', withModel(wordPiece, { vocab: { ...vocab, ['x'.repeat(2000)]: 5 } }), 'has 2000 characters'],
    ['with no token', withModel(wordPiece, { vocab: {} }), 'the vocabulary is empty'],
    ['without its unknown token', withModel(wordPiece, { unk_token: '[NONE]' }), 'lacks a piece'],
    [
      'with a merge of unknown tokens',
      withModel(byteLevel, { merges: ['\u0120 t', 'q\u0120q z'] }),
      'the merge "q\u0120q z"',
    ],
    ['with a merge of one token', withModel(byteLevel, { merges: ['the'] }), 'the merge "the"'],
    ['with a merge of three', withModel(byteLevel, { merges: [['t', 'h', 'e']] }), 'the merge ["t","h","e"]'],
    [
      'with a merge of three in one',
      withModel(byteLevel, { vocab: withBlanks, merges: ['h e x'] }),
      'the merge "h e x"',
    ],
    ['with a merge of no tokens', withModel(byteLevel, { merges: [7] }), 'the merge 7'],
    ['without a byte', withModel(byteLevel, { vocab: withoutBlank, merges: [] }), 'lacks the byte symbol "Ġ"'],
    ['without its unknown piece', withModel(unigram, { unk_id: 6 }), 'no piece has unk_id 6'],
    [
      'with a broken charsmap',
      { ...unigram, normalizer: { type: 'Precompiled', precompiled_charsmap: 'AAAA' } },
      'charsmap is cut',
    ],
  ])('%s', (_, json, words) => {
    expectModelError(
      thrownBy(() => makeEncoder(json, file)),
      'fileDamaged',
      file,
      words,
    );
  });
});
