// Numbers, to how they are written in the language that people read.
import { language } from './language';

/** A whole number: "10,004". */
export function count(value: number): string {
  return rounded(value, 0);
}

/** A number of at most so many digits after its point: "95", "8.2". */
export function rounded(value: number, mostDigits: number): string {
  return value.toLocaleString(language(), { maximumFractionDigits: mostDigits });
}

/** A number with just so many digits after its point, and no grouping: "81.9". */
export function decimal(value: number, digits: number): string {
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return value.toLocaleString(language(), format);
}

/** A share, 0 to 1, as a whole percentage: "83 %". */
export function wholePercent(share: number): string {
  return `${count(share * 100)} %`;
}
