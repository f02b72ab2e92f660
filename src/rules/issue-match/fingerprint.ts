/** What differs from one run to the next, and what takes its place. The order matters: a path holds numbers. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '<id>'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)]+/g, '<url>'],
  [/\b\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?/g, '<time>'],
  [/(?<![\w/])(?:[a-z]:\\|~?\/)[\w.@+-]+(?:[\\/][\w.@+-]*)+/g, '<path>'],
  [/\b0x[0-9a-f]+\b/g, '<hex>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/g, '<hex>'],
  [/"[^"\n]{1,200}"|'[^'\n]{1,200}'/g, '<text>'],
  [/(?<![a-z_])[+-]?\d+(?:[.,:]\d+)*(?![a-z_])/g, '<n>'],
];
/** Longer errors are told apart by their beginning. */
const longestError = 2_000;
const longestFingerprint = 300;

/**
 * An error without what differs from run to run: ids, addresses, times, paths, hexadecimal, quoted names and numbers.
 * Two runs of one fault give the same text.
 * @returns lower case, at most 300 characters; '' when nothing is left
 */
export function fingerprintOf(error: string): string {
  let text = error.slice(0, longestError).toLowerCase();
  for (const [pattern, stand] of varying) text = text.replace(pattern, stand);
  return text.replace(/\s+/g, ' ').trim().slice(0, longestFingerprint).trim().toWellFormed();
}

/** `PIPELINE_TIMEOUT`, or a word that says that an error follows. */
const errorCode = /(?<![A-Za-z0-9_])[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+(?![A-Za-z0-9_])/;
const errorWord = /\b(?:error|exception|traceback|fatal|panic)\b\s*[:=[(]/i;
const errorsAtMost = 10;

/** The fingerprints of the errors that a text quotes: its sentences and lines with an error's code or the word for it. */
export function fingerprintsIn(text: string): string[] {
  const found = new Set<string>();
  for (const line of text.slice(0, 20_000).split(/\n|(?<=[.!?])\s+/)) {
    if (found.size >= errorsAtMost) break;
    const start = errorCode.exec(line) ?? errorWord.exec(line);
    if (!start) continue;
    const code = errorCode.exec(line)?.[0];
    found.add(fingerprintOf(errorWord.test(line) ? line.slice(start.index) : (code ?? line)));
  }
  found.delete('');
  return [...found];
}
