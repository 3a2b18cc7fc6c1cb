// Strictness in words: what each means, and what it was measured to give.
import * as l10n from '@vscode/l10n';
import type { KnownModel } from '../hub/manifest';
import type { Strictness, StrictnessMeasure } from '../qa/strictness';
import { wholePercent } from '../words/numbers';
import type { MeasuredRule } from './measuredRule';

export const chooseStrictnessTitle = (): string => l10n.t('Choose Strictness');

/** A strictness: the word of the setting, its name, and what it means. */
export interface StrictnessWords {
  readonly word: Strictness;
  readonly title: string;
  readonly detail: string;
}

/** From the strictest on. */
export function strictnessWords(): readonly StrictnessWords[] {
  return [
    { word: 'refuse', title: l10n.t('Refuse more'), detail: l10n.t('Fewer and surer answers') },
    {
      word: 'balanced',
      title: l10n.t('Balanced'),
      detail: l10n.t('As many right answers as possible without too many wrong ones'),
    },
    { word: 'answer', title: l10n.t('Answer more'), detail: l10n.t('More answers, more of them wrong') },
  ];
}

/** What a strictness was measured to give: "83 % of its answers right, 71 % of answerable questions answered". */
export function measureText(measured: StrictnessMeasure | null | undefined): string {
  if (measured == null) return l10n.t('not measured with this reader');
  const { precision, coverage } = measured;
  return l10n.t(
    '{0} of its answers right, {1} of answerable questions answered',
    wholePercent(precision),
    wholePercent(coverage),
  );
}

/** Which reader the figures are of, and what they were measured on; null where nothing was measured. */
export function readerText({ title }: Pick<KnownModel, 'title'>, source: string | null): string {
  return source === null ? title : l10n.t('{0}, measured: {1}', title, source);
}

/** What a reader's figures were measured on, in its makers' words; null where nothing was measured. */
export function sourceOf(rule: MeasuredRule | undefined): string | null {
  const isMeasured = rule !== undefined && Object.values(rule.levels).some(({ measured }) => measured !== null);
  return isMeasured ? rule.chosenBy : null;
}

/** Said where the settings have a threshold of their own. */
export function overruledText(threshold: number): string {
  return l10n.t('documentQa.readerOptions sets the threshold of an answer to {0}, which goes before', threshold);
}

/** What stands on the page about a reader: "Balanced: not measured with this reader". */
export function strictnessLine(current: Strictness, rule: MeasuredRule | undefined): string {
  const title = strictnessWords().find(({ word }) => word === current)?.title ?? current;
  return `${title}: ${measureText(rule?.levels[current].measured)}`;
}
