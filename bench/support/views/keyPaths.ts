// YAML and TOML with the path of the keys above in front of each key.
import type { Edit } from './view';

const yamlKey = /^([ \t]*(?:-[ \t]+)*)(?:"([^"]*)"|'([^']*)'|([^\s#"'{}[\]&*!|>,:-][^:#]*?))[ \t]*:(?=[ \t]|$)(.*)$/;

/** Edits that put the keys that a YAML key stands under in front of it; block scalars stay as they are. */
export function yamlPaths(file: string): Edit[] {
  const above: { indent: number; key: string }[] = [];
  let scalarIndent: number | null = null;
  return linesOf(file).flatMap(({ line, start }) => {
    const lineIndent = /^ */.exec(line)?.[0].length ?? 0;
    if (scalarIndent !== null && (line.trim() === '' || lineIndent > scalarIndent)) return [];
    scalarIndent = null;
    const match = yamlKey.exec(line);
    if (match === null) return [];
    const [, lead = '', double, single, bare, value = ''] = match;
    const indent = lead.length;
    while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
    const path = above.map(({ key }) => `${key}.`).join('');
    above.push({ indent, key: double ?? single ?? bare ?? '' });
    if (/(?:^|\s)[|>][+-]?\d?\s*(?:#.*)?$/.test(value)) scalarIndent = lineIndent;
    return path === '' ? [] : [{ start: start + indent, end: start + indent, text: path }];
  });
}

/** Edits that put a TOML table's name in front of each of its keys. */
export function tomlPaths(file: string): Edit[] {
  let table = '';
  let quote: string | null = null;
  return linesOf(file).flatMap(({ line, start }) => {
    const wasQuoted = quote !== null;
    for (const [mark] of line.matchAll(/"""|'''/g)) {
      if (quote === null) quote = mark;
      else if (quote === mark) quote = null;
    }
    if (wasQuoted) return [];
    const header = /^\s*\[{1,2}\s*([^[\]]+?)\s*\]{1,2}\s*(?:#.*)?$/.exec(line)?.[1];
    if (header !== undefined) {
      table = header;
      return [];
    }
    const lead = /^(\s*)(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*\s*=/.exec(line)?.[1];
    if (lead === undefined || table === '') return [];
    return [{ start: start + lead.length, end: start + lead.length, text: `${table}.` }];
  });
}

function linesOf(file: string): { line: string; start: number }[] {
  return [...file.matchAll(/.+/g)].map(({ 0: line, index }) => ({ line, start: index }));
}
