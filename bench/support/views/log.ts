// Logs with less of what every line repeats, and with the ends of lines as ends of sentences.
import type { Edit } from './view';

/** A date and a time as RFC 3339, as syslog or as web servers write them, with what may follow. */
const stamp =
  /(?<date>\d{4}[-/]\d\d[-/]\d\d[T ]|[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?|\d\d\/[A-Z][a-z]{2}\/\d{4}:)?(?<time>\d\d:\d\d:\d\d)(?<rest>[.,]\d+)?(?<zone> ?(?:Z|[+-]\d\d:?\d\d|UTC|GMT|CES?T)\b)?/;

/** How far into a line a time is looked for, in UTF-16 units: web servers write who asked first. */
const searchChars = 80;

/** Edits that leave a line its time only, and its date where it is another than that of the line above. */
export function shortTimes(file: string): Edit[] {
  let known = '';
  return times(file).flatMap(({ start, date, time, rest }) => {
    const isNew = date !== known;
    known = date;
    const timeStart = start + date.length;
    const restStart = timeStart + time.length;
    return [
      ...(isNew ? [] : [{ start, end: timeStart, text: '' }]),
      { start: restStart, end: restStart + rest.length, text: '' },
    ];
  });
}

/** Edits that leave no line its time. */
export function withoutTimes(file: string): Edit[] {
  return times(file).map(({ start, date, time, rest }) => {
    return { start, end: start + date.length + time.length + rest.length, text: '' };
  });
}

/** Edits that end every line with a full stop, unless it ends with a mark. */
export function sentenceLines(file: string): Edit[] {
  return [...file.matchAll(/[^\s.:;,!?](?=[ \t]*(?:[\r\n]|$))/g)].map(({ index }) => {
    return { start: index + 1, end: index + 1, text: '.' };
  });
}

function times(file: string): { start: number; date: string; time: string; rest: string }[] {
  return [...file.matchAll(/.+/g)].flatMap(({ 0: line, index }) => {
    const found = stamp.exec(line.slice(0, searchChars));
    if (found === null) return [];
    const { date = '', time = '', rest = '', zone = '' } = found.groups ?? {};
    return [{ start: index + found.index, date, time, rest: rest + zone }];
  });
}
