// Strictness in words: what each means, and what it was measured to give.
import type { KnownModel } from '../hub/manifest';
import type { Strictness, StrictnessMeasure } from '../qa/strictness';
import { wholePercent } from '../words/numbers';
import type { MeasuredRule } from './measuredRule';

export const chooseStrictnessTitle = 'Choose Strictness';
const unmeasuredText = 'not measured with this reader';

/** From the strictest on: the word of the setting, its name, and what it means. */
export const strictnessWords: readonly {
  readonly word: Strictness;
  readonly title: string;
  readonly detail: string;
}[] = [
  { word: 'refuse', title: 'Refuse more', detail: 'Fewer and surer answers' },
  { word: 'balanced', title: 'Balanced', detail: 'As many right answers as possible without too many wrong ones' },
  { word: 'answer', title: 'Answer more', detail: 'More answers, more of them wrong' },
];

/** What a strictness was measured to give: "83 % of its answers right, 71 % of answerable questions answered". */
export function measureText(measured: StrictnessMeasure | null | undefined): string {
  if (measured == null) return unmeasuredText;
  const { precision, coverage } = measured;
  return `${wholePercent(precision)} of its answers right, ${wholePercent(coverage)} of answerable questions answered`;
}

/** Which reader the figures are of, and what they were measured on; null where nothing was measured. */
export function readerText({ title }: Pick<KnownModel, 'title'>, source: string | null): string {
  return source === null ? title : `${title}, measured: ${source}`;
}

/** What a reader's figures were measured on, in its makers' words; null where nothing was measured. */
export function sourceOf(rule: MeasuredRule | undefined): string | null {
  const isMeasured = rule !== undefined && strictnessWords.some(({ word }) => rule.levels[word].measured !== null);
  return isMeasured ? rule.chosenBy : null;
}

/** Said where the settings have a threshold of their own. */
export function overruledText(threshold: number): string {
  return `documentQa.readerOptions sets the threshold of an answer to ${threshold}, which goes before`;
}

/** What stands on the page about a reader: "Balanced: not measured with this reader". */
export function strictnessLine(current: Strictness, rule: MeasuredRule | undefined): string {
  const title = strictnessWords.find(({ word }) => word === current)?.title ?? current;
  return `${title}: ${measureText(rule?.levels[current].measured)}`;
}
