// What reads, in VS Code's list of language states: the reader, its numbers, and whether it is at work.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { readExamRecord } from '../runtime/examFile';
import type { Asker } from './asker';
import type { Examination } from './examination';
import type { Installation } from './installation';
import { precisionOf } from './measuredRule';
import type { Readers } from './readers';

/** What the item shows. */
export interface StatusParts {
  readonly asker: Asker;
  readonly readers: Readers;
  readonly installation: Installation;
  readonly examination: Examination;
}

/** One item for all documents; it is there once it is known who reads. */
export class LanguageStatus implements vscode.Disposable {
  readonly #parts: StatusParts;
  readonly #listeners: readonly vscode.Disposable[];
  #item: vscode.LanguageStatusItem | undefined;
  #precision: 'fp32' | 'int8' = 'fp32';

  constructor(parts: StatusParts) {
    this.#parts = parts;
    const { asker, readers, installation, examination } = parts;
    this.#listeners = [
      ...[asker, installation].map(({ onDidChange }) => onDidChange(() => this.#show())),
      ...[readers, examination].map(({ onDidChange }) => onDidChange(() => void this.#look())),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#item?.dispose();
  }

  /** An exam may have chosen other numbers. */
  async #look(): Promise<void> {
    const { readers } = this.#parts;
    const used = readers.situation?.used;
    if (used === undefined) return;
    const exam = await readExamRecord(used.prepared);
    if (readers.situation?.used !== used) return;
    this.#precision = precisionOf({ exam, precision: readers.choiceOf(used).precision });
    this.#show();
  }

  #show(): void {
    const used = this.#parts.readers.situation?.used;
    if (used === undefined) return;
    const item = (this.#item ??= makeItem());
    const work = this.#work();
    const precision = this.#precision === 'fp32' ? l10n.t('32-bit floats') : l10n.t('8-bit integers');
    item.text = used.model.title;
    item.detail = work === undefined ? precision : `${precision}, ${work}`;
    item.busy = work !== undefined;
  }

  /** What a reader does now. */
  #work(): string | undefined {
    const { asker, installation, examination } = this.#parts;
    if (asker.isAsking) return l10n.t('reading');
    if (installation.running !== null) return l10n.t('another one is being fetched');
    return examination.isExamining ? l10n.t('being examined') : undefined;
  }
}

function makeItem(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem('documentQa.reader', { pattern: '**' });
  item.name = l10n.t('Document QA');
  item.severity = vscode.LanguageStatusSeverity.Information;
  item.command = { command: 'documentQa.chooseReader', title: l10n.t('Choose Reader…') };
  return item;
}
