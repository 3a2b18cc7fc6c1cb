// Source code to its comments and docstrings: C's and JavaScript's two kinds, Python's and a shell's with a number sign.

/** A comment or docstring, UTF-16 `[start, end)` with its marks. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly kind: 'line' | 'block' | 'docstring';
}

/** Which marks a language has. */
export type CommentStyle = 'c' | 'python';

const tokens = {
  c: /(?<line>\/\/.*)|(?<block>\/\*[^]*?(?:\*\/|$))|"(?:\\[^]|[^"\\\r\n])*"|'(?:\\[^]|[^'\\\r\n])*'|`(?:\\[^]|[^`\\])*`/g,
  python:
    /(?<line>#.*)|(?<docstring>[rRuUbB]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)))|"(?:\\[^]|[^"\\\r\n])*"|'(?:\\[^]|[^'\\\r\n])*'/g,
};

/** The comments of a source text, in its order. A string of several lines is a docstring where it begins its line. */
export function commentsOf(file: string, style: CommentStyle): Comment[] {
  return [...file.matchAll(tokens[style])].flatMap(({ 0: { length }, index, groups = {} }): Comment[] => {
    const range = { start: index, end: index + length };
    if (groups.line !== undefined) return [{ ...range, kind: 'line' }];
    if (groups.block !== undefined) return [{ ...range, kind: 'block' }];
    const beginsLine = /(?:^|[\r\n])[ \t]*$/.test(file.slice(Math.max(0, index - 200), index));
    return groups.docstring !== undefined && beginsLine ? [{ ...range, kind: 'docstring' }] : [];
  });
}
