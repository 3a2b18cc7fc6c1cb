// Commands and the panel's wishes, to what fulfils them. Commands that find something return it, for tasks, other extensions
// and tests.
import * as vscode from 'vscode';
import type { FromPanel } from '../protocol/panel';
import type { AnswerActions } from './answerActions';
import type { Asking } from './asking';
import type { QuestionHistory } from './history';
import type { LateCommands } from './lateCommands';
import type { Marks } from './marks';
import { failureText, historyClearedText, plainText } from './messages';
import type { PanelView } from './panelView';
import type { Pins } from './pins';
import type { Session } from './session';

/** What the commands act on. */
export interface CommandParts {
  readonly session: Session;
  readonly asking: Asking;
  readonly answers: AnswerActions;
  readonly marks: Marks;
  readonly pins: Pins;
  readonly history: QuestionHistory;
  readonly late: LateCommands;
  readonly log: vscode.LogOutputChannel;
}

/** How long a message stays in the status bar, in ms. */
const messageMs = 5000;

/** Registers the commands about questions and answers. */
export function registerCommands(parts: CommandParts, panel: PanelView): vscode.Disposable {
  const { session, asking, answers, marks, history, log } = parts;
  const commands: Record<string, (...args: unknown[]) => unknown> = {
    ask: (question, file) => asking.askFile(textOrNothing(question), uriOrNothing(file)),
    askSelection: (question) => asking.askSelection(textOrNothing(question)),
    askOpenFiles: (question) => asking.askOpenFiles(textOrNothing(question)),
    askAnotherFile: (file) => asking.askAnotherFile(uriOrNothing(file)),
    askAgain: () => asking.askAgain(),
    focusQuestion: () => panel.focusQuestion(),
    stop: () => session.stop(),
    clear: () => session.clear(),
    clearMarks: () => answers.clearMarks(),
    showMarks: () => marks.restore(),
    nextAnswer: () => answers.step(1),
    previousAnswer: () => answers.step(-1),
    goToAnswer: () => answers.goToBest(),
    copyAnswer: () => answers.copyBest(),
    copyCitation: () => answers.copyCitation(),
    pinAnswer: () => answers.pin(),
    exportAnswers: (format) => answers.exportAll(format),
    clearHistory: async () => {
      await history.clear();
      vscode.window.setStatusBarMessage(historyClearedText(), messageMs);
    },
    showLog: () => log.show(),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`documentQa.${name}`, run)),
  );
}

/** Does what the panel wishes; nobody there could be told that it failed. */
export async function handlePanel(parts: CommandParts, message: FromPanel): Promise<void> {
  try {
    await fulfil(parts, message);
  } catch (error) {
    parts.log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(plainText(failureText(error)));
  }
}

async function fulfil({ session, asking, answers, pins, late, log }: CommandParts, message: FromPanel): Promise<void> {
  switch (message.type) {
    case 'ask':
      await asking.askFile(message.question);
      return;
    case 'askElsewhere':
      await asking.askElsewhere(message.where);
      return;
    case 'stop':
      await session.stop();
      return;
    case 'askAgain':
      await session.askAgain(message.run, message.allWindows);
      return;
    case 'open':
      await answers.open(message.run, message.place, message.focus);
      return;
    case 'copy':
      await answers.copyCitation(message.run, message.place);
      return;
    case 'pin':
      answers.pin(message.run, message.place);
      return;
    case 'openPin': {
      const problem = await pins.open(message.pin, message.focus);
      if (problem !== undefined) void vscode.window.showWarningMessage(plainText(problem));
      return;
    }
    case 'unpin':
      pins.remove(message.pin);
      return;
    case 'leave':
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      return;
    case 'openFile':
      await vscode.commands.executeCommand('workbench.action.files.openFile');
      return;
    case 'chooseStrictness':
      await late.chooseStrictness();
      return;
    case 'chooseReader':
      await late.act('chooseReader');
      return;
    case 'showLog':
      log.show();
      return;
    case 'reader':
      await late.act(message.action);
      return;
    case 'ready':
      return;
  }
}

function textOrNothing(argument: unknown): string | undefined {
  return typeof argument === 'string' ? argument : undefined;
}

function uriOrNothing(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri ? argument : undefined;
}
