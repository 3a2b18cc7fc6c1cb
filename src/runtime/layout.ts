// The post_processor of a tokenizer.json to the layout of a window: which special tokens surround question and context.
import * as v from 'valibot';
import type { InputLayout } from '../qa/windows';
import { unsupportedTokenizer } from './tokenizerShape';

const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fffffff));
const namedToken = v.tuple([v.string(), tokenId]);

const bertSchema = v.object({ type: v.literal('BertProcessing'), cls: namedToken, sep: namedToken });
const robertaSchema = v.object({ type: v.literal('RobertaProcessing'), cls: namedToken, sep: namedToken });

const typeId = v.picklist([0, 1]);
const templatePiece = v.union([
  v.object({ SpecialToken: v.object({ id: v.string(), type_id: typeId }) }),
  v.object({ Sequence: v.object({ id: v.picklist(['A', 'B']), type_id: typeId }) }),
]);
const templateSchema = v.object({
  type: v.literal('TemplateProcessing'),
  pair: v.array(templatePiece),
  special_tokens: v.record(v.string(), v.object({ ids: v.array(tokenId) })),
});

const schema = v.union([bertSchema, robertaSchema, templateSchema]);
const sequenceSchema = v.object({
  type: v.literal('Sequence'),
  // ByteLevel moves the library's own offsets only: no token comes or goes by it.
  processors: v.array(v.union([schema, v.object({ type: v.literal('ByteLevel') })])),
});

/** First tokens whose position stands for "no answer here", as all families of readers are trained. */
const firstTokens: readonly string[] = ['[CLS]', '<s>'];

/**
 * The layout of question and context that a parsed tokenizer.json asks for.
 *
 * Throws ModelError `unsupported` naming a post_processor that has no such layout.
 * The type ids of RobertaProcessing are all 0, as in the reference; libraries in JavaScript have 1 for the context.
 */
export function readLayout(tokenizerJson: object, file: string): InputLayout {
  const wanted = 'post_processor' in tokenizerJson ? tokenizerJson.post_processor : null;
  const sequence = v.safeParse(sequenceSchema, wanted);
  const candidates = sequence.success
    ? sequence.output.processors.filter(({ type }) => type !== 'ByteLevel')
    : [wanted];
  const processor = v.safeParse(schema, candidates[0]);
  if (candidates.length !== 1 || !processor.success)
    throw unsupportedTokenizer(`post_processor ${typeOf(wanted)} is not supported`, file);

  switch (processor.output.type) {
    case 'BertProcessing':
      return surround(processor.output, 1, 1, file);
    case 'RobertaProcessing':
      return surround(processor.output, 2, 0, file);
    case 'TemplateProcessing':
      return readTemplate(processor.output, file);
  }
}

function surround(
  { cls: [first, firstId], sep: [, separatorId] }: v.InferOutput<typeof bertSchema | typeof robertaSchema>,
  separators: number,
  contextTypeId: 0 | 1,
  file: string,
): InputLayout {
  requireFirst(first, file);
  const between = Array.from({ length: separators }, () => separatorId);
  return { before: [firstId], between, after: [separatorId], contextTypeId };
}

/** A template is ours when it reads `specials A specials B specials`, type 0 up to B and one type from B on. */
function readTemplate({ pair, special_tokens }: v.InferOutput<typeof templateSchema>, file: string): InputLayout {
  const sequences = pair.flatMap((piece) => ('Sequence' in piece ? [piece.Sequence.id] : []));
  if (sequences.join('') !== 'AB')
    throw unsupportedTokenizer('post_processor TemplateProcessing without A before B is not supported', file);
  const question = pair.findIndex((piece) => 'Sequence' in piece);
  const context = pair.findLastIndex((piece) => 'Sequence' in piece);
  const typeIds = pair.map((piece) => ('Sequence' in piece ? piece.Sequence : piece.SpecialToken).type_id);
  const contextTypeId = typeIds[context] ?? 0;
  if (typeIds.some((id, i) => id !== (i < context ? 0 : contextTypeId))) {
    throw unsupportedTokenizer(
      'post_processor TemplateProcessing with other type ids than one for the context is not supported',
      file,
    );
  }

  const first = pair[0];
  requireFirst(first !== undefined && 'SpecialToken' in first ? first.SpecialToken.id : 'the question', file);
  const idsOf = (start: number, end?: number): number[] =>
    pair.slice(start, end).flatMap((piece) => {
      if (!('SpecialToken' in piece)) return [];
      const special = special_tokens[piece.SpecialToken.id];
      if (special === undefined)
        throw unsupportedTokenizer(`post_processor has no ids for ${piece.SpecialToken.id}`, file);
      return special.ids;
    });
  return { before: idsOf(0, question), between: idsOf(question, context), after: idsOf(context), contextTypeId };
}

function requireFirst(token: string, file: string): void {
  if (!firstTokens.includes(token)) {
    throw unsupportedTokenizer(
      `an input that begins with ${token}, not with ${firstTokens.join(' or ')}, is not supported`,
      file,
    );
  }
}

function typeOf(processor: unknown): string {
  if (typeof processor !== 'object' || processor === null || !('type' in processor)) return 'null';
  return JSON.stringify(processor.type);
}
