/** The words of a line as a shell gives them to a program, with both kinds of quotes and without a comment at its end. */
export function shellWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(?<!\S)(#.*)|(\S+)/g)].flatMap(
    ([, double, single, comment, bare]) => (comment === undefined ? [double ?? single ?? bare ?? ''] : []),
  );
}
