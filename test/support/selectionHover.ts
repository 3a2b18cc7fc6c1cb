import { errors, type Locator, type Page } from 'playwright-core';

const ATTEMPTS = 5;
const ATTEMPT_MS = 3000;

/**
 * Rests the mouse on the first selected text of the active editor until a hover shows there, and returns its content:
 * one element for each extension or feature that had something to say.
 */
export async function hoverOverSelection(page: Page): Promise<Locator> {
  const selected = page.locator('.editor-instance .view-overlays .selected-text').first();
  // .workbench-hover are the tooltips of everything around the editor
  const contents = page.locator('.monaco-hover:not(.hidden):not(.workbench-hover) .hover-contents');
  for (let attempt = 1; ; attempt += 1) {
    await selected.waitFor();
    const box = await selected.boundingBox();
    if (box !== null) {
      // Two moves, since the editor wants to see the mouse travel inside it; on later attempts on another pixel.
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width / 2 + attempt, y);
      await page.mouse.move(box.x + box.width / 2 + attempt + 1, y);
    }
    try {
      await contents.first().waitFor({ timeout: ATTEMPT_MS });
      return contents;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || attempt === ATTEMPTS) throw error;
    }
  }
}
