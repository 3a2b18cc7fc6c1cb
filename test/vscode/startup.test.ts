import type * as vscode from 'vscode';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ExtensionUnderTest, keepFailure, openExtension } from './extensionUnderTest';

let extension: ExtensionUnderTest;
beforeAll(async () => {
  extension = await openExtension({ 'notes.md': '# Notes\n\nThe bridge was built by Ada Brunner.\n' });
  await extension.openFile('notes.md');
});
afterAll(() => extension.close());
beforeEach(({ task }) => keepFailure(extension, `startup-${task.id}`));

const isActive = () =>
  extension.host((api) => api.extensions.getExtension('document-qa.document-qa')?.isActive ?? null);

/**
 * In the extension host: notes from now on what the extension itself calls of the disk, of processes, of the network
 * and of timers. What Node's loader and VS Code do on its behalf does not count.
 */
function watchCalls(api: typeof vscode): void {
  const folder = api.extensions.getExtension('document-qa.document-qa')?.extensionPath ?? '';
  const calls: string[] = [];
  Object.assign(globalThis, { callsOfExtension: calls });
  const note = (name: string): void => {
    const frames = (new Error().stack ?? '').split('\n').slice(3);
    const isLoading = frames.some((frame) => frame.includes('node:internal/modules/'));
    const caller = frames.find((frame) => !frame.includes('node:'));
    if (!isLoading && caller?.includes(folder) === true) calls.push(name);
  };
  const watch = (owner: object, ofName: string, names: readonly string[]): void => {
    for (const name of names) {
      const original: unknown = Reflect.get(owner, name);
      if (typeof original !== 'function') continue;
      const watched = new Proxy(original, {
        apply(target, self, given) {
          note(`${ofName}.${name}`);
          return Reflect.apply(target, self, given) as unknown;
        },
        construct(target, given, newTarget) {
          note(`new ${ofName}.${name}`);
          return Reflect.construct(target, given, newTarget) as object;
        },
      });
      Reflect.set(owner, name, watched);
    }
  };
  for (const name of ['fs', 'fs/promises', 'child_process', 'worker_threads', 'net', 'http', 'https', 'dns']) {
    const owner: object | undefined = process.getBuiltinModule(`node:${name}`);
    if (owner !== undefined) watch(owner, name, Object.keys(owner));
  }
  watch(globalThis, 'globalThis', ['fetch', 'setTimeout', 'setInterval', 'setImmediate']);
}

const callsOfExtension = () =>
  extension.host(() => (globalThis as unknown as { callsOfExtension: string[] }).callsOfExtension);

describe('the extension', () => {
  it('is not active in a window where nobody has asked for it', async () => {
    expect(await isActive()).toBe(false);
  });

  it('becomes active without the disk, a process, the network or a timer', async () => {
    await extension.host(watchCalls);
    await extension.host((api) => api.commands.executeCommand('documentQa.clear'));
    expect(await isActive()).toBe(true);
    expect(await callsOfExtension()).toEqual([]);
    // The view wants to know which readers are there: this is how it would have been seen.
    await extension.openView();
    await expect.poll(callsOfExtension).toContain('fs/promises.readFile');
    // Even then there is nothing but files, and a moment's wait in which changes are gathered: no process, no connection,
    // nothing that ticks.
    const isBearable = (name: string): boolean => name.startsWith('fs') || name === 'globalThis.setTimeout';
    expect((await callsOfExtension()).filter((name) => !isBearable(name))).toEqual([]);
    expect(await extension.enginePids()).toEqual([]);
  });
});
