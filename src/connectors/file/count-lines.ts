const newline = 0x0a;

/** A byte stream that knows on which line any of its bytes stands. */
export interface CountedLines {
  /** The same bytes, to be read on. */
  chunks: AsyncGenerator<Uint8Array>;
  /**
   * The line that ends at a byte offset, 1-based; a line break just before the offset belongs to its line.
   * Asked with ascending offsets of bytes that have been read.
   */
  lineAt(offset: number): number;
}

/** Counts the lines of a stream, because the CSV parser takes CRLF inside quotes for two. */
export function countLines(chunks: AsyncIterable<Uint8Array>): CountedLines {
  /** Offsets of line breaks that no question has passed yet. */
  const ahead: number[] = [];
  let passed = 0;
  let last = -1;
  return {
    chunks: (async function* () {
      let start = 0;
      for await (const chunk of chunks) {
        for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) {
          ahead.push(start + at);
        }
        start += chunk.length;
        yield chunk;
      }
    })(),
    lineAt: (offset) => {
      for (let at = ahead[0]; at !== undefined && at < offset; at = ahead[0]) {
        last = at;
        ahead.shift();
        passed++;
      }
      return last === offset - 1 ? passed : passed + 1;
    },
  };
}

/** How many line breaks a text has inside it. */
export function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
