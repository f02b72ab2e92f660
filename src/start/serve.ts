import { readConfig } from '../config.ts';
import { createIds } from '../domain/ids.ts';
import { createLog } from '../log.ts';
import { layGround } from './open-services.ts';
import { failureLines, reportFailure } from './report-failure.ts';
import { startServer } from './server.ts';

/** From the signal to the end, whatever still runs. */
const drainMs = 10_000;

/** Runs the product in this process until it is told to stop. Sets the exit code; never throws. */
export async function serve(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130); // asked twice: at once
      stop.abort();
      // Counts from the first signal; whatever hangs then is cut. The folder's lock is removed at exit.
      setTimeout(() => process.exit(0), drainMs).unref();
    });
  }
  let tools = { ids: createIds(), log: createLog('warn') };
  const fail = (error: unknown): void => {
    const { failure } = reportFailure(error, tools);
    process.stderr.write(failureLines(failure));
    process.exitCode = failure.exitCode;
  };
  const breakDown = (error: unknown): void => {
    fail(error);
    stop.abort();
    setTimeout(() => process.exit(), drainMs).unref();
  };
  process.on('uncaughtException', breakDown);
  process.on('unhandledRejection', breakDown);
  try {
    const ground = layGround(readConfig());
    tools = ground;
    const server = await startServer(ground, {
      say: (line) => process.stdout.write(`${line}\n`),
      progress: (line) => process.stderr.write(`${line}\n`),
      onLost: (failure) => {
        tools.log.fatal({ err: failure }, 'the data folder or its engine was lost');
        fail(failure);
        process.exit();
      },
      stop: stop.signal,
    });
    await server.run().finally(() => server.close());
  } catch (error) {
    fail(error);
  }
  process.exit();
}
