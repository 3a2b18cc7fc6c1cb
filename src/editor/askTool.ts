// The language-model tool `ask_document`: a file and a question, to JSON for a model. It leaves the panel as it is. What goes
// wrong is told to the model; only what a person sees is in the person's language.
import * as vscode from 'vscode';
import { askedOf, type Asker } from './asker';
import { untilCancelled } from './cancellation';
import { toolAskingText, toolConfirmText, toolConfirmTitle } from './messages';
import { addressOf, isInWindow, sourceAt } from './namedFile';
import { displayName } from './source';
import { toolAnswer } from './toolAnswer';

/** As package.json declares it; VS Code holds models to that. */
interface AskInput {
  readonly filePath: string;
  readonly question: string;
}

/** Offers the tool to language models. */
export function registerAskTool(asker: Asker): vscode.Disposable {
  return vscode.lm.registerTool<AskInput>('ask_document', {
    async prepareInvocation({ input: { filePath, question } }) {
      const uri = await addressOf(filePath.trim()).catch(() => undefined);
      const invocationMessage = asText(toolAskingText(uri === undefined ? filePath : displayName(uri), question));
      if (uri === undefined || isInWindow(uri)) return { invocationMessage };
      const message = asText(toolConfirmText(uri.toString(true)));
      return { invocationMessage, confirmationMessages: { title: toolConfirmTitle(), message } };
    },

    async invoke({ input: { filePath, question } }, token) {
      if (question.trim() === '') throw new Error('The question is empty. Give one short, complete question.');
      const source = await sourceAt(await addressOf(filePath.trim()));
      const asked = askedOf(source, question.trim());
      const result = await untilCancelled(token, (signal) => asker.ask(asked, signal, () => undefined));
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(toolAnswer(source, result))]);
    },
  });
}

/** A question and the name of a file may hold anything, and are shown as they are. */
function asText(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}
