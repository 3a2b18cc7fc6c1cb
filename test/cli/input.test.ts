import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/cli/errors';
import { callerFolder, parseSelection, readInput } from '../../src/cli/input';
import { makeDocument } from '../../src/qa/document';
import { makeTempFolder } from '../terminal/tempFolder';

function refusalOf(error: unknown): { reason: string; message: string } {
  if (!(error instanceof InputError)) throw error;
  return { reason: error.reason, message: error.message };
}

describe('a selection', () => {
  const text = 'one\r\ntwo 😀 three\rfour\n\nlast';
  const document = makeDocument(text, null);
  const selected = (selection: string): string => {
    const { start, end } = parseSelection(selection, document);
    return text.slice(start, end);
  };
  const refused = (selection: string, asked = document): { reason: string; message: string } => {
    try {
      parseSelection(selection, asked);
    } catch (error) {
      return refusalOf(error);
    }
    throw new Error(`${selection} was not refused`);
  };

  it.each([
    ['1:1-1:4', 'one'],
    ['1:1-2:1', 'one\r\n'],
    ['2:5-2:7', '😀'],
    ['2:8-3:5', 'three\rfour'],
    ['3:1-5:1', 'four\n\n'],
    ['5:1-5:5', 'last'],
    ['1:1-5:5', text],
    ['01:02-1:3', 'n'],
  ])('%s has its end exclusive, counts UTF-16 units, and lines at each kind of end', (selection, part) => {
    expect(selected(selection)).toBe(part);
  });

  it.each(['3', '1-2', '1:1', '1:1-', 'a:1-2:1', '1:1-2:1 ', '-1:1-2:1', '1.5:1-2:1', '1:1–2:1', ''])(
    'of another form names itself: "%s"',
    (selection) => {
      expect(refused(selection)).toEqual({
        reason: 'badSelection',
        message: `--selection ${selection} is not LINE:COLUMN-LINE:COLUMN, as in 3:1-10:1`,
      });
    },
  );

  it.each([
    ['6:1-6:2', '6:1'],
    ['1:1-6:1', '6:1'],
    ['0:1-1:2', '0:1'],
    ['1:0-1:2', '1:0'],
    ['1:1-2:99', '2:99'],
    ['1:1-5:6', '5:6'],
    ['1:6-2:2', '1:6'],
    ['4:2-5:1', '4:2'],
  ])('%s names the place that does not exist', (selection, place) => {
    expect(refused(selection)).toEqual({
      reason: 'badSelection',
      message: `--selection: the file has no place ${place}; it has 5 lines`,
    });
  });

  it('of a place outside a file of one line counts that line', () => {
    expect(refused('2:1-2:2', makeDocument('one', null)).message).toBe(
      '--selection: the file has no place 2:1; it has 1 line',
    );
  });

  it('that ends before it starts is refused', () => {
    expect(refused('2:3-1:2')).toEqual({
      reason: 'badSelection',
      message: '--selection: the end lies before the start',
    });
  });

  it('that is empty is refused as empty', () => {
    const { reason, message } = refused('2:3-2:3');
    expect(reason).toBe('badSelection');
    expect(message).toMatch(/empty/);
  });
});

describe('FILE is meant', () => {
  const packageFile = join('/project', 'package.json');

  it('from the working folder without npm', () => {
    expect(callerFolder({}, '/home/me')).toBe('/home/me');
    expect(callerFolder({ INIT_CWD: '/elsewhere' }, '/home/me')).toBe('/home/me');
  });

  it('from where npm was started when npm run changed into its package', () => {
    expect(callerFolder({ INIT_CWD: '/home/me', npm_package_json: packageFile }, '/project')).toBe('/home/me');
  });

  it('from the working folder when a script of npm changed on', () => {
    expect(callerFolder({ INIT_CWD: '/home/me', npm_package_json: packageFile }, '/project/docs')).toBe(
      '/project/docs',
    );
  });

  it('from the working folder when npm does not say where it was started', () => {
    expect(callerFolder({ npm_package_json: packageFile }, '/project')).toBe('/project');
  });
});

describe('a file', async () => {
  const folder = await makeTempFolder();
  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const refused = (file: string): Promise<unknown> => readInput(file).then(() => 'was read', refusalOf);

  it('becomes a document under the name it was given', async () => {
    const path = await written('notes.md', 'a\r\nb');
    const { document, notices } = await readInput(path);
    expect(document).toMatchObject({ name: path, text: 'a\r\nb', format: 'markdown', lineStarts: [0, 3] });
    expect(notices).toEqual([]);
  });

  it('comes with what was replaced in it', async () => {
    const { document, notices } = await readInput(await written('latin.txt', Buffer.from('caf\xe9', 'latin1')));
    expect(document.text).toBe('caf\ufffd');
    expect(notices).toEqual([{ kind: 'invalidUtf8', count: 1 }]);
  });

  it('that does not exist is refused with its name and the way out', async () => {
    const path = join(folder, 'missing.md');
    expect(await refused(path)).toEqual({
      reason: 'notFound',
      message: `there is no file ${path}; check the name and the folder`,
    });
  });

  it('below a file does not exist', async () => {
    const path = join(await written('plain.txt', 'text'), 'below.md');
    expect(await refused(path)).toEqual({
      reason: 'notFound',
      message: `there is no file ${path}; check the name and the folder`,
    });
  });

  it('that is a folder is refused with the way out', async () => {
    const path = join(folder, 'folder.md');
    await mkdir(path);
    expect(await refused(path)).toEqual({
      reason: 'isDirectory',
      message: `${path} is a folder; name one file in it`,
    });
  });

  it('that is binary is refused with the way out', async () => {
    const path = await written('image.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]));
    expect(await refused(path)).toEqual({
      reason: 'binaryFile',
      message: `${path} is a binary file; ask a text file, or extract its text first`,
    });
  });

  it('with a name that no file can have is refused with what the system says', async () => {
    const path = join(folder, 'x'.repeat(300));
    expect(await refused(path)).toEqual({
      reason: 'unreadable',
      message: `${path} cannot be read (ENAMETOOLONG)`,
    });
  });

  it('over 100 MiB is refused with the way out', async () => {
    const path = await written('large.txt', '');
    await truncate(path, 100 * 1024 * 1024 + 1);
    expect(await refused(path)).toEqual({
      reason: 'fileTooLarge',
      message: `${path} is over 100 MiB; split it and ask the parts`,
    });
  });
});

describe('standard input', () => {
  it('has no name, and is put together from its pieces before it is decoded', async () => {
    const bytes = Buffer.from('naïve 😀');
    const pieces = Readable.from(Array.from(bytes, (byte) => Buffer.of(byte)));
    const { document } = await readInput('-', pieces);
    expect(document).toMatchObject({ name: null, text: 'naïve 😀', format: 'text' });
  });

  it('that is binary is refused under the name that people know', async () => {
    const error: unknown = await readInput('-', Readable.from([Buffer.of(0, 1)])).catch((cause: unknown) => cause);
    expect(refusalOf(error)).toEqual({
      reason: 'binaryFile',
      message: '(standard input) is a binary file; ask a text file, or extract its text first',
    });
  });
});
