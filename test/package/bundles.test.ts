import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface BundledImport {
  readonly path: string;
  readonly kind: string;
  readonly external?: boolean;
}

interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly BundledImport[] }>>;
  readonly outputs: Readonly<
    Record<string, { readonly imports: readonly BundledImport[]; readonly inputs: Readonly<Record<string, unknown>> }>
  >;
}

/** Built-ins that reach other machines. */
const network = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'];

function readMetafile(program: string): Metafile {
  const url = new URL(`../../dist/meta/${program}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Metafile;
}

/** What esbuild put into a program, and what it left to be loaded at run time. */
function readBundle(program: string): { inputs: string[]; externals: string[] } {
  const { inputs } = readMetafile(program);
  const imports = Object.values(inputs).flatMap((input) => input.imports);
  const externals = new Set(imports.filter(({ external }) => external === true).map(({ path }) => path));
  return { inputs: Object.keys(inputs), externals: [...externals].map((name) => name.replace(/^node:/, '')) };
}

const inFolder = (inputs: readonly string[], folder: string): string[] =>
  inputs.filter((path) => path.startsWith(folder));

describe('the manifest', () => {
  it('wakes the extension by what a person uses of it, and asks for no proposed API', () => {
    const url = new URL('../../package.json', import.meta.url);
    const manifest = JSON.parse(readFileSync(url, 'utf8')) as Readonly<Record<string, unknown>>;
    expect(manifest.activationEvents).toEqual([]);
    expect(manifest).not.toHaveProperty('enabledApiProposals');
  });
});

describe('the bundle of', () => {
  it('the extension holds no onnxruntime, no tokenizer and none of the reader', () => {
    const { inputs, externals } = readBundle('extension');
    expect(externals).toContain('vscode');
    expect(externals.filter((name) => name.startsWith('onnxruntime'))).toEqual([]);
    expect(inputs.filter((path) => /onnxruntime|@huggingface/.test(path))).toEqual([]);
    for (const folder of ['src/qa/', 'src/convert/']) expect(inFolder(inputs, folder)).toEqual([]);
    // The outcome of an exam is shown; the exam itself is held in the engine.
    expect(inFolder(inputs, 'src/evaluate/').sort()).toEqual(
      ['checked', 'examRecord', 'questionRanges', 'rule'].map((name) => `src/evaluate/${name}.ts`),
    );
  });

  it('the extension begins without what installs models, and loads it when it is wanted', () => {
    const { outputs } = readMetafile('extension');
    const late = 'dist/extension.onDemand.js';
    const loaded = Object.entries(outputs).flatMap(([path, { imports }]) =>
      imports.filter((imported) => imported.path === late).map(({ kind }) => ({ path, kind })),
    );
    expect(loaded).toEqual([{ path: 'dist/extension.js', kind: 'dynamic-import' }]);
    expect(Object.keys(outputs[late]?.inputs ?? {})).toEqual(
      expect.arrayContaining(['src/hub/install.ts', 'src/hub/importModel.ts', 'src/editor/readerActions.ts']),
    );
    // Nothing is there twice: an error made in one file is recognised in the other.
    const scripts = Object.values(outputs).map(({ inputs }) => Object.keys(inputs));
    expect(new Set(scripts.flat()).size).toBe(scripts.flat().length);
  });

  it('the extension begins without the wire to the engine, and loads it when it is wanted', () => {
    const name = './engineConnection';
    const imports = Object.values(readMetafile('extension').inputs).flatMap((input) => input.imports);
    expect(imports.filter(({ path }) => path === name).map(({ kind }) => kind)).toEqual(['dynamic-import']);
    const wire = readBundle('engineConnection');
    expect(inFolder(wire.inputs, 'src/')).toEqual(['src/runtime/engineConnection.ts']);
    expect(wire.externals).not.toContain('vscode');
    expect(inFolder(readBundle('extension').inputs, 'node_modules/vscode-jsonrpc/')).toEqual([]);
  });

  it('the engine holds no vscode and nothing of the editor', () => {
    const { inputs, externals } = readBundle('engine');
    expect(externals).toContain('onnxruntime-node');
    expect(externals).not.toContain('vscode');
    expect(inFolder(inputs, 'src/editor/')).toEqual([]);
  });

  it('the command line holds no vscode and nothing of the editor', () => {
    const { inputs, externals } = readBundle('cli');
    expect(externals).toContain('onnxruntime-node');
    expect(externals).not.toContain('vscode');
    expect(inFolder(inputs, 'src/editor/')).toEqual([]);
  });

  it('the panel holds nothing of src but how words are written, and loads nothing', () => {
    const { inputs, externals } = readBundle('panel');
    expect(inFolder(inputs, 'src/').filter((path) => !path.startsWith('src/words/'))).toEqual([]);
    expect(externals).toEqual([]);
  });

  it('the report holds how an evaluation is drawn, nothing of how one is made, and loads nothing', () => {
    const { inputs, externals } = readBundle('report');
    const own = inFolder(inputs, 'src/');
    expect(own).toContain('src/report/page.tsx');
    expect(own.filter((path) => !/^src\/(?:report|words)\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => path.includes('preact-render-to-string'))).toEqual([]);
    expect(externals).toEqual([]);
  });

  it('the command line reaches the network by one package alone, which is loaded when something is to be fetched', () => {
    const { inputs } = readMetafile('cli');
    const isNetwork = ({ path }: BundledImport): boolean => network.includes(path.replace(/^node:/, ''));
    const calling = Object.entries(inputs).filter(([, { imports }]) => imports.some(isNetwork));
    expect(calling.map(([path]) => path).filter((path) => !path.startsWith('node_modules/undici/'))).toEqual([]);
    const loading = Object.entries(inputs).flatMap(([path, { imports }]) =>
      imports
        .filter(
          (imported) => /node_modules\/undici\/[^/]+$/.test(imported.path) && !path.includes('node_modules/undici/'),
        )
        .map(({ kind }) => ({ path, kind })),
    );
    expect(loading).toEqual([{ path: 'src/cli/proxyFetch.ts', kind: 'dynamic-import' }]);
  });

  it.each(['engine', 'engineConnection', 'extension', 'panel', 'report'])('%s knows no address to call', (program) => {
    const { externals } = readBundle(program);
    // vscode-jsonrpc brings socket and pipe transports with it; only the fork's channel is used.
    const allowed = program.startsWith('engine') ? ['net'] : [];
    expect(externals.filter((name) => network.includes(name) && !allowed.includes(name))).toEqual([]);
  });
});
