import { HoldfastError } from '../../errors.ts';

/** Something that this member's screen does not have. */
export function notFound(what: string, id: string): HoldfastError {
  return new HoldfastError('HF_NOT_FOUND', `There is no ${what} '${id}' that this member can see.`, {
    next: 'Read the messages again; ids are in GET /playground/api/messages.',
  });
}

/** A request that cannot be understood. */
export function usage(message: string, next: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { next });
}

/** The message of an error, for the log. */
export function describeFailure(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
