// A curve's points in, few enough to draw and to keep out.

/** At most so many of the items (two or more), the first and the last among them, evenly spaced. */
export function thinned<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => Math.round((i * (items.length - 1)) / (most - 1))).flatMap((index) =>
    items.slice(index, index + 1),
  );
}
