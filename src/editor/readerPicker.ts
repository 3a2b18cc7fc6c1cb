// The reader's menu: the known models, those that were installed by name, and what can be done about readers.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Catalogue, fullReaderName, isPinned, type ModelWish, parseWish } from '../hub/catalogue';
import type { KnownModel } from '../hub/manifest';
import type { InstalledModel } from '../hub/store';
import { StoreError } from '../hub/storeError';
import { sizeText } from './readerBlock';
import { describeFailure } from './readerFailures';
import { abilityText, spokenText } from './readerMessages';
import type { ReaderSituation } from './readers';

/** What somebody chose in the menu. */
export type PickedReader =
  | { readonly kind: 'model'; readonly wish: ModelWish }
  | { readonly kind: 'another' | 'importModel' | 'removeModel' | 'aboutReader' };

interface ReaderItem extends vscode.QuickPickItem {
  readonly choice: PickedReader | null;
}

/** What the menu is made of. */
export interface PickerInput {
  readonly situation: ReaderSituation;
  readonly catalogue: Catalogue;
  readonly installed: readonly InstalledModel[];
  /** The Hub's host, or why nothing can be downloaded. */
  readonly source: { readonly host: string } | { readonly host: null; readonly reason: string };
}

const separator = (label: string): ReaderItem => ({
  label,
  kind: vscode.QuickPickItemKind.Separator,
  choice: null,
});

/** Lets a person choose. Undefined when they leave. */
export async function pickReader(input: PickerInput): Promise<PickedReader | undefined> {
  const { catalogue, installed, source } = input;
  const known = [...catalogue.values()].map((model): ModelWish => ({ kind: 'known', model }));
  const others = installed
    .filter(({ manifest }) => !catalogue.has(manifest.name))
    .map(({ manifest: { name, revision } }): ModelWish => ({ kind: 'other', repository: name, revision }));
  const items: ReaderItem[] = [
    ...[...known, ...others].map((wish) => modelItem(wish, input)),
    separator(''),
    {
      label: l10n.t('Another Model…'),
      description: l10n.t('owner/name@revision on the Hub'),
      choice: { kind: 'another' },
    },
    { label: l10n.t('Import Model Folder…'), choice: { kind: 'importModel' } },
    { label: l10n.t('Remove Downloaded Model…'), choice: { kind: 'removeModel' } },
    { label: l10n.t('About This Reader'), choice: { kind: 'aboutReader' } },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: l10n.t('Choose Reader'),
    placeHolder: source.host === null ? source.reason : l10n.t('What is not installed comes from {0}', source.host),
    matchOnDetail: true,
  });
  return chosen?.choice ?? undefined;
}

function modelItem(wish: ModelWish, { situation, installed, source: { host } }: PickerInput): ReaderItem {
  const present = installed.find(({ manifest }) =>
    wish.kind === 'known'
      ? manifest.name === wish.model.name && manifest.revision === wish.model.revision
      : manifest.name === wish.repository && manifest.revision === wish.revision,
  );
  const model: KnownModel | undefined = wish.kind === 'known' ? wish.model : present?.manifest;
  if (model === undefined) return { label: textOf(wish), choice: { kind: 'model', wish } };
  const isBundled = model.repository === null;
  const { name, revision } = situation.used.model;
  const isUsed = name === model.name && revision === model.revision;
  const source = host === null ? [] : [l10n.t('from {0}', `${host}/${model.repository ?? ''}`)];
  const place = isUsed ? [l10n.t('in use')] : isBundled || present !== undefined ? [l10n.t('installed')] : source;
  return {
    label: `${isUsed ? '$(check) ' : ''}${model.title}`,
    description: [
      ...(model.name === fullReaderName ? [l10n.t('recommended')] : []),
      sizeText(present?.manifest ?? model),
      spokenText(model.languages),
    ].join(' · '),
    detail: [abilityText(model), ...place].join(' · '),
    choice: { kind: 'model', wish },
  };
}

/** Lets a person name a model of the Hub. Undefined when they leave. */
export async function inputModel(
  catalogue: Catalogue,
  { mustBePinned, value = '' }: { readonly mustBePinned: boolean; readonly value?: string },
): Promise<ModelWish | undefined> {
  const typed = await vscode.window.showInputBox({
    title: mustBePinned ? l10n.t('Which Model Is It?') : l10n.t('Another Model'),
    prompt: mustBePinned
      ? l10n.t('owner/name@commit, the commit as 40 hex digits')
      : l10n.t('owner/name@revision; a branch or tag becomes the commit that it stands for now'),
    placeHolder: l10n.t('owner/name@revision'),
    value,
    ignoreFocusOut: true,
    validateInput: (text) => faultOf(text, catalogue, mustBePinned),
  });
  return typed === undefined ? undefined : parseWish(typed, catalogue);
}

function faultOf(text: string, catalogue: Catalogue, mustBePinned: boolean): string | undefined {
  if (text.trim() === '') return l10n.t('Name a model: owner/name@revision');
  try {
    const wish = parseWish(text, catalogue);
    return mustBePinned && !isPinned(wish) ? l10n.t('The commit is needed: 40 hex digits') : undefined;
  } catch (error) {
    if (error instanceof StoreError) return describeFailure(error, 'download').text;
    throw error;
  }
}

/** A wish as the setting has it. */
export function textOf(wish: ModelWish): string {
  return wish.kind === 'known' ? wish.model.name : `${wish.repository}@${wish.revision}`;
}
