import { posix } from 'node:path';

/** One import, in whatever form it was written. */
export interface Import {
  from: string;
  /** A file of ours as a path, anything else as it is written. */
  to: string;
  typeOnly: boolean;
}

/** Every import, re-export, dynamic import and `require` of a file whose comments are blank. */
export function importsOf(file: string, code: string): Import[] {
  const statement =
    /^[ \t]*(?:import|export)[ \t]+(type[ \t]+)?(?:[\w*{$][^'"`;]*?[ \t\n]from[ \t]+)?['"]([^'"\n]+)['"]/gm;
  const call = /\b(?:import|require(?:\.resolve)?|import\.meta\.resolve)\(\s*['"]([^'"\n]+)['"]/g;
  const resolve = (specifier: string): string =>
    specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
  return [
    ...[...code.matchAll(statement)].map((match) => ({
      from: file,
      to: resolve(match[2] ?? ''),
      typeOnly: match[1] !== undefined,
    })),
    ...[...code.matchAll(call)].map((match) => ({
      from: file,
      to: resolve(match[1] ?? ''),
      typeOnly: false,
    })),
  ];
}

/** Comments become blanks; texts stay, so that an address with two slashes is no comment. */
export function withoutComments(code: string): string {
  const parts = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|(?<!\\)\/\/[^\n]*/g;
  return code.replace(parts, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part));
}
