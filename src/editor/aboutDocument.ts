// The page about the reader, as a read-only document.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { readExamRecord } from '../runtime/examFile';
import { aboutText } from './aboutReader';
import type { Readers } from './readers';
import { onStrictnessChange, strictness } from './settings';

/** The scheme of the page. */
export const aboutScheme = 'document-qa-about';

/** Its name is the title of the tab. */
const pageUri = (): vscode.Uri => vscode.Uri.from({ scheme: aboutScheme, path: `/${l10n.t('About This Reader')}` });

/** Shows the page of the reader that answers. */
export class AboutDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #readers: Readers;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registrations: readonly vscode.Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(readers: Readers) {
    this.#readers = readers;
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(aboutScheme, this),
      onStrictnessChange(() => this.#changed.fire(pageUri())),
    ];
  }

  /** Opens the page, up to date. */
  async show(): Promise<void> {
    const uri = pageUri();
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  async provideTextDocumentContent(): Promise<string> {
    const { used } = await this.#readers.refresh();
    const { precision } = this.#readers.choiceOf(used);
    return aboutText({ ...used, exam: await readExamRecord(used.prepared), precision, strictness: strictness() });
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }
}
