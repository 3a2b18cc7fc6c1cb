// Rows of a table to sentences: `name: Ada, born: 1815.`
import type { Edit } from './view';

interface Field {
  readonly start: number;
  readonly end: number;
}

/**
 * Edits that put its column's name in front of each value, and leave empty values out. The names are those of the first
 * row, or of a comment above it that has as many fields.
 */
export function namedFields(file: string, delimiter: ',' | '\t'): Edit[] {
  const rows = rowsOf(file, delimiter);
  const words = ({ start, end }: Field): string =>
    file
      .slice(start, end)
      .replace(/^#\s*|^"|"$/g, '')
      .replaceAll('""', '"')
      .trim();
  const isComment = ([first]: readonly Field[]): boolean => first !== undefined && file[first.start] === '#';
  const firstRow = rows.findIndex((row) => !isComment(row));
  const lastComment = rows[firstRow - 1];
  const hasNames =
    lastComment !== undefined && lastComment.length > 1 && lastComment.length >= (rows[firstRow]?.length ?? 0);
  const names = (hasNames ? lastComment : rows[firstRow])?.map(words) ?? [];
  return rows.slice(hasNames ? firstRow : firstRow + 1).flatMap((row) => {
    if (isComment(row)) return [];
    const edits: Edit[] = [];
    const [first] = row.filter((field) => words(field) !== '');
    row.forEach((field, column) => {
      const between = column === 0 ? field.start : (row[column - 1]?.end ?? field.start);
      const isEmpty = words(field) === '';
      const name = names[column] ?? '';
      const lead = isEmpty ? '' : `${field === first ? '' : ', '}${name === '' ? '' : `${name}: `}`;
      const quoted = file[field.start] === '"';
      edits.push({ start: between, end: isEmpty ? field.end : field.start + (quoted ? 1 : 0), text: lead });
      if (isEmpty || !quoted) return;
      for (const { index } of file.slice(field.start + 1, field.end - 1).matchAll(/""/g)) {
        edits.push({ start: field.start + 1 + index, end: field.start + 2 + index, text: '' });
      }
      edits.push({ start: field.end - 1, end: field.end, text: '' });
    });
    const end = row.at(-1)?.end ?? 0;
    return first === undefined ? edits : [...edits, { start: end, end, text: '.' }];
  });
}

/** Rows that are not blank; a field is UTF-16 `[start, end)` with its quotes. */
function rowsOf(file: string, delimiter: string): Field[][] {
  const rows: Field[][] = [];
  let row: Field[] = [];
  for (let start = 0; start < file.length;) {
    const quoted = delimiter === ',' && file[start] === '"' ? /^"(?:[^"]|"")*"/.exec(file.slice(start))?.[0].length : 0;
    let end = start + (quoted ?? 0);
    while (end < file.length && file[end] !== delimiter && file[end] !== '\n' && file[end] !== '\r') end++;
    row.push({ start, end });
    if (file.charAt(end) !== delimiter) {
      if (row.length > 1 || end > start) rows.push(row);
      row = [];
    }
    start = file.startsWith('\r\n', end) ? end + 2 : end + 1;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
