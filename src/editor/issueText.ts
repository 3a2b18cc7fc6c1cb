// What an issue's report begins with: what a person is to write, and the facts about this installation that maintainers ask for.
import * as l10n from '@vscode/l10n';

/** All that is told. Nothing of a document or a question is among it. */
export interface IssueFacts {
  /** Of the extension. */
  readonly version: string;
  /** Of VS Code. */
  readonly editorVersion: string;
  /** What the package is made for: "linux-x64". */
  readonly target: string;
  readonly reader: string;
  readonly revision: string;
  readonly precision: string;
}

/** The report, Markdown. The facts are for maintainers, and stay English. */
export function issueText({ version, editorVersion, target, reader, revision, precision }: IssueFacts): string {
  return [
    l10n.t('What did you do, what did you expect, and what happened instead?'),
    '',
    '',
    `- Document QA ${version}, ${target}`,
    `- VS Code ${editorVersion}`,
    '- Engine: native (onnxruntime)',
    `- Reader: ${reader} at ${revision}, ${precision}`,
    '',
    l10n.t('The last lines of “Document QA: Show Log” help most. They hold nothing of your files or questions.'),
    '',
  ].join('\n');
}
