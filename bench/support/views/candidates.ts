// The views that are compared with the plain file, each with the files it is for.
import type { EditorSet } from '../../../src/evaluate/editorSet';
import { joinedLines, singleBlanks } from './blanks';
import { commentsOnly, withoutCommentMarks } from './code';
import { namedFields } from './csv';
import { flatJson } from './json';
import { tomlPaths, yamlPaths } from './keyPaths';
import { sentenceLines, shortTimes, withoutTimes } from './log';
import { withoutMarkup } from './markdown';
import { applyEdits, type Edit, type View } from './view';

/** A file of the set: its kind and its name. */
export type EditorFile = Pick<EditorSet['files'][number], 'file' | 'kind'>;

/** A way to read a file. */
export interface Candidate {
  readonly name: string;
  /** The kind it is for; all kinds when left out. */
  readonly kind?: EditorFile['kind'];
  /** The file as it is read; undefined where the way is not for such a file. */
  make(text: string, file: EditorFile): View | undefined;
  /** Whether each window has its headings in front. */
  readonly headingPaths?: true;
}

/** The file as it is. */
export const plain: Candidate = { name: 'plain', make: edited(() => []) };

const style = ({ file }: EditorFile): 'c' | 'python' => (file.endsWith('.py') ? 'python' : 'c');
const ending = (end: string, make: Candidate['make']): Candidate['make'] => {
  return (text, file) => (file.file.endsWith(end) ? make(text, file) : undefined);
};
const json = ending('.json', flatJson);
const yaml = ending('.yaml', edited(yamlPaths));
const toml = ending('.toml', edited(tomlPaths));

/** All views, in the order of the tables. */
export const candidates: readonly Candidate[] = [
  { name: 'm1 no markup', kind: 'markdown', make: edited(withoutMarkup) },
  { name: 'm2 heading paths', kind: 'markdown', make: edited(() => []), headingPaths: true },
  { name: 'c1 no comment marks', kind: 'code', make: edited((text, file) => withoutCommentMarks(text, style(file))) },
  { name: 'c2 comments only', kind: 'code', make: edited((text, file) => commentsOnly(text, style(file))) },
  { name: 'j1 flat JSON', kind: 'config', make: json },
  { name: 'y1 YAML paths', kind: 'config', make: yaml },
  { name: 't1 TOML paths', kind: 'config', make: toml },
  {
    name: 'j1, y1 and t1',
    kind: 'config',
    make: (text, file) => json(text, file) ?? yaml(text, file) ?? toml(text, file),
  },
  { name: 'l1 short times', kind: 'log', make: edited(shortTimes) },
  { name: 'l1 no times', kind: 'log', make: edited(withoutTimes) },
  { name: 'l2 lines as sentences', kind: 'log', make: edited(sentenceLines) },
  {
    name: 'v1 named fields',
    kind: 'csv',
    make: edited((text, { file }) => namedFields(text, file.endsWith('.csv') ? ',' : '\t')),
  },
  { name: 'w1 joined lines', make: edited(joinedLines) },
  { name: 'w2 single blanks', make: edited(singleBlanks) },
];

function edited(edits: (text: string, file: EditorFile) => Edit[]): (text: string, file: EditorFile) => View {
  return (text, file) => applyEdits(text, edits(text, file));
}
