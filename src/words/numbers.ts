// Numbers, to how they are written in the language that people read.
import { language } from './language';

/** A whole number: "10,004". */
export function count(value: number): string {
  return value.toLocaleString(language(), { maximumFractionDigits: 0 });
}

/** A number with just so many digits after its point, and no grouping: "81.9". */
export function decimal(value: number, digits: number): string {
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return value.toLocaleString(language(), format);
}

/** A number of no more than one digit after its point: "95", "8.2". */
export function shortDecimal(value: number): string {
  return value.toLocaleString(language(), { maximumFractionDigits: 1 });
}

/** A share, 0 to 1, as a whole percentage: "83 %". */
export function wholePercent(share: number): string {
  return `${count(share * 100)} %`;
}
