import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../log.ts';

/** Sends what Bolt has to say to our log, without the objects it attaches: they may hold customer text. */
export function createBoltLog(log: Log): Logger {
  const write = (level: 'warn' | 'error', parts: unknown[]): void => {
    const said = parts.map((part) =>
      typeof part === 'string' ? part : part instanceof Error ? part.message : typeof part,
    );
    log[level]({ source: 'bolt' }, said.join(' '));
  };
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => write('warn', parts),
    error: (...parts: unknown[]) => write('error', parts),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
