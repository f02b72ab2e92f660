import { setTimeout as timer } from 'node:timers/promises';
import type { Knowledge } from '../content/knowledge.ts';
import type { KnowledgePorts } from '../copilot/knowledge-search.ts';
import { HoldfastError } from '../errors.ts';
import type { Log } from '../log.ts';

/** What reads the files, and how long anybody waits for it. */
export interface FileReaderParts {
  /** @throws {HoldfastError} HF_SOURCE_UNREADABLE when a folder cannot be read */
  read(): Promise<Knowledge>;
  log: Pick<Log, 'warn'>;
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

/** A local disk needs a tenth of a second for a hundred documents; one behind a network may never answer. */
const patienceMs = 5_000;

/**
 * Reads the files for whoever asks a question. Documents that are broken are logged, and the others are used. A reading
 * that does not end in time is a failure; the next question does not begin a second one beside it.
 */
export function createFileReader({ read, log, wait = pause }: FileReaderParts): KnowledgePorts['readFiles'] {
  let reading: Promise<Knowledge> | null = null;
  return async () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    const over = new AbortController();
    try {
      const { documents, problems } = await Promise.race([reading, tooLate(wait, over.signal)]);
      for (const problem of problems) log.warn({ code: problem.code }, problem.message);
      return documents;
    } catch (error) {
      if (error instanceof HoldfastError) log.warn({ code: error.code }, error.message);
      throw error;
    } finally {
      over.abort();
    }
  };
}

async function tooLate(wait: NonNullable<FileReaderParts['wait']>, over: AbortSignal): Promise<never> {
  await wait(patienceMs, over);
  throw new HoldfastError(
    'HF_SOURCE_UNREADABLE',
    `The files of knowledge/ were not read within ${patienceMs / 1_000} seconds`,
  );
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await timer(ms, undefined, { signal });
}
