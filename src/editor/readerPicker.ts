// The reader's menu: the known models, those that were installed by name, and what can be done about readers.
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
    { label: 'Another Model…', description: 'owner/name@revision on the Hub', choice: { kind: 'another' } },
    { label: 'Import Model Folder…', choice: { kind: 'importModel' } },
    { label: 'Remove Downloaded Model…', choice: { kind: 'removeModel' } },
    { label: 'About This Reader', choice: { kind: 'aboutReader' } },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Choose Reader',
    placeHolder: source.host === null ? source.reason : `What is not installed comes from ${source.host}`,
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
  const source = host === null ? [] : [`from ${host}/${model.repository ?? ''}`];
  const place = isUsed ? ['in use'] : isBundled || present !== undefined ? ['installed'] : source;
  return {
    label: `${isUsed ? '$(check) ' : ''}${model.title}`,
    description: [
      ...(model.name === fullReaderName ? ['recommended'] : []),
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
    title: mustBePinned ? 'Which Model Is It?' : 'Another Model',
    prompt: mustBePinned
      ? 'owner/name@commit, the commit as 40 hex digits'
      : 'owner/name@revision; a branch or tag becomes the commit that it stands for now',
    placeHolder: 'owner/name@revision',
    value,
    ignoreFocusOut: true,
    validateInput: (text) => faultOf(text, catalogue, mustBePinned),
  });
  return typed === undefined ? undefined : parseWish(typed, catalogue);
}

function faultOf(text: string, catalogue: Catalogue, mustBePinned: boolean): string | undefined {
  if (text.trim() === '') return 'Name a model: owner/name@revision';
  try {
    const wish = parseWish(text, catalogue);
    return mustBePinned && !isPinned(wish) ? 'The commit is needed: 40 hex digits' : undefined;
  } catch (error) {
    if (error instanceof StoreError) return describeFailure(error, 'download').text;
    throw error;
  }
}

/** A wish as the setting has it. */
export function textOf(wish: ModelWish): string {
  return wish.kind === 'known' ? wish.model.name : `${wish.repository}@${wish.revision}`;
}
