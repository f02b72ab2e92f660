import { TooLongError } from './bounded-fetch.ts';
import type { ModelFailure } from './model.ts';

type Errors = typeof import('openai/error');

/**
 * Why a call failed. langchain renames two of the library's errors and keeps the others. Whatever is no known failure came
 * from an answer that could not be read.
 */
export function failureOf(error: unknown, errors: Errors, signal: AbortSignal): ModelFailure {
  if (signal.aborted) return isNamed(signal.reason, 'TimeoutError') ? 'timeout' : 'cancelled';
  if (error instanceof errors.LengthFinishReasonError || hasCause(error, TooLongError)) return 'too_long';
  if (error instanceof errors.ContentFilterFinishReasonError) return 'declined';
  if (error instanceof errors.APIConnectionTimeoutError || isNamed(error, 'TimeoutError')) return 'timeout';
  if (error instanceof errors.APIUserAbortError || isNamed(error, 'AbortError')) return 'cancelled';
  if (error instanceof errors.APIConnectionError) return 'unreachable';
  return error instanceof errors.APIError ? 'refused' : 'garbled';
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function hasCause(error: unknown, type: typeof TooLongError): boolean {
  for (let one = error; one instanceof Error; one = one.cause) if (one instanceof type) return true;
  return false;
}
