// GPT-2's published splitting and byte alphabet, as its own script has them: what ours is compared with.

/** GPT-2's alphabet: printable bytes first, the others from U+0100. */
export const symbolOf: readonly string[] = (() => {
  const span = (first: string, last: string): number[] =>
    Array.from({ length: last.charCodeAt(0) - first.charCodeAt(0) + 1 }, (_, i) => first.charCodeAt(0) + i);
  const printable = [...span('!', '~'), ...span('¡', '¬'), ...span('®', 'ÿ')];
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !printable.includes(byte));
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(printable.includes(byte) ? byte : 256 + others.indexOf(byte)),
  );
})();

/** The bytes of a text; a lone surrogate is U+FFFD. */
export const utf8 = (text: string): number[] => Array.from(new TextEncoder().encode(text));

const pattern =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** The words of a text, none lost; too deep for runs of millions of characters. */
export const gpt2Words = (text: string): string[] => text.match(pattern) ?? [];
