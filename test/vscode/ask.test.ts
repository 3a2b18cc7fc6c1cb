import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QaResult } from '../../src/qa/result';
import { handbook } from '../support/handbook';
import { type ExtensionUnderTest, expectSelected, keepFailure, openExtension } from './extensionUnderTest';

const windowsFile = 'Deutsch: Größe 😀\r\nThe maximum upload size is 25 MB per file.\r\n';

let extension: ExtensionUnderTest;
beforeAll(async () => {
  extension = await openExtension({ 'handbook.md': handbook, 'windows.txt': windowsFile }, { HF_HUB_OFFLINE: '1' });
});
afterAll(async () => {
  expect(extension.outsideRequests).toEqual([]);
  await extension.close();
});
beforeEach(async ({ task }) => {
  keepFailure(extension, `ask-${task.id}`);
  await extension.openFile('handbook.md');
  await extension.host((api) => api.commands.executeCommand('documentQa.clear'));
  // Else what was found before would pass for what is asked next.
  await extension.panel.locator('.run').waitFor({ state: 'detached' });
});

/** The part of the handbook between two headings' texts. */
function section(from: string, to: string): { start: number; end: number } {
  return { start: handbook.indexOf(from), end: handbook.indexOf(to) };
}

const unanswered = 'What does a licence for Windows cost?';
const verdict = () => extension.panel.locator('.verdict strong');
const answers = () => extension.panel.locator('.answer-main');

describe('hovering over a selection', () => {
  it('offers to ask, and starts no engine', async () => {
    await extension.openView();
    const words = 'Messages are kept for 14 days';
    await extension.select(handbook.indexOf(words), handbook.indexOf(words) + words.length);
    const hover = await extension.hoverSelection();
    await hover.filter({ hasText: 'Ask about this selection' }).first().waitFor();
    expect(await extension.enginePids()).toEqual([]);
    await extension.page.keyboard.press('Escape');
  });
});

describe('Ask This File', () => {
  it('finds the answer, and a click selects exactly its range', async () => {
    await extension.ask('How long are messages kept?');
    expect(await verdict().innerText()).toBe('Answer');
    const answer = answers().first();
    expect(await answer.locator('.answer-text').innerText()).toBe('14 days');
    expect(await answer.locator('mark').innerText()).toBe('14 days');
    expect(await answer.locator('.place').innerText()).toMatch(/Ln 25\s+Relay handbook › Configuration › Storage/);
    expect(await extension.panel.locator('.coverage').innerText()).toMatch(
      /^Read all of it: \d+ tokens · quick reader$/,
    );
    await answer.click();
    await expectSelected(extension, handbook, '14 days');
  });

  it('offers the questions asked before', async () => {
    await extension.palette('Document QA: Ask This File');
    await extension.quickInput.row('How long are messages kept?').click();
    await extension.panel.locator('.asked-question', { hasText: 'How long are messages kept?' }).waitFor();
    await extension.panel.locator('.coverage').waitFor();
  });

  it('says "no answer" with the closest guess, which can be opened', async () => {
    await extension.ask(unanswered);
    expect(await verdict().innerText()).toBe('No answer in this file');
    await extension.panel.getByText('Why no answer?').click();
    const guess = await answers().first().locator('.answer-text').innerText();
    expect(await answers().first().innerText()).toContain('short of “maybe”');
    await answers().first().click();
    await expectSelected(extension, handbook, guess);
  });

  it('counts in the document’s own characters, with CRLF and emoji before the answer', async () => {
    await extension.openFile('windows.txt');
    await extension.ask('What is the maximum upload size?');
    expect(await answers().first().locator('.answer-text').innerText()).toBe('25 MB per file');
    expect(await answers().first().locator('.place').innerText()).toContain('Ln 2');
    await answers().first().click();
    await expectSelected(extension, windowsFile, '25 MB per file');
  });

  it('returns its result to whoever runs the command with a question', async () => {
    const result = await extension.host(
      (api, question: string) => api.commands.executeCommand<QaResult>('documentQa.ask', question),
      'Which port does Relay listen on?',
    );
    expect(result.verdict).toBe('answer');
    expect(result.answers[0]?.text).toBe('7420');
  });

  it('goes to the best answer by command, and copies it', async () => {
    await extension.ask('Where is the configuration read from?');
    await extension.palette('Document QA: Go to Best Answer');
    await expectSelected(extension, handbook, '/etc/relay/relay.toml');
    await extension.palette('Document QA: Copy Best Answer');
    await expect.poll(() => extension.host((api) => api.env.clipboard.readText())).toBe('/etc/relay/relay.toml');
  });

  it('asks from the panel’s own field', async () => {
    const field = extension.panel.locator('textarea');
    await field.fill('Which port does Relay listen on?');
    await field.press('Enter');
    await extension.panel.locator('.asked-question', { hasText: 'Which port' }).waitFor();
    await extension.panel.locator('.coverage').waitFor();
    await answers().first().click();
    await expectSelected(extension, handbook, '7420');
  });
});

describe('Choose Strictness', () => {
  const footer = () => extension.panel.locator('.coverage');
  const remark = () => extension.panel.locator('.place').last().textContent();
  const written = () =>
    extension.host((api) => api.workspace.getConfiguration('documentQa').inspect<string>('strictness') ?? {});

  it('says what each word gives, and decides the open question again by the one chosen', async () => {
    await extension.ask(unanswered);
    expect(await footer().getByRole('button').count()).toBe(0);
    const before = await remark();
    await extension.palette('Document QA: Choose Strictness…');
    for (const words of ['Refuse more', 'Balanced', 'Answer more']) {
      await extension.quickInput
        .row(words)
        .filter({ hasText: /not measured with this reader|of its answers right/ })
        .waitFor();
    }
    expect(await extension.quickInput.rows.locator('.codicon-check').count()).toBe(1);
    await extension.quickInput.row('Refuse more').click();
    await footer().getByRole('button', { name: 'refuses more' }).waitFor();
    const remarkAnew = async () => ((await remark()) === before ? 'as before' : remark());
    await expect.poll(remarkAnew).toContain('short of “maybe”');
    expect(await written()).toMatchObject({ globalValue: 'refuse' });
  });

  it('is reached from the panel, and writes where the setting stands', async () => {
    await extension.host((api) =>
      api.workspace.getConfiguration('documentQa').update('strictness', 'answer', api.ConfigurationTarget.Workspace),
    );
    await extension.ask(unanswered);
    const button = footer().getByRole('button', { name: 'answers more' });
    await button.focus();
    await extension.page.keyboard.press('Enter');
    await extension.quickInput.row('Balanced').click();
    await button.waitFor({ state: 'detached' });
    expect(await written()).toMatchObject({ globalValue: 'refuse', workspaceValue: 'balanced' });
    await extension.host(async (api) => {
      const configuration = api.workspace.getConfiguration('documentQa');
      await configuration.update('strictness', undefined, api.ConfigurationTarget.Workspace);
      await configuration.update('strictness', undefined, api.ConfigurationTarget.Global);
    });
  });

  it('stands on the page about the reader', async () => {
    await extension.palette('Document QA: About This Reader');
    await extension.page.locator('.view-line', { hasText: /^Strictness\s+Balanced:/ }).waitFor();
    const set = (word: string | undefined) =>
      extension.host(
        (api, value) => api.workspace.getConfiguration('documentQa').update('strictness', value, true),
        word,
      );
    await set('answer');
    await extension.page.locator('.view-line', { hasText: /^Strictness\s+Answer\smore:/ }).waitFor();
    await set(undefined);
  });
});

describe('Ask Selection', () => {
  it('reads only the selection', async () => {
    const { start, end } = section('### Storage', '## Support');
    await extension.select(start, end);
    await extension.palette('Document QA: Ask Selection');
    await extension.quickInput.input.fill('Which port does Relay listen on?');
    await extension.page.keyboard.press('Enter');
    await extension.panel.locator('.asked-file', { hasText: 'handbook.md, lines 23–27' }).waitFor();
    await extension.panel.locator('.coverage').waitFor();
    expect(await verdict().innerText()).toBe('No answer in the selection');
  });

  it('is told in the hover what was found there, and asks from it', async () => {
    await extension.ask('How long are messages kept?');
    const line = 'Messages are kept for 14 days, then deleted.';
    await extension.select(handbook.indexOf(line), handbook.indexOf(line) + line.length);
    const hover = await extension.hoverSelection();
    const ours = hover.filter({ hasText: 'Ask about this selection' }).first();
    expect((await ours.innerText()).replaceAll('\u00a0', ' ')).toMatch(
      /How long are messages kept\?\s+14 days \(\d+ %\)/,
    );
    await ours.getByText('Ask about this selection').click();
    await extension.page.locator('.quick-input-title', { hasText: 'Ask handbook.md, line 25' }).waitFor();
    await extension.page.keyboard.press('Escape');
  });

  it('is found again when the file was changed above it', async () => {
    const { start, end } = section('### Storage', '## Support');
    await extension.select(start, end);
    await extension.host((api) => {
      void api.commands.executeCommand('documentQa.askSelection', 'How long are messages kept?');
    });
    await extension.panel.locator('.coverage').waitFor();
    await extension.host(async (api) => {
      await api.window.activeTextEditor?.edit((edit) => edit.insert(new api.Position(0, 0), 'One.\n\nTwo.\n'));
    });
    await extension.panel.getByRole('button', { name: 'Ask Again' }).click();
    await extension.panel.locator('.asked-file', { hasText: 'handbook.md, lines 26–30' }).waitFor();
    await extension.panel.locator('.coverage').waitFor();
    await answers().first().click();
    await expectSelected(extension, `One.\n\nTwo.\n${handbook}`, '14 days');
    await extension.host((api) => api.commands.executeCommand('workbench.action.files.revert'));
  });

  // Last: after a context menu VS Code shows no hover until the next click.
  it('finds in the selection what is there, at its place in the file', async () => {
    const { start, end } = section('### Storage', '## Support');
    await extension.select(start, end);
    await extension.page.locator('.view-line', { hasText: 'queue' }).click({ button: 'right' });
    const item = extension.page.locator('.monaco-menu .action-label', { hasText: 'Ask Selection' });
    await item.waitFor();
    // A menu takes no click in its first moments.
    const clickUntilAsked = async () => {
      if (await item.isVisible()) await item.click();
      return extension.quickInput.input.isVisible();
    };
    await expect.poll(clickUntilAsked).toBe(true);
    await extension.quickInput.input.fill('How large may a queue be?');
    await extension.page.keyboard.press('Enter');
    await extension.panel.locator('.asked-question', { hasText: 'How large may a queue be?' }).waitFor();
    await extension.panel.locator('.coverage').waitFor();
    const found = await answers().first().locator('.answer-text').innerText();
    expect(found).toContain('2 GB');
    await answers().first().click();
    await expectSelected(extension, handbook, found);
  });
});

describe('a file that was closed and changed on disk', () => {
  it('is not selected in at a stale range', async () => {
    await extension.openFile('windows.txt');
    await extension.ask('What is the maximum upload size?');
    await extension.host((api) => api.commands.executeCommand('workbench.action.closeActiveEditor'));
    await writeFile(path.join(extension.workspacePath, 'windows.txt'), `Another line before it.\r\n${windowsFile}`);
    await answers().first().click();
    await extension.panel.locator('.notice', { hasText: 'no longer stands there' }).waitFor();
  });
});

describe('with HF_HUB_OFFLINE', () => {
  it('no reader is offered; the menu says why, and the command what to do instead', async () => {
    await extension.ask('Which port does Relay listen on?');
    await extension.panel.locator('.verdict .mark').waitFor();
    expect(await extension.panel.locator('.reader').count()).toBe(0);
    await extension.palette('Document QA: Choose Reader…');
    await extension.page.locator('.quick-input-widget input[placeholder*="HF_HUB_OFFLINE is set"]').waitFor();
    await extension.page.keyboard.press('Escape');
    await extension.palette('Document QA: Download Full Reader');
    const block = extension.panel.locator('.reader');
    await block.getByText('Requests to the Hub are switched off (HF_HUB_OFFLINE)').waitFor();
    await block.getByRole('button', { name: 'Import Model Folder…' }).waitFor();
    // A new question is not about that any more.
    await extension.ask('How long are messages kept?');
    await block.waitFor({ state: 'detached' });
    await extension.host((api) => api.commands.executeCommand('notifications.clearAll'));
  });
});

describe('without a file', () => {
  it('says what to do', async () => {
    await extension.host((api) => api.commands.executeCommand('workbench.action.closeAllEditors'));
    await extension.panel
      .getByText('Open a text file to ask it a question.')
      .or(extension.panel.locator('.run'))
      .first()
      .waitFor();
    await extension.palette('Document QA: Ask This File');
    await extension.host((api) => api.commands.executeCommand('notifications.showList'));
    const notifications = extension.page.locator('.notifications-center');
    await notifications.getByText('Open a text file first, then ask.').waitFor();
  });
});
