// What the host sends in each situation of the panel.
import type {
  PanelMark,
  PanelPin,
  PanelPlace,
  PanelReader,
  PanelRun,
  PanelState,
  PanelTarget,
} from '../../src/protocol/panel';
import { makeDocument, rangeBetween } from '../../src/qa/document';
import type { Answer, QaResult } from '../../src/qa/result';

/** Document text that would do harm if it ever became markup or direction marks. */
export const text = `# Limits
The default timeout is <b>30 seconds</b> for clients.
The hard limit is 90 seconds. \u202eevil\u202c <img src=x onerror="document.title='harmed'">
ערך ברירת המחדל הוא 60 שניות.
`;
const document = makeDocument(text, 'limits.md');

/** An answer on the words given, in the line that holds them. */
export function answerOn(words: string, changes: Partial<Answer> = {}): Answer {
  const start = text.indexOf(words);
  const line = text.lastIndexOf('\n', start) + 1;
  const lineEnd = text.indexOf('\n', start);
  return {
    ...rangeBetween(document, start, start + words.length),
    text: words,
    confidence: 0.83,
    probability: 0.9,
    evidence: 6,
    margin: 3,
    mentions: [],
    passage: { ...rangeBetween(document, line, lineEnd), text: text.slice(line, lineEnd) },
    headings: ['Limits'],
    ...changes,
  };
}

/** Where the words given stand in the text. */
export function placeOf(words: string): PanelPlace {
  const start = text.indexOf(words);
  return { start, end: start + words.length };
}

/** A final result with the changes given. */
export function resultWith(changes: Partial<QaResult>): QaResult {
  return {
    file: 'limits.md',
    question: 'What is the default timeout?',
    scope: rangeBetween(document, 0, text.length),
    state: 'final',
    verdict: 'answer',
    confidence: 0.83,
    answers: [answerOn('30 seconds'), answerOn('90 seconds', { confidence: 0.31, evidence: 0.5 })],
    closest: null,
    conflict: false,
    noAnswerProbability: 0.01,
    thresholds: { answer: 2.4, maybe: -2 },
    coverage: { windows: 42, windowsRead: 42, tokens: 10_004, tokensRead: 10_004, complete: true, skipped: [] },
    notices: [],
    model: { name: 'mini', revision: 'f'.repeat(40), precision: 'fp32', backend: 'native' },
    timing: { loadMs: 0, tokenizeMs: 1, firstAnswerMs: 50, totalMs: 900 },
    ...changes,
  };
}

/** The file in the editor. */
export const target: PanelTarget = { name: 'limits.md', hasSelection: false, earlier: [], examples: [] };

/** A state in which nothing was asked. */
export const start: PanelState = {
  ...{ target, obstacle: null, runs: [], active: null, history: [], pins: [], reader: null },
  readsWith: { title: 'Quick reader (bundled)', isQuick: true },
};

/** Where all places of a result stand, when nothing was edited. */
export function marksOf(result: QaResult | null): PanelMark[] {
  const answers = [...(result?.answers ?? []), ...(result?.closest ? [result.closest] : [])];
  return answers
    .flatMap((answer) => [answer, ...answer.mentions])
    .map((place) => ({ start: place.start, end: place.end, label: `Ln ${place.startLine}`, changed: false }));
}

/** A question that came out as given. */
export function runWith(result: QaResult | null, changes: Partial<PanelRun> = {}): PanelRun {
  return {
    id: 1,
    question: 'What is the default timeout?',
    fileName: 'docs/limits.md',
    selectedLines: null,
    strictness: 'balanced',
    status: 'done',
    result,
    marks: marksOf(result),
    failure: null,
    problem: null,
    outdated: false,
    ...changes,
  };
}

/** A state whose last question came out as given. */
export function stateWith(result: QaResult | null, changes: Partial<PanelRun> = {}): PanelState {
  return { ...start, runs: [runWith(result, changes)] };
}

/** A state with an answer, and below it what there is to say about a better reader. */
function stateWithReader(reader: PanelReader): PanelState {
  return { ...stateWith(resultWith({})), reader };
}

const offer: PanelReader = {
  kind: 'offer',
  title: 'TinyRoBERTa (full reader)',
  facts: [
    { name: 'Size', text: '327 MB' },
    { name: 'Licence', text: 'CC-BY-4.0' },
    { name: 'Languages', text: 'English' },
    { name: 'Source', text: 'huggingface.co/deepset/tinyroberta-squad2' },
    {
      name: 'Folder',
      text: '/home/ada/.local/share/document-qa/models/tinyroberta-squad2/75c968b8219e055ce1a89533057b142bae65450f',
    },
  ],
  fetched: null,
};
const download: PanelReader = {
  kind: 'download',
  title: 'Downloading TinyRoBERTa (full reader)',
  text: '120 MB of 327 MB, 12 MB/s, 18 s left',
  bytes: 120_000_000,
  totalBytes: 327_000_000,
};

const pins: readonly PanelPin[] = [
  {
    ...{ id: 1, question: 'What is the default timeout?', text: '30 seconds', fileName: 'limits.md', label: 'Ln 2' },
    changed: false,
  },
  {
    ...{ id: 2, question: 'Who wrote it?', text: '<b>evil</b>', fileName: 'notes.md', label: 'Ln 12', changed: true },
  },
];

const refused = resultWith({
  verdict: 'noAnswer',
  confidence: 0.9,
  answers: [],
  closest: answerOn('90 seconds', { evidence: -3.2 }),
});
const partlyRead = { windows: 42, windowsRead: 12, tokens: 10_004, tokensRead: 2901, complete: false, skipped: [] };

/** A result on a text of its own: a line is the passage of an answer, which goes up to the line's bar. */
function resultOn(marked: readonly string[], question: string, headings: readonly string[]): QaResult {
  const lines = marked.map((line) => line.replace('|', ''));
  const source = makeDocument(lines.join('\n'), 'other.md');
  const answers = lines.map((line, index) => {
    const from = lines.slice(0, index).reduce((sum, { length }) => sum + length + 1, 0);
    const bar = marked[index]?.indexOf('|') ?? -1;
    const end = bar < 0 ? line.length : bar;
    const shown = rangeBetween(source, from, from + line.length);
    return answerOn('60', {
      ...rangeBetween(source, from, from + end),
      text: line.slice(0, end),
      confidence: 0.95 / (index + 1),
      passage: { ...shown, text: line },
      headings,
    });
  });
  return resultWith({ question, scope: rangeBetween(source, 0, source.text.length), answers });
}

/** A state with so many answers. */
function stateWithAnswers(count: number): PanelState {
  const question = 'Which settings are there?';
  const lines = Array.from(
    { length: count },
    (_, index) => `setting ${index + 1}| is ${index * 7} seconds by default.`,
  );
  return stateWith(resultOn(lines, question, ['Settings', 'Defaults']), { question });
}

/** A state in which all words of the document, its name and the question are `words`. */
function stateInWords(lines: readonly string[], question: string, heading: string, fileName: string): PanelState {
  const run = runWith(resultOn(lines, question, [heading]), { question, fileName });
  const pin = { id: 1, question, text: lines[0]?.split('|')[0] ?? '', fileName, label: 'Ln 1', changed: false };
  return { ...start, target: { ...target, name: fileName }, runs: [run], pins: [pin] };
}

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

/** One state a situation. */
export const situations: Readonly<Record<string, PanelState>> = {
  'no file': { ...start, target: null },
  'no text': { ...start, target: null, obstacle: 'scan.pdf is not open as text, and only text can be read.' },
  'nothing asked': start,
  'full reader ready': { ...start, readsWith: { title: 'TinyRoBERTa (full reader)', isQuick: false } },
  examples: { ...start, target: { ...target, examples: ['What is Limits?', 'Which licence does this have?'] } },
  'asked before': { ...start, target: { ...target, earlier: ['What is the default timeout?', 'Who wrote this?'] } },
  'ten answers': stateWithAnswers(10),
  'a hundred answers': stateWithAnswers(100),
  'long words': stateInWords(
    [longWord, `${longWord}|${longWord}`],
    `What is ${longWord}?`,
    longWord,
    `a/very/long/path/${longWord}/${longWord}.md`,
  ),
  'right to left': stateInWords(
    ['שלושים שניות| הוא ערך ברירת המחדל של relay.timeout בשרת.', 'ثلاثون ثانية| هي المهلة الافتراضية.'],
    'מהו ערך ברירת המחדל?',
    'מגבלות',
    'מדריך.md',
  ),
  'CJK and emoji': stateInWords(
    [
      '三十秒|是默认的超时时间，最长可以设置为九十秒。',
      '👩‍👩‍👧‍👦 家族|のための設定です 🚀🚀',
      '기본 시간 제한|은 30초입니다.',
    ],
    '默认超时是多少？ ⏱️',
    '限制 🧭',
    '手册/使用说明.md',
  ),
  waiting: stateWith(null, { status: 'waiting' }),
  'several files': {
    ...start,
    runs: [
      runWith(resultWith({})),
      runWith(refused, { id: 2, fileName: 'notes.md' }),
      runWith(null, { id: 3, fileName: 'a/very/long/path/to/another.md', status: 'waiting' }),
    ],
  },
  'gone to': { ...stateWith(resultWith({})), active: { run: 1, place: placeOf('90 seconds') } },
  'answer edited': stateWith(resultWith({}), {
    outdated: true,
    marks: marksOf(resultWith({})).map((mark, i) => ({ ...mark, changed: i === 0 })),
  }),
  pinned: { ...stateWith(resultWith({})), pins },
  'pinned, nothing asked': { ...start, pins },
  'selection at hand': { ...stateWith(resultWith({})), target: { ...target, name: 'other.md', hasSelection: true } },
  'found before it failed': stateWith(resultWith({ state: 'stopped', coverage: partlyRead }), {
    problem: 'The reader stopped unexpectedly. Nothing is lost; ask again to start it anew.',
  }),
  loading: stateWith(null, { status: 'loading' }),
  reading: stateWith(resultWith({ state: 'provisional', coverage: partlyRead }), { status: 'reading' }),
  answer: stateWith(resultWith({})),
  maybe: stateWith(resultWith({ verdict: 'maybe', confidence: 0.31, answers: [answerOn('90 seconds')] })),
  conflict: stateWith(resultWith({ conflict: true })),
  mentions: stateWith(
    resultWith({ answers: [answerOn('30 seconds', { mentions: [answerOn('90 seconds'), answerOn('60')] })] }),
  ),
  'no answer': stateWith(refused),
  'no answer in a selection': stateWith(refused, { selectedLines: { first: 2, last: 3 } }),
  stopped: stateWith(resultWith({ ...refused, state: 'stopped', coverage: partlyRead })),
  'stopped at once': stateWith({
    ...refused,
    state: 'stopped',
    closest: null,
    coverage: { ...partlyRead, windowsRead: 0, tokensRead: 0 },
  }),
  budget: stateWith({ ...refused, coverage: partlyRead }),
  outdated: stateWith(resultWith({}), { outdated: true }),
  'answer not there': stateWith(resultWith({}), { outdated: true, problem: 'The answer no longer stands there.' }),
  failed: stateWith(null, {
    status: 'failed',
    failure: { text: 'The reader stopped unexpectedly. Ask again.', remedies: [] },
  }),
  'reader failed': stateWith(null, {
    status: 'failed',
    failure: {
      text: 'model.safetensors cannot be used by this version: it is another model.',
      remedies: [{ action: 'chooseReader', title: 'Choose Reader…' }],
    },
  }),
  'refuses more': stateWith(refused, { strictness: 'refuse' }),
  notices: stateWith(resultWith({ notices: [{ kind: 'questionCut', count: 12 }, { kind: 'mixedLineEnds' }] })),
  unexamined: stateWith(
    resultWith({
      notices: [{ kind: 'unexamined' }],
      model: { name: 'tinyroberta-squad2', revision: '7'.repeat(40), precision: 'fp32', backend: 'native' },
    }),
  ),
  offer: stateWithReader(offer),
  continue: stateWithReader({ ...offer, fetched: '120 MB of 327 MB are here' }),
  downloading: stateWithReader(download),
  'asking the Hub': stateWithReader({ ...download, text: 'Asking what there is', bytes: 0, totalBytes: 0 }),
  'download failed': stateWithReader({
    kind: 'problem',
    text: 'huggingface.co is not found: there is no connection to it. What has come is kept.',
    remedies: [
      { action: 'download', title: 'Try Again' },
      { action: 'importModel', title: 'Import Model Folder…' },
    ],
  }),
};
