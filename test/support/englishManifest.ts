import { readFileSync } from 'node:fs';

/** package.json as VS Code shows it in English: the words of package.nls.json in the place of their keys. */
export function englishManifest(): unknown {
  const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const words = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
  return JSON.parse(read('package.json'), (_, value: unknown) => {
    const [, key] = typeof value === 'string' ? (/^%(.+)%$/.exec(value) ?? []) : [];
    return key === undefined ? value : words[key];
  });
}
