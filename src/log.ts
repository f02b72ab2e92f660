import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Keys whose values never reach the log, at any depth up to two. */
const secretKeys = [
  'token',
  'secret',
  'password',
  'authorization',
  'cookie',
  'signature',
  'text',
  'body',
  'email',
  'payload',
];

/**
 * Structured lines on stderr, so that stdout stays the program's answer. Secrets and customer text are cut by key, and
 * of an error only what says where the program broke is kept.
 */
export function createLog(level: string, destination: DestinationStream = stderr()): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  return pino(
    {
      level,
      redact: { paths, censor: '[redacted]' },
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    destination,
  );
}

function stderr(): DestinationStream {
  return pino.destination({ dest: 2, sync: true });
}

/** An error as the log keeps it. A database's errors carry further fields, such as `detail` and `where`, with whole rows. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, message, stack } = error as NodeJS.ErrnoException;
  return { type: error.constructor.name, message, ...(code === undefined ? {} : { code }), stack };
}
