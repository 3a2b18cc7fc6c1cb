// The sources in, the words to translate out, as `npm run l10n` collects them.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getL10nJson } from '@vscode/l10n-dev';

/** What a bundle has of a key: its words, and what a translator should know. */
export type Bundle = Awaited<ReturnType<typeof getL10nJson>>;

/** All words of src/ and media/. */
export async function collectWords(): Promise<Bundle> {
  const files = ['src', 'media'].flatMap((folder) => {
    const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /\.tsx?$/.test(name)).map((name) => `${root}${name}`);
  });
  const scripts = files.map((file) => ({
    extension: file.slice(file.lastIndexOf('.')),
    contents: readFileSync(file, 'utf8'),
  }));
  // Most files have no words, and to parse them all takes seconds.
  return getL10nJson(scripts.filter(({ contents }) => contents.includes('@vscode/l10n')));
}
