// How sure a share is: how many of how many in, the bounds of what it may really be out. Unlike a bootstrap's they have a
// width where none or all were counted, too.
import type { Interval } from './bootstrap';

/** The normal distribution's middle 95 % reach so many standard deviations to either side. */
const deviations = 1.959964;

/** Wilson's 95 % interval of the share of `counted` among `all`, at least one. */
export function shareInterval(counted: number, all: number): Interval {
  const share = counted / all;
  const square = deviations ** 2 / all;
  const centre = share + square / 2;
  const reach = deviations * Math.sqrt((share * (1 - share)) / all + square / (4 * all));
  // Rounding must not leave the shares that there can be.
  return { low: Math.max(0, (centre - reach) / (1 + square)), high: Math.min(1, (centre + reach) / (1 + square)) };
}
