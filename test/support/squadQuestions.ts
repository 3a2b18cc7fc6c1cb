// A small SQuAD 2.0 file on the handbook, for tests that evaluate.
import { handbook } from './handbook';

interface Entry {
  readonly id: string;
  readonly question: string;
  /** Null: it has none. */
  readonly answer: string | null;
}

const entries: readonly Entry[] = [
  { id: 'port', question: 'Which port does Relay listen on?', answer: '7420' },
  { id: 'licence', question: 'Under which licence is Relay released?', answer: 'Apache License 2.0' },
  { id: 'path', question: 'Where is the configuration read from?', answer: '/etc/relay/relay.toml' },
  // As files of questions are, it is wrong in one place: whoever answers rightly is told to be wrong.
  { id: 'kept', question: 'How long are messages kept?', answer: 'Each queue' },
  { id: 'founder', question: 'Who founded the company that sells Relay?', answer: null },
  { id: 'price', question: 'What does a licence for Windows cost?', answer: null },
];

/** How many questions there are, and the id of the one that whoever answers rightly gets wrong. */
export const squadCount = entries.length;
export const mistakenId = 'kept';

/** The file; each question `copies` times, under ids of their own. */
export function squadJson(copies = 1): string {
  const qas = Array.from({ length: copies }, (_, copy) =>
    entries.map(({ id, question, answer }) => ({
      id: copy === 0 ? id : `${id}-${copy}`,
      question,
      answers: answer === null ? [] : [{ text: answer, answer_start: handbook.indexOf(answer) }],
      is_impossible: answer === null,
    })),
  );
  const data = [{ title: 'Relay', paragraphs: [{ context: handbook, qas: qas.flat() }] }];
  return JSON.stringify({ version: 'v2.0', data }, null, 2);
}
