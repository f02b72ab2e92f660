import { isUtf8 } from 'node:buffer';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { ErrorCode } from '../errors.ts';
import { invalidFile } from './invalid-file.ts';
import { readContentFile } from './read-file.ts';

/** A parsed YAML file that can tell the line of any of its values. */
export interface YamlFile {
  file: string;
  value: unknown;
  /** The line of a path, or of its nearest existing parent; 1 at the least. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** How deep aliases may multiply: none of ours uses any, and a bomb lives on them. */
const maxAliasCount = 0;

/**
 * Reads a YAML file strictly: duplicate keys, aliases and syntax errors are refused with their line.
 * @throws {HoldfastError} with the given code, naming file, line and reason
 */
export async function readYamlFile(file: string, code: ErrorCode): Promise<YamlFile> {
  const bytes = await readContentFile(file, { code });
  if (!isUtf8(bytes)) throw invalidFile(code, file, brokenLineOf(bytes), 'not valid UTF-8');
  return parseYaml(file, new TextDecoder().decode(bytes), code);
}

/** The first line with bytes that are no UTF-8; no character of UTF-8 contains a line break's byte. */
function brokenLineOf(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf('\n', start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

/** Parses YAML text under a file's name. */
export function parseYaml(file: string, text: string, code: ErrorCode): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const problem = document.errors[0];
  if (problem) throw invalidFile(code, file, lines.linePos(problem.pos[0]).line, problem.message);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount });
  } catch (error) {
    throw invalidFile(code, file, 1, (error as Error).message);
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const line = lineOfNode(path.slice(0, length));
      if (line !== null) return line;
    }
    return 1;
  };
  const lineOfNode = (path: readonly PropertyKey[]): number | null => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    // A key's own line says more than the line its nested value begins on.
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(path.at(-1)));
      if (pair && isNode(pair.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
    }
    const node = document.getIn(path, true);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : null;
  };
  return { file, value, lineOf };
}
