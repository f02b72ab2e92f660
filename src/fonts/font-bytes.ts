import type { Point } from './write-font.ts';

/** A number and its size, as files of fonts hold them: the high byte first. */
export type Field = readonly [kind: 'u8' | 'u16' | 'i16' | 'u32', value: number];

const sizes = { u8: 1, u16: 2, i16: 2, u32: 4 } as const;

/** Numbers as bytes. */
export function bytesOf(fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [kind]) => sum + sizes[kind], 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [kind, value] of fields) {
    if (kind === 'u8') view.setUint8(at, value);
    else if (kind === 'u32') view.setUint32(at, value);
    else if (kind === 'u16') view.setUint16(at, value);
    else view.setInt16(at, value);
    at += sizes[kind];
  }
  return bytes;
}

/** Words in UTF-16. */
export function text(words: string): Uint8Array {
  return bytesOf(Array.from({ length: words.length }, (_, at): Field => ['u16', words.charCodeAt(at)]));
}

/** An outline: the ends of its contours, then every point as a step from the one before. */
export function glyphBytes(points: readonly Point[]): Uint8Array {
  if (points.length === 0) return new Uint8Array();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const ends = points.flatMap(({ endContour }, at) => (endContour ? [at] : []));
  const steps = (values: readonly number[]): Field[] =>
    values.map((value, at): Field => ['i16', value - (values[at - 1] ?? 0)]);
  const corners = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return bytesOf([
    ['i16', ends.length],
    ...corners.map((corner): Field => ['i16', corner]),
    ...ends.map((end): Field => ['u16', end]),
    ['u16', 0],
    ...points.map(({ onCurve }): Field => ['u8', onCurve ? 1 : 0]),
    ...steps(xs),
    ...steps(ys),
  ]);
}

/** Up to a whole number of four bytes. */
export function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

/** The sum that a table is known by. */
export function tableSum(bytes: Uint8Array): number {
  const view = new DataView(padded(bytes).buffer);
  let sum = 0;
  for (let at = 0; at < view.byteLength; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
