import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { HoldfastError } from '../errors.ts';
import type { ErrorAnswer } from '../http/errors.ts';
import type { RemoteCommand, RemoteFrame } from '../http/remote-commands.ts';
import type { LockHolder } from '../store/folder-lock.ts';
import type { CliIo } from './command.ts';

/** How long a product that is coming up is waited for. */
const startPatienceMs = 120_000;

/** A process that works says something at once, and gives a sign of life every few seconds after that. */
const patience = { firstByteMs: 10_000, silenceMs: 30_000 };

type Holder = LockHolder & { address: string };

/**
 * Hands a command to the process that has the data open, and prints what it says.
 * @returns the exit code; null = nobody listens there (any more)
 * @throws {HoldfastError} HF_INTERRUPTED when that process ends before the command, HF_BUSY when it falls silent
 */
export async function delegate(
  holder: Holder,
  argv: readonly string[],
  io: CliIo,
  waits: typeof patience = patience,
): Promise<number | null> {
  const startedMs = performance.now();
  for (;;) {
    const answer = await send(
      holder,
      { argv: [...argv], cwd: io.cwd, columns: io.columns, color: io.color },
      io,
      waits,
    );
    if (answer !== 'starting') return answer;
    if (performance.now() - startedMs > startPatienceMs) {
      throw new HoldfastError('HF_STARTING', `Holdfast at ${holder.address} is still starting`);
    }
    await sleep(500);
  }
}

async function send(
  holder: Holder,
  command: RemoteCommand,
  io: CliIo,
  waits: typeof patience,
): Promise<number | null | 'starting'> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null | 'starting'>();
  const body = JSON.stringify(command);
  const call = request(`${holder.address}/internal/cli`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${holder.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
    signal: io.signal,
  });
  const fallSilent = (ms: number) => {
    reject(silent(holder, ms));
    call.destroy();
  };
  let timer = setTimeout(fallSilent, waits.firstByteMs, waits.firstByteMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(fallSilent, waits.silenceMs, waits.silenceMs);
  };
  let begun = false;
  call.on('error', (error: NodeJS.ErrnoException) => {
    if (begun) return; // the response tells of it
    if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') resolve(null);
    else reject(error);
  });
  call.on('response', (response) => {
    begun = true;
    heard();
    response.on('data', heard);
    if (response.statusCode === 503) resolve('starting');
    else if (response.statusCode === 401)
      resolve(null); // the lock has changed hands since it was read
    else if (response.statusCode !== 200) readRefusal(response).then(reject, () => reject(cutOff(holder)));
    else
      showAnswer(response, io).then(
        (exit) => (exit === null ? reject(cutOff(holder)) : resolve(exit)),
        reject,
      );
  });
  call.end(body);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    call.destroy();
  }
}

/** Prints an answer as it comes. @returns the exit code; null = it broke off */
async function showAnswer(response: IncomingMessage, io: CliIo): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  // What goes to stdout is whole or not at all: a machine that reads it gets one value, the answer or the failure.
  const written: string[] = [];
  const out = (text: string): void => void written.push(text);
  let exit: number | null = null;
  const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => {
    if (line === '') return; // a sign of life
    try {
      exit = show(JSON.parse(line) as RemoteFrame, { ...io, out }) ?? exit;
    } catch (error) {
      reject(error);
    }
  });
  // Both pass on that the connection broke; nobody listening would end this process.
  response.on('error', () => resolve(null));
  lines.on('error', () => resolve(null));
  lines.on('close', () => resolve(exit));
  const ended = await promise;
  if (ended === null) io.progress(null);
  else for (const text of written) io.out(text);
  return ended;
}

/** Prints one frame. @returns the exit code when it is the last one */
function show(frame: RemoteFrame, io: CliIo): number | null {
  if ('exit' in frame) return frame.exit;
  if ('progress' in frame) io.progress(frame.progress);
  else if (frame.stream === 'stdout') io.out(frame.data);
  else io.err(frame.data);
  return null;
}

/** The failure that the other process answers with. */
async function readRefusal(response: IncomingMessage): Promise<HoldfastError> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  const { code, message, next } = JSON.parse(text) as ErrorAnswer;
  return new HoldfastError(code, message, { next });
}

function silent({ address, pid }: Holder, ms: number): HoldfastError {
  return new HoldfastError('HF_BUSY', `Holdfast at ${address} has said nothing for ${ms / 1_000} seconds`, {
    next: `Repeat the command in a minute; if it stays silent, stop process ${pid} and start Holdfast again.`,
  });
}

function cutOff(holder: LockHolder): HoldfastError {
  return new HoldfastError(
    'HF_INTERRUPTED',
    `Holdfast at ${holder.address} stopped before the command was done`,
  );
}
