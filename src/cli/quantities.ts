// Numbers as people write them.

/** The noun for a number of things. */
export function plural(several: number, noun: string): string {
  return several === 1 ? noun : `${noun}s`;
}

/** A number as people write it: 10,004. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
