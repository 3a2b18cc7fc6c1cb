import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** docs/design.md, "Who may import whom": what each folder may reach inside the project. */
const mayImport = {
  words: ['qa'],
  qa: [],
  convert: [],
  evaluate: ['qa'],
  protocol: ['qa', 'evaluate'],
  report: ['qa', 'evaluate', 'words'],
  hub: ['evaluate/checked.ts', 'evaluate/rule.ts', 'words'],
  runtime: ['protocol', 'qa', 'convert', 'evaluate', 'hub/manifest.ts', 'hub/verifiedFiles.ts'],
  cli: ['protocol', 'qa', 'convert', 'evaluate', 'report', 'hub', 'runtime'],
  editor: [
    ...['protocol', 'qa', 'words', 'hub', 'runtime/engineClient.ts', 'runtime/examFile.ts'],
    ...['evaluate/examRecord.ts', 'evaluate/evaluation.ts', 'evaluate/questionRanges.ts'],
  ],
};
const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: ['./src', './media'],
  except: [folder, ...allowed].map((name) => `./${name}`),
  message: `src/${folder} may import only ${[folder, ...allowed].join(', ')} (docs/design.md)`,
}));
zones.push({
  target: './media/panel',
  from: './src',
  except: ['./protocol', './qa', './words'],
  message: 'the panel may import only protocol, words and types of qa (docs/design.md)',
});
zones.push({
  target: './media/report',
  from: './src',
  except: ['./protocol', './report', './evaluate'],
  message: "the report's webview may import only protocol, report and types of evaluate (docs/design.md)",
});

/** Packages and built-ins that one folder owns: reaching for them elsewhere breaks the split into programs. */
const owned = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
});
const noVscode = { regex: '^vscode$', message: 'only src/editor and src/extension.ts talk to VS Code' };
const noOnnx = { regex: '^onnxruntime', message: 'only src/runtime runs onnxruntime' };
const noNode = { regex: '^node:', message: 'this folder is pure: no Node built-ins' };

const syntax = [
  { selector: 'TSEnumDeclaration', message: 'use a union of literals' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'use modules' },
  {
    selector:
      'CallExpression[callee.name="setInterval"], CallExpression[callee.property.name="createFileSystemWatcher"]',
    message: 'nothing may tick or watch while nobody asks',
  },
];
/** When a file is loaded, the language of its words is not known yet. */
const timelyWords = {
  selector: 'CallExpression[callee.object.name="l10n"][callee.property.name="t"]:not(:function *)',
  message: 'ask for words inside a function: while files are loaded there is no translation yet (docs/design.md)',
};
/** What is no word for people: translated already, an error, a line of the log, which is English, a style, a selector. */
const unspoken = [
  'CallExpression[callee.object.name="l10n"] *',
  'NewExpression[callee.name=/Error$/] *',
  'CallExpression[callee.property.name=/^(?:error|warn|info|debug)$/] *',
  'JSXAttribute[name.name=/^(?:class|content)$/] *',
  'Property[key.name="border"] *',
  'CallExpression[callee.property.name=/^querySelector/] *',
].join(', ');
/** Words that people read: two in a row anywhere, and a single one where only people read. */
const spokenWords = [
  `:matches(Literal[value=/\\p{L}{2}[,:;.?!…]? \\p{L}{2}/u], TemplateElement[value.raw=/\\p{L}{2}[,:;.?!…]? \\p{L}{2}/u]):not(${unspoken})`,
  'JSXText[value=/\\p{L}{2}/u]',
  'JSXAttribute[name.name=/^(?:aria-label|title|placeholder|label|caption|reading|alt)$/] > Literal',
  'Property[key.name=/^(?:title|prompt|placeHolder|label|description|detail|openLabel|tooltip|caption)$/] > :matches(Literal[value=/\\p{L}{2}/u], TemplateLiteral:has(TemplateElement[value.raw=/\\p{L}{2}/u]))',
  'CallExpression[callee.property.name=/^(?:show\\w+Message|setStatusBarMessage)$/] > :matches(Literal[value=/\\p{L}{2}/u], TemplateLiteral)',
].map((selector) => ({ selector, message: 'what people read is a l10n.t(…) (docs/design.md, Words)' }));
const typesOnlyOf = (folder) => ({
  selector: `ImportDeclaration[importKind!="type"][source.value=/\\/${folder}\\//]`,
  message: `only types of src/${folder} may be imported here`,
});

export default tseslint.config(
  { ignores: ['dist/', '.tsbuild/', '.vscode-test/', '.screenshots/', 'test/fixtures/', 'node_modules/', 'api.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.*.json' })],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-default-export': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...syntax, timelyWords],
    },
  },
  {
    files: ['src/qa/**', 'src/convert/**', 'src/evaluate/**', 'src/report/**', 'src/protocol/**', 'src/words/**'],
    rules: owned(noVscode, noOnnx, noNode),
  },
  { files: ['src/runtime/**'], rules: owned(noVscode) },
  { files: ['src/cli/**', 'src/hub/**'], rules: owned(noVscode, noOnnx) },
  { files: ['src/editor/**', 'src/extension.ts'], rules: owned(noOnnx) },
  { files: ['media/**'], rules: owned(noVscode, noOnnx, noNode) },
  {
    // The panel and the editor see the reader's results as data: types only, so that none of its code is bundled there.
    files: ['media/panel/**', 'src/editor/**', 'src/protocol/**', 'src/words/**'],
    rules: {
      'no-restricted-syntax': ['error', ...syntax, timelyWords, ...spokenWords, typesOnlyOf('qa')],
    },
  },
  {
    // The report sees figures as data, and is a drawing without a page around it: nothing of the browser, nothing of Node.
    files: ['src/report/**', 'media/report/**', 'src/protocol/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[...syntax, timelyWords, ...spokenWords],
        ...[typesOnlyOf('qa'), typesOnlyOf('evaluate')],
      ],
    },
  },
  {
    files: ['src/report/**'],
    rules: { 'no-restricted-globals': ['error', 'document', 'window', 'navigator', 'fetch'] },
  },
  {
    // Markup, lines of the log, the name of the product, and what maintainers and language models read.
    files: ['src/editor/{pageHtml,examination,log,issueText,namedFile}.ts', 'src/report/renderReport.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax, timelyWords, typesOnlyOf('qa'), typesOnlyOf('evaluate')] },
  },
  // vitest loads configurations and reporters by their default export.
  { files: ['*.mts', 'test/support/closingLine.ts'], rules: { 'import-x/no-default-export': 'off' } },
  { files: ['test/**', 'bench/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', fetch: 'readonly', URL: 'readonly' } },
  },
);
