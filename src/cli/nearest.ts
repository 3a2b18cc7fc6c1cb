// A word that was typed wrong, to the one that was probably meant.

/** A word that begins so is meant from this many letters on. */
const enoughLetters = 3;

/** The word that begins so, or the most alike; undefined when none is nearer than a third of its letters. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const begun = words.find((word) => wanted.length >= enoughLetters && word.startsWith(wanted));
  if (begun !== undefined) return begun;
  const [best] = words
    .map((word) => ({ word, share: distance(wanted, word) / word.length }))
    .filter(({ share }) => share <= 1 / 3)
    .sort((a, b) => a.share - b.share);
  return best?.word;
}

/** Letters to insert, drop or change to make one word of the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let k = 0; k < to.length; k++) {
      const changed = (row[k] ?? 0) + (from[i] === to[k] ? 0 : 1);
      next.push(Math.min(changed, (row[k + 1] ?? 0) + 1, (next[k] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
