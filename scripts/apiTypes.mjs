// Makes the one file of types that other extensions copy, of src/editor/publicApi.ts.
//   node scripts/apiTypes.mjs FILE
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { generateDtsBundle } from 'dts-bundle-generator';
import { format, resolveConfig } from 'prettier';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('node scripts/apiTypes.mjs FILE');
  process.exit(2);
}
const [types] = generateDtsBundle([{ filePath: 'src/editor/publicApi.ts', output: { noBanner: true } }], {
  preferredConfigPath: 'tsconfig.editor.json',
});
await writeFile(file, await format(types, { ...(await resolveConfig('api.d.ts')), parser: 'typescript' }));
