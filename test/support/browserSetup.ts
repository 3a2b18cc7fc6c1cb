import { findChromium } from './chromium';

/** vitest's global set-up for tests in a browser: fetches it before any test's time runs. */
export async function setup(): Promise<void> {
  await findChromium();
}
