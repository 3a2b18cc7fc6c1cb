// The input box for a question, with the questions asked before below it.
import * as vscode from 'vscode';
import { askPlaceholder } from './messages';

interface QuestionItem extends vscode.QuickPickItem {
  readonly question: string;
}

/** `$(name)` in a label would be drawn as an icon: a question is text, whatever it holds. */
function toItem(question: string, alwaysShow: boolean): QuestionItem {
  return { label: question.replaceAll('$(', '$\u200b('), question, alwaysShow };
}

/** Lets a person type a question or pick an earlier one. Returns undefined when they leave. */
export function inputQuestion(title: string, history: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<QuestionItem>();
    picker.title = title;
    picker.placeholder = askPlaceholder();
    // A look into the file must not cost what was typed.
    picker.ignoreFocusOut = true;
    // What the list was made for: a fast typist is ahead of it.
    let listed = '';
    const show = (typed: string): void => {
      const question = typed.trim();
      listed = question;
      const earlier = history.filter((other) => other !== question).map((other) => toItem(other, false));
      picker.items = question === '' ? earlier : [toItem(question, true), ...earlier];
    };
    let chosen: string | undefined;
    picker.onDidChangeValue(show);
    picker.onDidAccept(() => {
      const typed = picker.value.trim();
      chosen = (typed === listed ? picker.activeItems[0]?.question : undefined) ?? typed;
      if (chosen !== '') picker.hide();
    });
    picker.onDidHide(() => {
      picker.dispose();
      resolve(chosen === '' ? undefined : chosen);
    });
    show('');
    picker.show();
  });
}
