import { findChromium } from './chromium';
import { installVscode } from './vscodeUnderTest';

/**
 * vitest's global set-up for the tests in a real VS Code: fetches the browser and VS Code before the first test file
 * starts, so that no test's time limit has to allow for a download.
 */
export async function setup(): Promise<void> {
  await findChromium();
  await installVscode();
}
