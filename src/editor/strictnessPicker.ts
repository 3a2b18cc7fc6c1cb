// The menu of strictness: three words, each with what it was measured to give with the reader that answers.
import * as vscode from 'vscode';
import type { Strictness } from '../qa/strictness';
import { readExamRecord } from '../runtime/examFile';
import { targetDocument } from './documents';
import { measuredRule } from './measuredRule';
import type { Readers } from './readers';
import type { Session } from './session';
import { setStrictness, strictness } from './settings';
import {
  chooseStrictnessTitle,
  measureText,
  overruledText,
  readerText,
  sourceOf,
  strictnessWords,
} from './strictnessTexts';

interface StrictnessItem extends vscode.QuickPickItem {
  readonly word: Strictness;
}

/** Lets a person choose how readily answers are given. Whoever listens to the setting does the rest. */
export async function chooseStrictness(readers: Readers, session: Session): Promise<void> {
  const uri = session.runs[0]?.inquiry.source.uri ?? targetDocument()?.uri;
  const current = strictness(uri);
  const { used } = await readers.refresh();
  const { precision, threshold } = readers.choiceOf(used);
  const rule = measuredRule({ model: used.model, exam: await readExamRecord(used.prepared), precision });
  const items = strictnessWords().map(({ word, title, detail }): StrictnessItem => {
    const mark = word === current ? '$(check) ' : '';
    return { label: `${mark}${title}`, description: measureText(rule?.levels[word].measured), detail, word };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: chooseStrictnessTitle(),
    placeHolder: threshold === null ? readerText(used.model, sourceOf(rule)) : overruledText(threshold),
  });
  if (chosen !== undefined && chosen.word !== current) await setStrictness(chosen.word, uri);
}
