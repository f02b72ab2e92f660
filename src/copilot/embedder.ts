/**
 * Turns texts into vectors of which close ones mean something alike (ADR-0023). Vectors of one embedder are comparable
 * with each other and with no other embedder's: whoever keeps them keeps `id` beside them.
 */
export interface Embedder {
  /** Which model made the vectors; changes whenever its vectors do. */
  readonly id: string;
  readonly dimensions: number;
  /**
   * One vector for each text, in the same order, of length 1; or all zeros for a text that says nothing.
   * @throws {HoldfastError} HF_EMBEDDER_UNAVAILABLE
   */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

/** Scales a vector to length 1, in place; one of zeros stays as it is. */
export function normalize<Vector extends Float32Array>(vector: Vector): Vector {
  const length = Math.sqrt(dotProduct(vector, vector));
  if (length > 0) for (const [index, value] of vector.entries()) vector[index] = value / length;
  return vector;
}

/** The cosine of two vectors of length 1, -1 to 1; 0 when one of them says nothing. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  // Two sums side by side take half the time of one, because an addition need not wait for the one before.
  let even = 0;
  let odd = 0;
  const last = a.length - 1;
  for (let index = 0; index < last; index += 2) {
    even += (a[index] as number) * (b[index] as number);
    odd += (a[index + 1] as number) * (b[index + 1] as number);
  }
  return a.length % 2 === 0 ? even + odd : even + odd + (a[last] as number) * (b[last] as number);
}
