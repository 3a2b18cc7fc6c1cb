// Figures of the questions by kind: where the reader is good, and where it is not.
import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { KindScore } from '../evaluate/questionKinds';
import { count } from '../words/numbers';
import { Quoted } from './quoted';
import { percentFigure, score } from './words';

interface KindTableProps {
  readonly caption: string;
  readonly scores: readonly KindScore[];
}

/** A row for each kind, with a bar for its F1. */
export function KindTable({ caption, scores }: KindTableProps): VNode {
  return (
    <table class="kinds">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{l10n.t({ message: 'Kind', comment: 'A kind of questions' })}</th>
          <th scope="col">{l10n.t('Questions')}</th>
          <th scope="col">{l10n.t('Answered, %')}</th>
          <th scope="col">{l10n.t('EM, %')}</th>
          <th scope="col">{l10n.t('F1, %')}</th>
        </tr>
      </thead>
      <tbody>
        {scores.map(({ kind, questions, answered, exact, f1 }) => (
          <tr key={kind}>
            <th scope="row">
              <Quoted text={kind} />
            </th>
            <td>{count(questions)}</td>
            <td>{percentFigure(answered)}</td>
            <td>{score(exact)}</td>
            <td>
              {score(f1)}
              <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-all" width={100} height={6} />
                <rect class="bar-part" width={f1} height={6} />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
