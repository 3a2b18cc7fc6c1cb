// How long does VS Code wait for the extension when a person first wants it? Asked: under 50 ms. Beside it, in the same
// windows, extensions that come with VS Code. WINDOWS=count opens as many windows instead of nine.
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../test/support/median';
import type { Workbench } from '../test/support/workbench';
import { extensionId, inPackedExtension } from './support/packedExtension';
import { spread } from './support/rounds';

/** A small view, a webview, and webviews with a language server: none is active before somebody wants it. */
const others = ['vscode.references-view', 'vscode.simple-browser', 'vscode.markdown-language-features'];
const extensions = [extensionId, ...others];
const windows = Number(process.env.WINDOWS ?? 9);
const limitMs = 50;
/** A window that has just opened starts a dozen extensions of its own. */
const settleMs = 5000;

/** What "Developer: Startup Performance" says of an extension, whole ms. */
interface Activation {
  /** Reading and running the file and all that it imports. */
  readonly loadMs: number;
  /** The call of `activate` until it returns. */
  readonly callMs: number;
  /** What `activate` returned, until it is settled. */
  readonly finishMs: number;
}

const all = new Map<string, Activation[]>(extensions.map((id) => [id, []]));
await inPackedExtension({ 'notes.txt': 'The bridge was built by Ada Brunner.\n' }, async (workbench) => {
  await workbench.openFile('notes.txt');
  for (let window = 0; window < windows; window++) {
    await workbench.reload();
    await delay(settleMs);
    // Each is the first one now and then.
    const first = window % extensions.length;
    for (const id of [...extensions.slice(first), ...extensions.slice(0, first)]) await activate(workbench, id);
    const table = await startupPerformance(workbench);
    for (const [id, activations] of all) activations.push(activationOf(table, id));
  }
});
for (const [id, activations] of all) {
  const parts = { load: 'loadMs', call: 'callMs', finish: 'finishMs' } as const;
  const shown = Object.entries(parts).map(([name, key]) => `${name} ${spread(activations.map((one) => one[key]))}`);
  console.log(`${id}: ${spread(activations.map(wholeMs))}; ${shown.join(', ')}`);
}
const ours = median((all.get(extensionId) ?? []).map(wholeMs));
console.log(`ms: median (least to most) of ${windows} windows; load average ${loadavg()[0]?.toFixed(1) ?? '?'}`);
console.log(ours < limitMs ? `under ${limitMs} ms` : `NOT under ${limitMs} ms`);
if (!(ours < limitMs)) process.exitCode = 1;

function wholeMs({ loadMs, callMs, finishMs }: Activation): number {
  return loadMs + callMs + finishMs;
}

async function activate(workbench: Workbench, id: string): Promise<void> {
  await workbench.host(async (api, wanted: string) => {
    const extension = api.extensions.getExtension(wanted);
    if (extension === undefined) throw new Error(`there is no ${wanted}`);
    if (extension.isActive) throw new Error(`${wanted} is active although nobody wanted it`);
    await extension.activate();
  }, id);
}

/** The text of "Developer: Startup Performance". */
async function startupPerformance({ host }: Workbench): Promise<string> {
  return await host(async (api) => {
    await api.commands.executeCommand('perfview.show');
    for (let tries = 0; tries < 100; tries++) {
      const document = api.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
      if (document?.getText().includes('## Terminal Stats') === true) {
        const text = document.getText();
        await api.commands.executeCommand('workbench.action.closeActiveEditor');
        return text;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('Startup Performance did not show');
  });
}

/** The row of an extension: identifier, eager, load code, call activate, finish activate, event, by. */
function activationOf(table: string, id: string): Activation {
  const row = table.split('\n').find((line) => line.startsWith(`| ${id} `));
  const [loadMs = NaN, callMs = NaN, finishMs = NaN] = row?.split('|').slice(3, 6).map(Number) ?? [];
  if (![loadMs, callMs, finishMs].every(Number.isFinite)) throw new Error(`no activation times of ${id}`);
  return { loadMs, callMs, finishMs };
}
