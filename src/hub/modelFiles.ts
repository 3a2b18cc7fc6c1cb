// Which files of a repository or a folder make a reader, and why some make none.
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { configName, weightsName } from './manifest';
import { StoreError } from './storeError';

/** `model_type` of the families that the converter knows; a test holds the two lists together. */
export const supportedFamilies: readonly string[] = [
  'albert',
  'bert',
  'deberta-v2',
  'distilbert',
  'electra',
  'mpnet',
  'roberta',
  'xlm-roberta',
];

const tokenizers: readonly (readonly string[])[] = [['tokenizer.json'], ['vocab.json', 'merges.txt'], ['vocab.txt']];
const settings: readonly string[] = ['tokenizer_config.json', 'special_tokens_map.json'];

/**
 * The names of the files that are needed, of those that there are, the smallest kind first: the configuration, the
 * tokenizer, the weights. Throws StoreError `unsupported` or `fileMissing`; `subject` is the repository or folder.
 */
export function chooseFiles(names: readonly string[], subject: string): string[] {
  const has = (name: string): boolean => names.includes(name);
  if (!has(configName)) throw new StoreError('fileMissing', subject, l10n.t('has no {0}', configName));
  if (!has(weightsName)) throw noWeights(has, subject);
  const tokenizer = tokenizers.find((files) => files.every(has));
  if (tokenizer === undefined) {
    const kinds = tokenizers.map((files) => files.join(' + ')).join(' / ');
    throw new StoreError('unsupported', subject, l10n.t('it has no tokenizer that can be read ({0})', kinds));
  }
  return [configName, ...settings.filter(has), ...tokenizer, weightsName];
}

/** Twice what the largest readers have; the small files are read whole, into memory. */
const maxWeightsBytes = 8 * 2 ** 30;
const maxOtherBytes = 64 * 2 ** 20;

/** Throws StoreError `unsupported` naming a file that is larger than any reader's; `subject` is where it lies. */
export function checkSizes(files: readonly { readonly path: string; readonly bytes: number }[], subject: string): void {
  for (const { path, bytes } of files) {
    const maxBytes = path === weightsName ? maxWeightsBytes : maxOtherBytes;
    if (bytes <= maxBytes) continue;
    throw new StoreError(
      'unsupported',
      subject,
      l10n.t('its {0} has {1} bytes; at most {2} are read', path, bytes, maxBytes),
    );
  }
}

/** The family that a config.json names. Throws StoreError `unsupported` for one that the converter does not know. */
export function familyOf(configJson: string, subject: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(configJson);
  } catch (cause) {
    throw new StoreError('fileDamaged', subject, l10n.t('is no model: {0} is not JSON', configName), { cause });
  }
  const result = v.safeParse(v.object({ model_type: v.string() }), parsed);
  if (!result.success) throw new StoreError('unsupported', subject, l10n.t('{0} names no model_type', configName));
  const family = result.output.model_type;
  if (supportedFamilies.includes(family)) return family;
  const known = supportedFamilies.join(', ');
  throw new StoreError(
    'unsupported',
    subject,
    l10n.t('its architecture is {0}; supported are {1}', family.slice(0, 60), known),
  );
}

function noWeights(has: (name: string) => boolean, subject: string): StoreError {
  if (has(`${weightsName}.index.json`)) {
    return new StoreError(
      'unsupported',
      subject,
      l10n.t('its weights are split over several files; one {0} is needed', weightsName),
    );
  }
  if (has('pytorch_model.bin')) {
    return new StoreError(
      'unsupported',
      subject,
      l10n.t(
        'its weights are pytorch_model.bin, a Python pickle, which can run any program when it is opened, and is never opened here; {0} is needed',
        weightsName,
      ),
    );
  }
  return new StoreError('fileMissing', subject, l10n.t('has no {0}', weightsName));
}
