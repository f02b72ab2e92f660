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

/**
 * Hands a command to the process that has the data open, and prints what it says.
 * @returns the exit code; null = nobody listens there (any more)
 */
export async function delegate(
  holder: LockHolder & { address: string },
  argv: readonly string[],
  io: CliIo,
): Promise<number | null> {
  const startedMs = performance.now();
  for (;;) {
    const answer = await send(
      holder,
      { argv: [...argv], cwd: io.cwd, columns: io.columns, color: io.color },
      io,
    );
    if (answer !== 'starting') return answer;
    if (performance.now() - startedMs > startPatienceMs) {
      throw new HoldfastError('HF_STARTING', `Holdfast at ${holder.address} is still starting`);
    }
    await sleep(500);
  }
}

async function send(
  holder: LockHolder & { address: string },
  command: RemoteCommand,
  io: CliIo,
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
  call.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') resolve(null);
    else reject(error);
  });
  call.on('response', (response) => {
    if (response.statusCode === 503) {
      response.resume();
      return resolve('starting');
    }
    if (response.statusCode === 401) {
      response.resume();
      return resolve(null); // the lock has changed hands since it was read
    }
    if (response.statusCode !== 200) return void readRefusal(response).then(reject, reject);
    let exit: number | null = null;
    const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => {
      if (line === '') return; // a sign of life
      exit = show(JSON.parse(line) as RemoteFrame, io) ?? exit;
    });
    response.on('error', reject);
    lines.on('close', () => (exit === null ? reject(cutOff(holder)) : resolve(exit)));
  });
  call.end(body);
  return await promise;
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

function cutOff(holder: LockHolder): HoldfastError {
  return new HoldfastError(
    'HF_INTERRUPTED',
    `Holdfast at ${holder.address} stopped before the command was done`,
  );
}
