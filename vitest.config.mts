import { defineConfig } from 'vitest/config';

/** For what a browser shows a moment later; vitest's own second is short on a machine that does ten other things. */
const patientPolls = { expect: { poll: { timeout: 20_000 } } };

/** What takes seconds at a time runs file after file, once the tests of units are through. */
const afterUnits = { sequence: { groupOrder: 1 } };

/** A project a kind of test, cheapest first. Only `unit` runs without a build. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/closingLine.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          // All take milliseconds; on a machine that does ten other things at a time those of properties take seconds.
          testTimeout: 30_000,
          // They leave nothing behind in their process, so one serves all of them, and each core has one.
          isolate: false,
          maxWorkers: '100%',
          include: ['test/{qa,convert,evaluate,report,runtime,cli,editor,words,l10n}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'hub',
          ...afterUnits,
          include: ['test/hub/**/*.test.ts'],
          // They write to the disk and wait for it to be safe there, which takes seconds on a busy one.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'parity',
          ...afterUnits,
          include: ['test/parity/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'engine',
          ...afterUnits,
          include: ['test/{engine,terminal}/**/*.test.ts', 'test/package/{apiTypes,bundles,cliReference}.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'panel',
          ...afterUnits,
          include: ['test/panel/**/*.test.ts'],
          globalSetup: ['test/support/browserSetup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          ...patientPolls,
        },
      },
      {
        test: {
          name: 'vscode',
          ...afterUnits,
          include: ['test/vscode/**/*.test.ts', 'test/package/vsix.test.ts'],
          globalSetup: ['test/support/vscodeSetup.ts', 'test/support/packageSetup.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          // A real window under load is late now and then. vitest says which test it ran twice.
          retry: 1,
          ...patientPolls,
        },
      },
    ],
  },
});
