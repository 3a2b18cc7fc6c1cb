import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ExtensionUnderTest, keepFailure, openExtension } from './extensionUnderTest';

// Long enough to be read for many seconds, with the answer where BM25 does not look first.
const filler = Array.from(
  { length: 6000 },
  (_, i) => `Paragraph ${i} tells of the river, the mill and the ${i % 7} houses that stood beside them.\n\n`,
).join('');
const long = `${filler}The bridge was built by Ada Brunner.\n`;

let extension: ExtensionUnderTest;
beforeAll(async () => {
  extension = await openExtension({ 'long.txt': long, 'short.txt': 'The bridge was built by Ada Brunner.\n' });
});
afterAll(() => extension.close());
beforeEach(({ task }) => keepFailure(extension, `engine-${task.id}`));

/** Asks and returns as soon as the reading has begun. */
async function startReading(question: string): Promise<void> {
  await extension.openFile('long.txt');
  await extension.openView();
  await extension.panel.locator('textarea').fill(question);
  await extension.panel.locator('textarea').press('Enter');
  await extension.panel.locator('.reading-text', { hasText: / of .* windows/ }).waitFor();
}

describe('the engine', () => {
  it('can be stopped: what was read is said, and nothing else is claimed', async () => {
    await startReading('Who owned the mill in 1850?');
    await extension.panel.getByRole('button', { name: 'Stop' }).click();
    await extension.panel.locator('.coverage', { hasText: /^Stopped after .* of .* windows/ }).waitFor();
    expect(await extension.panel.locator('.verdict strong').innerText()).not.toContain('this file');
  });

  it('killed during a question gives a clear message, and the next question works', async () => {
    await startReading('Who owned the mill in 1850?');
    const [pid] = await extension.enginePids();
    if (pid === undefined) throw new Error('no engine runs');
    process.kill(pid, 'SIGKILL');
    const alert = extension.panel.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('The reader stopped unexpectedly. Nothing is lost; ask again');

    await extension.openFile('short.txt');
    await extension.ask('Who built the bridge?');
    expect(await extension.panel.locator('.answer-text').first().innerText()).toBe('Ada Brunner');
    expect(await extension.enginePids()).not.toContain(pid);
  });

  it('is one process, whatever was asked', async () => {
    await extension.ask('Who built the bridge?');
    expect(await extension.enginePids()).toHaveLength(1);
  });

  it('ends with the window', async () => {
    await extension.reload();
    await expect.poll(() => extension.enginePids(), { timeout: 20_000 }).toEqual([]);
  });
});
