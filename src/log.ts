import pino, { type Logger } from 'pino';

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

/** Structured lines on stderr, so that stdout stays the program's answer. Secrets and customer text are cut by key. */
export function createLog(level: string): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  return pino(
    { level, redact: { paths, censor: '[redacted]' }, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
