/** Line and column of an offset, 1-based, counted one UTF-16 unit after the other. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let column = 1;
  for (let i = 0; i < offset; i++) {
    const endsLine = text[i] === '\n' || (text[i] === '\r' && text[i + 1] !== '\n');
    line += endsLine ? 1 : 0;
    column = endsLine ? 1 : column + 1;
  }
  return { line, column };
}
