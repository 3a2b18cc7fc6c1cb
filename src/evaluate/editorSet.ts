// Parsed JSON in, questions on files as people open them in an editor out. These files are read as a whole and some
// have several kinds of text in them (comments, tables, log lines), so they are not SQuAD's paragraphs.
import * as v from 'valibot';
import { checked } from './checked';

/** The kinds of files that the set has. */
export const fileKinds = ['markdown', 'code', 'config', 'log', 'csv', 'text'] as const;

/** What is in a file that a reader of bytes, or of single UTF-16 units, could trip over. */
export const fileTraits = ['crlf', 'emoji', 'cjk', 'tabs', 'combining'] as const;

const name = v.pipe(v.string(), v.nonEmpty());

const editorSetSchema = v.object({
  files: v.array(
    v.object({
      /** The name in the folder `files/` beside the set. */
      file: name,
      kind: v.picklist(fileKinds),
      tags: v.array(v.picklist(fileTraits)),
      questions: v.array(
        v.object({
          id: name,
          question: name,
          /** Each of them counts as right; empty where the file has no answer. `start`: UTF-16 units into the file. */
          answers: v.array(v.object({ text: name, start: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
        }),
      ),
    }),
  ),
});

/** Questions on whole files, with every place that answers them. */
export type EditorSet = v.InferOutput<typeof editorSetSchema>;

/**
 * The set, once it has its shape. Throws an Error that names the place: a key that is missing or does not fit, a file or
 * an id that is there twice. Whether the answers are in the files is for those to say who have the files.
 */
export function parseEditorSet(json: unknown): EditorSet {
  const set = checked(editorSetSchema, json);
  refuseTwins(set.files.map(({ file }, f) => [file, `files.${f}.file`]));
  refuseTwins(
    set.files.flatMap(({ questions }, f) => questions.map(({ id }, q) => [id, `files.${f}.questions.${q}.id`])),
  );
  return set;
}

/** `named`: names, each with its place. */
function refuseTwins(named: readonly (readonly [string, string])[]): void {
  const places = new Map<string, string>();
  for (const [twin, place] of named) {
    const first = places.get(twin);
    if (first !== undefined) throw new Error(`${place}: ${first} is ${twin} too`);
    places.set(twin, place);
  }
}
