import { describe, expect, it } from 'vitest';
import { ModelError } from '../../src/runtime/errors';
import { readLayout } from '../../src/runtime/layout';

const file = '/models/reader/tokenizer.json';
const cls = ['[CLS]', 101];
const sep = ['[SEP]', 102];

const special = (id: string, type_id = 0) => ({ SpecialToken: { id, type_id } });
const sequence = (id: string, type_id = 0) => ({ Sequence: { id, type_id } });
const special_tokens = {
  '[CLS]': { id: '[CLS]', ids: [101], tokens: ['[CLS]'] },
  '[SEP]': { id: '[SEP]', ids: [102], tokens: ['[SEP]'] },
  '[BOTH]': { id: '[BOTH]', ids: [103, 104], tokens: ['[A]', '[B]'] },
};
const template = (...pair: object[]) => ({ type: 'TemplateProcessing', single: [], pair, special_tokens });

const layoutOf = (post_processor: unknown) => readLayout({ post_processor }, file);

const bertLayout = { before: [101], between: [102], after: [102], contextTypeId: 1 };

describe('the layout', () => {
  it('of BertProcessing has one separator, and type 1 from the context on', () => {
    expect(layoutOf({ type: 'BertProcessing', sep, cls })).toEqual(bertLayout);
  });

  it('of RobertaProcessing has two separators between, and one type', () => {
    const roberta = { type: 'RobertaProcessing', sep: ['</s>', 2], cls: ['<s>', 0], trim_offsets: true };
    expect(layoutOf(roberta)).toEqual({ before: [0], between: [2, 2], after: [2], contextTypeId: 0 });
  });

  it('of a template is what the template says of pairs', () => {
    const pair = [special('[CLS]'), sequence('A'), special('[SEP]'), sequence('B', 1), special('[SEP]', 1)];
    expect(layoutOf(template(...pair))).toEqual(bertLayout);
    const unusual = [special('[CLS]'), special('[SEP]'), sequence('A'), special('[BOTH]'), sequence('B')];
    expect(layoutOf(template(...unusual))).toEqual({
      before: [101, 102],
      between: [103, 104],
      after: [],
      contextTypeId: 0,
    });
  });

  it('of a sequence is that of its one processor beside ByteLevel', () => {
    const byteLevel = { type: 'ByteLevel', trim_offsets: true };
    const bert = { type: 'BertProcessing', sep, cls };
    expect(layoutOf({ type: 'Sequence', processors: [byteLevel, bert] })).toEqual(bertLayout);
    expect(() => layoutOf({ type: 'Sequence', processors: [bert, bert] })).toThrow('"Sequence" is not supported');
    expect(() => layoutOf({ type: 'Sequence', processors: [byteLevel] })).toThrow('"Sequence" is not supported');
  });
});

describe('a tokenizer.json is refused', () => {
  const ours = [special('[CLS]'), sequence('A'), special('[SEP]'), sequence('B', 1), special('[SEP]', 1)];

  it.each([
    ['of an unknown post_processor', { type: 'Elsewhere' }, 'post_processor "Elsewhere"'],
    ['without post_processor', null, 'post_processor null'],
    ['whose separator has no number', { type: 'BertProcessing', sep: ['[SEP]', '102'], cls }, '"BertProcessing"'],
    ['with a negative id', { type: 'BertProcessing', sep: ['[SEP]', -1], cls }, '"BertProcessing"'],
    ['with the context first', template(special('[CLS]'), sequence('B'), sequence('A')), 'without A before B'],
    ['with the question twice', template(...ours, sequence('A', 1)), 'without A before B'],
    ['with the first token last', template(...ours.slice(1), special('[CLS]', 1)), 'begins with the question'],
    ['that begins with another token', template(special('[SEP]'), ...ours.slice(1)), 'begins with [SEP]'],
    ['with type 1 in the question', template(special('[CLS]'), sequence('A', 1), sequence('B', 1)), 'type ids'],
    ['with type 0 after the context', template(...ours.slice(0, 4), special('[SEP]')), 'type ids'],
    ['with a third type', template(...ours.slice(0, 4), special('[SEP]', 2)), '"TemplateProcessing"'],
    ['that has no id for a token', template(...ours, special('[END]', 1)), 'has no ids for [END]'],
  ])('%s', (_, postProcessor, message) => {
    let error: unknown;
    try {
      layoutOf(postProcessor);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ reason: 'unsupported', file, message: expect.stringContaining(message) as string });
  });
});
