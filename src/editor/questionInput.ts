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
    picker.placeholder = askPlaceholder;
    const show = (typed: string): void => {
      const question = typed.trim();
      const earlier = history.filter((other) => other !== question).map((other) => toItem(other, false));
      picker.items = question === '' ? earlier : [toItem(question, true), ...earlier];
    };
    let chosen: string | undefined;
    picker.onDidChangeValue(show);
    picker.onDidAccept(() => {
      chosen = picker.activeItems[0]?.question ?? picker.value.trim();
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
