/**
 * How many edits turn one text into the other: insert, delete, replace, or swap two neighbours, each place edited once
 * (optimal string alignment). Counted in UTF-16 units.
 * @param limit - the largest distance of interest; the work is at most `limit` × length
 * @returns null when it takes more than `limit` edits
 * Source: Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964
 */
export function editDistance(left: string, right: string, limit: number): number | null {
  if (left === right) return 0;
  const [rows, columns] = [left.length, right.length];
  if (Math.abs(rows - columns) > limit) return null;
  const far = limit + 1;
  let older: number[] = [];
  let above = Array.from({ length: columns + 1 }, (_, column) => Math.min(column, far));
  let bestAbove = 0;
  for (let row = 1; row <= rows; row += 1) {
    const current = new Array<number>(columns + 1).fill(far);
    if (row <= limit) current[0] = row;
    let best = current[0] ?? far;
    // Outside this band every path already costs more than the limit.
    const last = Math.min(columns, row + limit);
    for (let column = Math.max(1, row - limit); column <= last; column += 1) {
      const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
      let cost = Math.min(
        (above[column - 1] ?? far) + (same ? 0 : 1),
        (above[column] ?? far) + 1,
        (current[column - 1] ?? far) + 1,
      );
      if (isSwap(left, right, row, column)) cost = Math.min(cost, (older[column - 2] ?? far) + 1);
      current[column] = cost;
      if (cost < best) best = cost;
    }
    // A swap reaches back two rows, so both have to be out of reach.
    if (best > limit && bestAbove > limit) return null;
    [older, above, bestAbove] = [above, current, best];
  }
  const distance = above[columns] ?? far;
  return distance > limit ? null : distance;
}

/**
 * Which letters a text has, as 32 bits: characters that share a bit are told apart by the distance itself. Lets
 * `mayBeNear` skip almost every pair before any distance is computed.
 */
export function letterBits(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) bits |= 1 << (text.charCodeAt(at) & 31);
  return bits;
}

/** False when more letters are missing on one side than that many edits can bring. */
export function mayBeNear(left: number, right: number, limit: number): boolean {
  return countBits(left & ~right) <= limit && countBits(right & ~left) <= limit;
}

function countBits(bits: number): number {
  let [rest, count] = [bits, 0];
  while (rest !== 0) {
    rest &= rest - 1;
    count += 1;
  }
  return count;
}

function isSwap(left: string, right: string, row: number, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
    left.charCodeAt(row - 2) === right.charCodeAt(column - 1)
  );
}

/**
 * How many edits a text of this length may be away and still count as a typo of another: up to three characters none,
 * four and five one, longer two.
 * Source: Elasticsearch "fuzziness: AUTO" (0–2 none, 3–5 one, more two), one step stricter for three characters, where
 * one edit is a third of the word
 */
export function typoLimit(length: number): 0 | 1 | 2 {
  if (length <= 3) return 0;
  return length <= 5 ? 1 : 2;
}
