import { type ErrorCode, HoldfastError } from '../errors.ts';

/** The one form of "this file is broken": file, line, reason. */
export function invalidFile(
  code: ErrorCode,
  file: string,
  line: number,
  reason: string,
  cause?: unknown,
): HoldfastError {
  return new HoldfastError(code, `${file}:${line}: ${reason}`, { fields: { file, line, reason }, cause });
}
