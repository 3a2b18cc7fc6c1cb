// A program that is killed while its engine starts or reads: asks, and prints the engine's process id at once, and again
// when reading has begun.
import { EngineClient } from '../../src/runtime/engineClient';
import { readerChoice } from '../support/readerChoice';

const [enginePath = '', modelFolder = ''] = process.argv.slice(2);
const client = new EngineClient({
  ...{ enginePath, idleMs: 600_000, stopMs: 30_000 },
  log: (line) => {
    const [, pid] = /^engine (\d+) started$/.exec(line) ?? [];
    if (pid !== undefined) console.log(pid);
  },
});
void client.ask(
  {
    ...{ reader: readerChoice(modelFolder), scope: null, strictness: 'balanced', top: 1, allWindows: true },
    document: { name: null, text: 'Rain fell over the town in the morning.\n'.repeat(20_000), format: 'text' },
    question: 'What was the lighthouse keeper called?',
  },
  new AbortController().signal,
  () => console.log(client.pid),
);
