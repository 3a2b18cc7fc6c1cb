import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../support/packageSetup';

const native = `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/`;

/** Files of the package with their sizes in bytes. */
const files = new Map<string, number>();
beforeAll(async () => {
  unzipSync(await readFile(vsixPath), {
    filter({ name, originalSize }) {
      files.set(name.replace(/^extension\//, ''), originalSize);
      return false;
    },
  });
});

const mebibyte = 1 << 20;

describe('the package', () => {
  it('holds exactly what runs', () => {
    const names = [...files.keys()].filter((name) => !name.startsWith('node_modules/')).sort();
    expect(names).toEqual(
      [
        '[Content_Types].xml',
        'LICENSE.txt',
        'NOTICE.md',
        'SUPPORT.md',
        'api.d.ts',
        'changelog.md',
        'dist/engine.js',
        'dist/engineConnection.js',
        'dist/extension.chunk.js',
        'dist/extension.js',
        'dist/extension.onDemand.js',
        'dist/panel/main.js',
        'dist/panel/panel.css',
        'dist/report/main.js',
        'dist/report/report.css',
        'extension.vsixmanifest',
        'l10n/bundle.l10n.de.json',
        'media/activityBar.svg',
        'media/icon.png',
        'media/walkthrough/ask.svg',
        'media/walkthrough/go.svg',
        'media/walkthrough/open.svg',
        'media/walkthrough/reader.svg',
        'models/distilbert-base-cased-distilled-squad/manifest.json',
        'models/exam/README.md',
        'models/exam/questions.json',
        'models/mini/README.md',
        'models/mini/config.json',
        'models/mini/manifest.json',
        'models/mini/model.safetensors',
        'models/mini/tokenizer.json',
        'models/roberta-base-squad2/manifest.json',
        'models/roberta-large-squad2/manifest.json',
        'models/tinyroberta-squad2/manifest.json',
        'package.json',
        'package.nls.de.json',
        'package.nls.json',
        'readme.md',
      ].sort(),
    );
  });

  it('holds onnxruntime for this machine only, and no other package', () => {
    const names = [...files.keys()].filter((name) => name.startsWith('node_modules/'));
    const other = names.filter(
      (name) => !/^node_modules\/onnxruntime-(?:common|node)\/(?:package\.json$|dist\/)/.test(name),
    );
    expect(other.every((name) => name.startsWith(native))).toBe(true);
    expect(other).toContain(`${native}onnxruntime_binding.node`);
    // Without it Node takes onnxruntime-common's CommonJS files for modules and refuses them.
    expect(names).toContain('node_modules/onnxruntime-common/dist/cjs/package.json');
  });

  it('keeps its programs within their sizes', () => {
    const startBytes = (files.get('dist/extension.js') ?? NaN) + (files.get('dist/extension.chunk.js') ?? NaN);
    expect(startBytes).toBeLessThan(150_000);
    expect(files.get('dist/engineConnection.js')).toBeLessThan(70_000);
    expect(files.get('dist/extension.onDemand.js')).toBeLessThan(60_000);
    expect(files.get('dist/panel/main.js')).toBeLessThan(40_000);
    expect(files.get('dist/report/main.js')).toBeLessThan(90_000);
    expect(files.get('dist/engine.js')).toBeLessThan(400_000);
    const total = [...files.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThan(110 * mebibyte);
  });
});
