import { setTimeout as sleep } from 'node:timers/promises';
import { baseUrlOf, type Config, readConfig } from '../config.ts';
import { HoldfastError } from '../errors.ts';
import { createLog } from '../log.ts';
import { layGround, makeHome, type OpenServices, openServices } from '../start/open-services.ts';
import { type FolderLock, folderLocked, type LockWatch, tryLockFolder } from '../store/folder-lock.ts';
import type { CliIo, Command } from './command.ts';
import { delegate } from './delegate.ts';
import { type DataSource, execute, type Invocation, printFailure } from './execute.ts';
import { parseArguments } from './parse.ts';

/** For another command of a terminal that has the folder open; whoever waits longer than `saySoAfterMs` is told. */
const lockPatienceMs = 30_000;
const saySoAfterMs = 2_000;
/** What a shell expects of a command that Ctrl-C ended. */
const stoppedByHand = 130;

/** Runs one command line to its end. @returns the exit code */
export async function runCommandLine(argv: readonly string[], io: CliIo): Promise<number> {
  const parsed = parseArguments(argv, io.columns);
  const json = argv.includes('--json');
  if (parsed.kind === 'help') {
    io.out(json ? `${JSON.stringify({ help: parsed.text })}\n` : parsed.text);
    return 0;
  }
  if (parsed.kind === 'usage') return printFailure(new HoldfastError('HF_USAGE', parsed.message), json, io);
  const local = createLocalData();
  try {
    const exit = isStandalone(parsed) ? null : await tryElsewhere(parsed.command, argv, io, local);
    return exit ?? (await execute(parsed satisfies Invocation, io, local));
  } catch (error) {
    return io.signal.aborted ? stoppedByHand : printFailure(error, json, io);
  } finally {
    await local.close();
  }
}

interface LocalData extends DataSource {
  lock: FolderLock | null;
  /** Opens nothing from now on: the folder cannot be worked in. */
  refuse(failure: unknown): void;
  close(): Promise<void>;
}

/** The data as this process opens it: on first use, once. */
function createLocalData(): LocalData {
  let config: Config | null = null;
  let opening: Promise<OpenServices> | null = null;
  const readOnce = (): Config => {
    config ??= readConfig();
    return config;
  };
  const local: LocalData = {
    lock: null,
    config: readOnce,
    baseUrl: () => baseUrlOf(readOnce(), readOnce().port || 3000),
    services: () => {
      opening ??= openServices(layGround(readOnce()), { decidesMembers: false });
      return opening;
    },
    refuse: (failure) => {
      opening = Promise.reject(failure);
      opening.catch(() => undefined); // told to whoever asks for the data, and to nobody before
    },
    close: async () => {
      const services = await opening?.catch(() => null);
      await services?.store.close();
      await local.lock?.release();
    },
  };
  return local;
}

function isStandalone({ command, options }: Invocation): boolean {
  const { standalone } = command;
  return typeof standalone === 'function' ? standalone(options) : standalone === true;
}

/**
 * Takes the lock of an embedded folder, or lets the process that has it do the work.
 * @returns the exit code of the other process; null = the folder is ours
 * @throws {HoldfastError} HF_FOLDER_LOCKED when another terminal's command does not come to its end
 */
async function tryElsewhere(
  command: Command,
  argv: readonly string[],
  io: CliIo,
  local: LocalData,
): Promise<number | null> {
  const config = configFor(command, local);
  if (config?.database.kind !== 'embedded') return null;
  try {
    return await takeFolder(config, command, argv, io, local);
  } catch (error) {
    // The doctor is there for broken folders too.
    if (command.name !== 'doctor' || !isUnreadable(error)) throw error;
    local.refuse(error);
    return null;
  }
}

async function takeFolder(
  config: Config,
  command: Command,
  argv: readonly string[],
  io: CliIo,
  local: LocalData,
): Promise<number | null> {
  await makeHome(config.home);
  const watch = watchLock(config, argv.includes('--json'), io);
  const startedMs = performance.now();
  for (;;) {
    const attempt = await tryLockFolder(config.home, `holdfast ${command.name}`, watch);
    if (attempt.kind === 'held') {
      io.progress(null);
      local.lock = attempt.lock;
      return null;
    }
    const { address } = attempt.holder;
    const exit = address === null ? null : await delegate({ ...attempt.holder, address }, argv, io);
    if (exit !== null) return exit;
    const waitedMs = performance.now() - startedMs;
    if (waitedMs > lockPatienceMs) {
      io.progress(null);
      throw folderLocked(config.home, attempt.holder);
    }
    if (waitedMs > saySoAfterMs) {
      const label = `Waiting for ${attempt.holder.command} (process ${attempt.holder.pid})`;
      io.progress({ label, done: waitedMs, total: lockPatienceMs });
    }
    await sleep(100);
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof HoldfastError && error.code === 'HF_FILE_UNREADABLE';
}

/** Says what became of the folder, and ends the process at once: not one byte more may be written. */
function watchLock({ logLevel }: Config, json: boolean, io: CliIo): LockWatch {
  return {
    onLost: (failure) => process.exit(printFailure(failure, json, io)),
    onTrouble: (error) =>
      createLog(logLevel).error({ err: error }, 'the lock of the data folder cannot be kept up; trying on'),
  };
}

/** The doctor is there for broken configurations too. */
function configFor(command: Command, local: LocalData): Config | null {
  try {
    return local.config();
  } catch (error) {
    if (command.name === 'doctor') return null;
    throw error;
  }
}
