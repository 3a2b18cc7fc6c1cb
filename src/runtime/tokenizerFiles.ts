// The files of a model's tokenizer to one parsed tokenizer.json: read where there is one, else put together from the
// vocabulary files that were usual before it.
import * as v from 'valibot';
import type { ModelFamily } from '../convert/model';
import { ModelError } from './errors';

/** Largest tokenizer file read, in characters; XLM-R's tokenizer.json has 17 million bytes. */
const maxFileChars = 64 << 20;

/** A file of the model folder by its name: its text and where it lies; undefined where the model has none. */
export type ReadModelFile = (name: string) => Promise<{ text: string; file: string } | undefined>;

// Special tokens are written as a string or as an object with settings that no text of ours meets.
const specialToken = v.optional(
  v.union([
    v.string(),
    v.pipe(
      v.object({ content: v.string() }),
      v.transform((token) => token.content),
    ),
  ]),
);
const settingsSchema = v.object({
  do_lower_case: v.optional(v.boolean()),
  strip_accents: v.nullish(v.boolean()),
  tokenize_chinese_chars: v.optional(v.boolean()),
  add_prefix_space: v.optional(v.boolean()),
  cls_token: specialToken,
  sep_token: specialToken,
  unk_token: specialToken,
  pad_token: specialToken,
  mask_token: specialToken,
});
type Settings = v.InferOutput<typeof settingsSchema>;

interface SpecialToken {
  readonly id: number;
  readonly content: string;
}

const vocabularySchema = v.custom<Readonly<Record<string, number>>>(isVocabulary, 'not tokens with their ids');

/**
 * The tokenizer.json of a model, and the path of the file it came from.
 *
 * Throws ModelError: `fileMissing` where there is no tokenizer, `fileDamaged` naming the file at fault, `unsupported`
 * where there are only SentencePiece files.
 */
export async function loadTokenizerJson(
  read: ReadModelFile,
  family: ModelFamily,
): Promise<{ json: object; file: string }> {
  const whole = await read('tokenizer.json');
  if (whole !== undefined) return { json: parseObject(whole), file: whole.file };
  switch (family) {
    case 'roberta':
      return await fromVocabJson(read);
    case 'bert':
    case 'distilbert':
    case 'electra':
    case 'mpnet':
      return await fromVocabText(read, family);
    case 'albert':
    case 'deberta-v2':
    case 'xlm-roberta':
      return await refuseSentencePiece(read);
  }
}

async function fromVocabJson(read: ReadModelFile): Promise<{ json: object; file: string }> {
  const [vocabFile, mergesFile] = await Promise.all([read('vocab.json'), read('merges.txt')]);
  if (vocabFile === undefined || mergesFile === undefined) throw missing('vocab.json with merges.txt');
  const vocab = v.safeParse(vocabularySchema, parseObject(vocabFile));
  if (!vocab.success) throw new ModelError('fileDamaged', 'not tokens with their ids', vocabFile.file);
  const settings = await readSettings(read);
  const special = specialsOf(vocab.output, vocabFile.file);
  const cls = special(settings.cls_token ?? '<s>');
  const sep = special(settings.sep_token ?? '</s>');
  const others = [settings.pad_token ?? '<pad>', settings.unk_token ?? '<unk>', settings.mask_token ?? '<mask>'];
  const json = {
    added_tokens: [cls, sep, ...others.filter((content) => Object.hasOwn(vocab.output, content)).map(special)],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: settings.add_prefix_space ?? false },
    post_processor: { type: 'RobertaProcessing', cls: [cls.content, cls.id], sep: [sep.content, sep.id] },
    model: { type: 'BPE', vocab: vocab.output, merges: readMerges(mergesFile.text) },
  };
  return { json, file: vocabFile.file };
}

/** The lines of a merges.txt, without the line that tells the version. */
function readMerges(text: string): string[] {
  return linesOf(text).filter((line, i) => line !== '' && !(i === 0 && line.startsWith('#version')));
}

async function fromVocabText(read: ReadModelFile, family: ModelFamily): Promise<{ json: object; file: string }> {
  const vocabFile = await read('vocab.txt');
  if (vocabFile === undefined) throw missing('vocab.txt');
  checkSize(vocabFile);
  const lines = linesOf(vocabFile.text);
  const tokens = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  if (Object.keys(vocab).length !== tokens.length) {
    const twice = tokens.find((token, id) => vocab[token] !== id) ?? '';
    throw new ModelError('fileDamaged', `the token ${JSON.stringify(twice)} stands there twice`, vocabFile.file);
  }
  const settings = await readSettings(read);
  const special = specialsOf(vocab, vocabFile.file);
  const names = family === 'mpnet' ? mpnetNames : bertNames;
  const cls = special(settings.cls_token ?? names.cls);
  const sep = special(settings.sep_token ?? names.sep);
  const unknown = special(settings.unk_token ?? '[UNK]');
  const others = [settings.pad_token ?? names.pad, settings.mask_token ?? names.mask];
  const json = {
    added_tokens: [cls, sep, unknown, ...others.filter((content) => Object.hasOwn(vocab, content)).map(special)],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: settings.tokenize_chinese_chars ?? true,
      strip_accents: settings.strip_accents ?? null,
      lowercase: settings.do_lower_case ?? true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: pairTemplate(cls, sep, names.separators),
    model: { type: 'WordPiece', unk_token: unknown.content, continuing_subword_prefix: '##', vocab },
  };
  return { json, file: vocabFile.file };
}

/** The special tokens of WordPiece families, where no file names others, and how many stand before the context. */
const bertNames = { cls: '[CLS]', sep: '[SEP]', pad: '[PAD]', mask: '[MASK]', separators: 1 };
const mpnetNames = { cls: '<s>', sep: '</s>', pad: '<pad>', mask: '<mask>', separators: 2 };

/** The post_processor `cls A sep… B sep`, type 1 from B on, as the reference's own conversion writes it. */
function pairTemplate(cls: SpecialToken, sep: SpecialToken, separators: number): object {
  const special = ({ content }: SpecialToken, type_id: number) => ({ SpecialToken: { id: content, type_id } });
  const between = Array.from({ length: separators }, () => special(sep, 0));
  const sequence = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
  return {
    type: 'TemplateProcessing',
    pair: [special(cls, 0), sequence('A', 0), ...between, sequence('B', 1), special(sep, 1)],
    special_tokens: Object.fromEntries([cls, sep].map(({ id, content }) => [content, { ids: [id] }])),
  };
}

async function refuseSentencePiece(read: ReadModelFile): Promise<never> {
  for (const name of ['spiece.model', 'spm.model', 'sentencepiece.bpe.model']) {
    const found = await read(name);
    if (found === undefined) continue;
    throw new ModelError(
      'unsupported',
      `${name} alone cannot be read; save the tokenizer as tokenizer.json beside it (AutoTokenizer, save_pretrained)`,
      found.file,
    );
  }
  throw missing('a SentencePiece vocabulary');
}

/** What tokenizer_config.json and, for special tokens it does not name, special_tokens_map.json say. */
async function readSettings(read: ReadModelFile): Promise<Settings> {
  const [config, specials] = await Promise.all([read('tokenizer_config.json'), read('special_tokens_map.json')]);
  const parsed = [specials, config].map((found): Settings => {
    if (found === undefined) return {};
    const settings = v.safeParse(settingsSchema, parseObject(found));
    if (settings.success) return settings.output;
    const [issue] = settings.issues;
    throw new ModelError('fileDamaged', `${v.getDotPath(issue) ?? 'the top'}: ${issue.message}`, found.file);
  });
  return Object.assign({}, ...parsed) as Settings;
}

function specialsOf(vocab: Readonly<Record<string, number>>, file: string): (content: string) => SpecialToken {
  return (content) => {
    const id = Object.hasOwn(vocab, content) ? vocab[content] : undefined;
    if (id === undefined) throw new ModelError('fileDamaged', `it lacks the special token ${content}`, file);
    return { id, content };
  };
}

function parseObject(found: { text: string; file: string }): object {
  checkSize(found);
  let parsed: unknown;
  try {
    parsed = JSON.parse(found.text);
  } catch (cause) {
    throw new ModelError('fileDamaged', 'not JSON', found.file, { cause });
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new ModelError('fileDamaged', 'not a JSON object', found.file);
}

function checkSize({ text, file }: { text: string; file: string }): void {
  if (text.length > maxFileChars) throw new ModelError('fileDamaged', 'too large for a tokenizer', file);
}

function isVocabulary(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Object.values(json).every((id) => Number.isInteger(id));
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

function missing(alternative: string): ModelError {
  return new ModelError('fileMissing', `the model has neither tokenizer.json nor ${alternative}`);
}
