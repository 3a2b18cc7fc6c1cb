// What a page says, drawn or read aloud, and which of its words are the page's own.
import type { Page } from 'playwright-core';
import { untranslated } from '../l10n/bundles';

/** Attributes that people see or hear. */
const spokenAttributes = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt'];

interface SaidText {
  readonly text: string;
  /** Stands where a page puts texts of others. */
  readonly isQuoted: boolean;
}

function saidTexts(page: Page): Promise<SaidText[]> {
  return page.evaluate((attributes) => {
    const elements = [...document.body.querySelectorAll('*')].filter((element) => element.closest('script') === null);
    return elements.flatMap((element) => {
      const isQuoted = element.closest('bdi') !== null;
      const nodes = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const drawn = nodes.map((node) => ({ text: node.textContent ?? '', isQuoted }));
      const heard = attributes.map((name) => ({ text: element.getAttribute(name) ?? '', isQuoted: false }));
      return [...drawn, ...heard].filter(({ text }) => text.trim() !== '');
    });
  }, spokenAttributes);
}

/**
 * Texts of a page in pseudo-language that were not translated, and are none of `own`: names, quotations, what the host
 * says. A quoted one may be a part of these, since an answer is marked in its passage.
 */
export async function untranslatedTexts(page: Page, own: readonly string[]): Promise<string[]> {
  const isPart = ({ text, isQuoted }: SaidText): boolean => isQuoted && own.some((one) => one.includes(text.trim()));
  const said = await saidTexts(page);
  return said.filter((one) => !isPart(one) && untranslated(one.text, own).length > 0).map(({ text }) => text);
}

/** All strings in a value but those below the keys given. */
export function stringsIn(value: unknown, except: readonly string[] = []): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (except.includes(key) ? [] : stringsIn(inner, except)));
}
