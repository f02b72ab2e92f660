import { HoldfastError } from '../errors.ts';

/** SQLSTATE classes and system codes that mean "the database cannot be reached now". */
const unreachable = /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;

/**
 * Turns a broken machine into a failure with a code of its own; what is not recognised stays HF_INTERNAL, whose
 * message says nothing about the cause: that belongs into the log.
 */
export function toKnownFailure(error: unknown, trace: string): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const { code, message = '' } = error as { code?: string; message?: string };
  if (code === '53100' || code === 'ENOSPC' || /no space left on device/i.test(message)) {
    return new HoldfastError('HF_DISK_FULL', 'The disk that holds the data is full', { cause: error });
  }
  if (typeof code === 'string' && unreachable.test(code)) {
    return new HoldfastError('HF_DATABASE_UNAVAILABLE', 'The database does not answer', { cause: error });
  }
  if (
    /embedded engine has stopped|connection terminated|timeout exceeded when trying to connect/i.test(message)
  ) {
    return new HoldfastError('HF_DATABASE_UNAVAILABLE', 'The database does not answer', { cause: error });
  }
  return new HoldfastError('HF_INTERNAL', `Something broke that should not have; trace ${trace}`, {
    cause: error,
  });
}
