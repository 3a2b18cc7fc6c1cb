// JSON to one line for each value, the path of its keys in front: `server.port: 8080`.
import { type View, ViewBuilder } from './view';

const token = /"((?:\\[^]|[^"\\])*)"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/** Keys stand as the file's own where they begin, and as added text before the values that follow below them. */
export function flatJson(file: string): View {
  const builder = new ViewBuilder(file);
  /** One entry a container: its key, and whether it is a list. */
  const containers: { key: string; list: boolean }[] = [];
  let key: string | null = null;
  /** Whether the line that is being written has the path already. */
  let onLine = false;
  const beginLine = (offset: number): void => {
    if (onLine) return;
    const path = containers.map((container) => container.key).filter((name) => name !== '');
    builder.add(`\n${path.join('.')}`, offset);
    onLine = true;
  };
  const path = (): boolean => containers.some((container) => container.key !== '');
  const found = [...file.matchAll(token)];
  found.forEach(({ 0: source, 1: quoted, index }, i) => {
    const inList = containers.at(-1)?.list ?? true;
    const start = quoted === undefined ? index : index + 1;
    if (source === '{' || source === '[') {
      containers.push({ key: key ?? '', list: source === '[' });
      key = null;
    } else if (source === '}' || source === ']') {
      containers.pop();
      onLine = false;
    } else if (source === ',') onLine = false;
    else if (source === ':') return;
    else if (!inList && found[i + 1]?.[0] === ':' && key === null) {
      beginLine(index);
      if (path()) builder.add('.', index);
      copyString(builder, start, quoted ?? source);
      key = quoted ?? source;
    } else {
      beginLine(index);
      builder.add(': ', index);
      copyString(builder, start, quoted ?? source);
      key = null;
      onLine = false;
    }
  });
  return builder.build();
}

/** A string without its backslashes: an escaped line end is a blank, an escaped number stays. */
function copyString(builder: ViewBuilder, start: number, source: string): void {
  let done = start;
  for (const { 0: escape, index } of source.matchAll(/\\[^u]/g)) {
    const at = start + index;
    builder.copy(done, at);
    if (/\\["\\/]/.test(escape)) builder.copy(at + 1, at + 2);
    else builder.add(' ', at + 2);
    done = at + 2;
  }
  builder.copy(done, start + source.length);
}
