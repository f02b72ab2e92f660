import type { Ids } from '../domain/ids.ts';
import type { HoldfastError } from '../errors.ts';
import { toKnownFailure } from '../http/known-failure.ts';
import type { Log } from '../log.ts';

/** What went wrong as people read it; the cause of what should not happen goes to the log, under a trace id. */
export function reportFailure(
  error: unknown,
  { ids, log }: { ids: Ids; log: Log },
): { failure: HoldfastError; trace: string | null } {
  const trace = ids.trace();
  const failure = toKnownFailure(error, trace);
  if (failure.code !== 'HF_INTERNAL') return { failure, trace: null };
  log.fatal({ trace, err: failure.cause ?? failure }, 'something broke that should not have');
  return { failure, trace };
}

/** The two lines of a failure on a terminal. */
export function failureLines(failure: HoldfastError): string {
  return `holdfast: ${failure.message}\n  ${failure.next}\n`;
}
