import type { Locator, Page } from 'playwright-core';

/** The box at the top of the workbench: command palette, pick list, input box, and file dialog. */
export interface QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  /** The entries of the list that are on screen. */
  readonly rows: Locator;
  /** The first entry that holds this text. */
  readonly row: (text: string | RegExp) => Locator;
  /** The prompt or validation message under the input, when it shows this text. */
  readonly message: (text: string | RegExp) => Locator;
}

/** Locates the quick input of a workbench page, whether it is open or not. */
export function locateQuickInput(page: Page): QuickInput {
  const widget = page.locator('.quick-input-widget');
  const rows = widget.locator('.quick-input-list .monaco-list-row');
  return {
    widget,
    input: widget.locator('input.input'),
    rows,
    row: (text) => rows.filter({ hasText: text }).first(),
    message: (text) => widget.locator('.quick-input-message', { hasText: text }).first(),
  };
}

/** Runs a command as a user does: by its title, from the command palette. */
export async function runFromPalette(page: Page, commandTitle: string): Promise<void> {
  const quickInput = locateQuickInput(page);
  await openPalette(page, `>${commandTitle}`);
  // The entry itself, not Enter: that takes whatever stands first, and the list may still be filling. The exact title,
  // since one command's title may begin another's.
  const title = page.getByText(commandTitle, { exact: true });
  await quickInput.rows.filter({ has: title }).first().click();
}

/** Opens the palette with this text in it; again when something that took the focus a moment later has closed it. */
async function openPalette(page: Page, text: string): Promise<void> {
  const { input } = locateQuickInput(page);
  for (let tries = 1; ; tries++) {
    await page.keyboard.press('F1');
    try {
      await input.waitFor();
      await input.fill(text, { timeout: 3000 });
      return;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}
