// The translations that are shipped, and one that nobody speaks.
import { readFileSync } from 'node:fs';

/** Words by their English, which a comment may follow. */
export type Words = Readonly<Record<string, string>>;

/** A file of translations as it is: words, or words with comments for translators. */
export function readTranslation(name: string): Words {
  const json = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const entries = Object.entries(JSON.parse(json) as Record<string, string | { readonly message: string }>);
  return Object.fromEntries(entries.map(([key, words]) => [key, typeof words === 'string' ? words : words.message]));
}

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçđéƒĝĥíĵķļɱñóþʠřšţúṽŵẋýžÁɃÇĐÉƑĜĤÍĴĶĻṀÑÓÞɊŘŠŢÚṼŴẊÝŽ';

/** Words as nobody writes them, in brackets; what will be filled in is left. Whatever is not like them was not translated. */
function pseudo(words: string): string {
  const letters = words.replace(/\{\d+\}|[a-z]/gi, (part) => accented[plain.indexOf(part)] ?? part);
  return `⟦${letters}⟧`;
}

/** All words of the sources in pseudo-language. Numbers stay English, so that they are known. */
export function pseudoTranslation(): Words {
  const english = Object.entries(readTranslation('l10n/bundle.l10n.json'));
  return Object.fromEntries(english.map(([key, words]) => [key, words === 'en-US' ? words : pseudo(words)]));
}

/**
 * What of a text is neither pseudo-language nor one of the texts that are nobody's words, such as names and quotations:
 * the plain letters that are left. None when all of it was translated.
 */
export function untranslated(text: string, own: readonly string[] = []): string[] {
  const longestFirst = own.filter((one) => one !== '').sort((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((left, one) => left.replaceAll(one, ' '), text);
  return rest.match(/\p{Script=Latin}*[A-Za-z]\p{Script=Latin}*/gu) ?? [];
}
