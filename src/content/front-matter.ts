import type { ErrorCode } from '../errors.ts';
import { invalidFile } from './invalid-file.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** A Markdown file taken apart. */
export interface FrontMatterFile {
  /** Lines count from the beginning of the file. */
  yaml: YamlFile;
  body: string;
}

const fence = '---';

/**
 * Splits a text into the YAML between its first two lines of `---` and the Markdown below. A byte order mark, which
 * editors of Windows write, is none of it.
 * @throws {HoldfastError} with the given code, naming file, line and reason
 */
export function splitFrontMatter(file: string, text: string, code: ErrorCode): FrontMatterFile {
  const lines = withoutMark(text).replaceAll('\r\n', '\n').split('\n');
  if (lines[0] !== fence) throw invalidFile(code, file, 1, `must begin with a line of '${fence}'`);
  const end = lines.indexOf(fence, 1);
  if (end < 0) throw invalidFile(code, file, 1, `the front matter has no closing line of '${fence}'`);
  // The fence stays as an empty line, so that the parser counts as an editor does.
  const yaml = parseYaml(file, ['', ...lines.slice(1, end)].join('\n'), code);
  return {
    yaml,
    body: lines
      .slice(end + 1)
      .join('\n')
      .trim(),
  };
}

/** The text of a file without the byte order mark that it may begin with. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
