// The beginning of a Markdown file to questions that its headings suggest, for somebody who has asked nothing yet.
import * as l10n from '@vscode/l10n';

/** How many are suggested at most. */
const maxExamples = 3;
/** Longer headings are sentences, about which nobody asks "What is ...?". */
const maxWords = 4;
/** A longer line is no heading of a few words; to look for the end of one in a megabyte of blanks takes minutes. */
const maxHeadingChars = 200;

/** Headings that name no thing that a question could be about. */
const noTopic =
  /^(?:table of )?contents$|^(?:overview|introduction|usage|faq|changelog|contributing|examples?|notes?|references?|see also|todo|features|quick ?start|about|summary|background|details|appendix)$/i;

const heading = /^#{1,4}[ \t]+(.+?)[ \t#]*$/;
const fence = /^ {0,3}(?:```|~~~)/;

/** Words of a heading, and what people ask below such a heading. */
const topics: readonly { readonly words: RegExp; readonly question: () => string }[] = [
  { words: /licen[cs]e|licensing/i, question: () => l10n.t('Which licence does this have?') },
  { words: /install|setup|getting started/i, question: () => l10n.t('How is it installed?') },
  {
    words: /require|prerequisite|compatib|support(?:ed)? (?:versions?|platforms?)/i,
    question: () => l10n.t('What is required?'),
  },
  { words: /config|settings|options/i, question: () => l10n.t('Where is it configured?') },
  { words: /contact|support|help|security/i, question: () => l10n.t('Where can problems be reported?') },
  { words: /privacy|data|telemetry/i, question: () => l10n.t('Which data is collected?') },
  { words: /pric|fee|payment|cost/i, question: () => l10n.t('How much does it cost?') },
  { words: /term(?:s|ination)|cancel/i, question: () => l10n.t('How can it be ended?') },
  { words: /limit|quota|timeout/i, question: () => l10n.t('What is the limit?') },
];

/** Questions for a text that begins with `head`, each once; none where it has no fitting heading. */
export function exampleQuestions(head: string): string[] {
  const questions = new Set<string>();
  for (const words of headingsOf(head)) {
    const topic = topics.find((other) => other.words.test(words));
    if (topic !== undefined) questions.add(topic.question());
    else if (!noTopic.test(words) && /^\p{L}[\p{L}\p{N} -]*$/u.test(words) && words.split(/\s+/).length <= maxWords) {
      questions.add(l10n.t('What is {0}?', words));
    }
  }
  return [...questions].slice(0, maxExamples);
}

function headingsOf(head: string): string[] {
  const headings: string[] = [];
  let inFence = false;
  for (const line of head.split(/\r\n?|\n/)) {
    if (fence.test(line)) inFence = !inFence;
    const words = inFence || line.length > maxHeadingChars ? undefined : heading.exec(line)?.[1];
    if (words !== undefined) headings.push(words);
  }
  return headings;
}
