/**
 * The inverse of the Cholesky factor of a symmetric, positive definite matrix: `inverse(A) = Zᵀ Z`.
 * @param matrix - the rows; only what lies on and below the diagonal is read
 * @returns the rows of Z, row i with i + 1 numbers: above the diagonal it is zero
 * Source: Golub and Van Loan, "Matrix Computations", 4.2.
 */
export function inverseFactor(matrix: readonly Float64Array[]): Float64Array[] {
  const factor = factorOf(matrix);
  const inverse: Float64Array[] = [];
  for (const [i, row] of factor.entries()) {
    const out = new Float64Array(i + 1);
    const pivot = row[i] as number;
    for (let k = 0; k < i; k++) {
      const times = (row[k] as number) / pivot;
      const above = inverse[k] as Float64Array;
      for (let j = 0; j <= k; j++) out[j] = (out[j] as number) - times * (above[j] as number);
    }
    out[i] = 1 / pivot;
    inverse.push(out);
  }
  return inverse;
}

/** Solves `A x = b` for many b at once, given Z of A: each x is `Zᵀ (Z b)`. */
export function solveWith(inverse: readonly Float64Array[], right: Float64Array): Float64Array {
  const solution = new Float64Array(right.length);
  for (const [i, row] of inverse.entries()) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += (row[j] as number) * (right[j] as number);
    if (sum !== 0)
      for (let j = 0; j <= i; j++) solution[j] = (solution[j] as number) + sum * (row[j] as number);
  }
  return solution;
}

/** The part of `inverse(A)` at these rows and columns, given Z of A. */
export function blockOf(inverse: readonly Float64Array[], places: readonly number[]): Float64Array[] {
  const block = places.map(() => new Float64Array(places.length));
  const values = new Float64Array(places.length);
  for (let i = Math.min(...places); i < inverse.length; i++) {
    const row = inverse[i] as Float64Array;
    for (const [a, place] of places.entries()) values[a] = row[place] ?? 0;
    for (const [a, out] of block.entries()) {
      for (let b = 0; b < out.length; b++)
        out[b] = (out[b] as number) + (values[a] as number) * (values[b] as number);
    }
  }
  return block;
}

function factorOf(matrix: readonly Float64Array[]): Float64Array[] {
  const factor: Float64Array[] = [];
  for (const [i, from] of matrix.entries()) {
    const row = new Float64Array(i + 1);
    let square = from[i] as number;
    for (let j = 0; j < i; j++) {
      const other = factor[j] as Float64Array;
      let sum = from[j] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      const value = sum / (other[j] as number);
      row[j] = value;
      square -= value * value;
    }
    row[i] = Math.sqrt(square);
    factor.push(row);
  }
  return factor;
}
