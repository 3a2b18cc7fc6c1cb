// Mistakes of one kind, each leading to its question in the file.
import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { Mistake } from '../evaluate/mistakes';
import { Quoted } from './quoted';
import { mistakeWords, percentFigure } from './words';

/** Where a mistake leads: an address, or what a click does; null where its question cannot be shown. */
export type LinkTo = (mistake: Mistake) => string | (() => void) | null;

interface MistakeTableProps {
  readonly kind: Mistake['kind'];
  /** All of that kind, at least one. */
  readonly mistakes: readonly Mistake[];
  readonly linkTo: LinkTo;
}

/** A row for each mistake. */
export function MistakeTable({ kind, mistakes, linkTo }: MistakeTableProps): VNode {
  const given =
    kind === 'refused' ? l10n.t('Closest guess') : l10n.t({ message: 'Given', comment: 'An answer that was given' });
  return (
    <table class="mistakes">
      <caption>{mistakeWords(kind)}</caption>
      <thead>
        <tr>
          <th scope="col">{l10n.t('Question')}</th>
          <th scope="col">{given}</th>
          {kind === 'falseAnswer' ? null : (
            <th scope="col">{l10n.t({ message: 'Expected', comment: 'The answers that were expected' })}</th>
          )}
          <th scope="col">{l10n.t({ message: 'Sure, %', comment: 'How sure the reader was' })}</th>
        </tr>
      </thead>
      <tbody>
        {mistakes.map((mistake) => (
          <tr key={mistake.id}>
            <th scope="row">
              <Question mistake={mistake} link={linkTo(mistake)} />
              <span class="article">
                <Quoted text={mistake.article} />
              </span>
            </th>
            <td>{mistake.given === '' ? '–' : <Quoted text={mistake.given} />}</td>
            {kind === 'falseAnswer' ? null : (
              <td>
                <Expected texts={mistake.expected} />
              </td>
            )}
            <td>{percentFigure(mistake.confidence)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Question({ mistake, link }: { readonly mistake: Mistake; readonly link: ReturnType<LinkTo> }): VNode {
  const question = <Quoted text={mistake.question} />;
  if (link === null) return question;
  if (typeof link === 'string') return <a href={link}>{question}</a>;
  return (
    <button type="button" class="link" onClick={link}>
      {question}
    </button>
  );
}

/** Each text once: annotators often chose the same. */
function Expected({ texts }: { readonly texts: readonly string[] }): VNode {
  const different = [...new Set(texts)];
  return (
    <ul>
      {different.map((text) => (
        <li key={text}>
          <Quoted text={text} />
        </li>
      ))}
    </ul>
  );
}
