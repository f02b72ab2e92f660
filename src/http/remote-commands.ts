import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { HoldfastError } from '../errors.ts';
import { findBearer } from './bearer.ts';
import type { BodyAdvice } from './body-advice.ts';
import { isSameMachine } from './origin.ts';

/** What a command may be, when another process runs it. */
export const remoteLimits = {
  /** Characters of one argument: as many as Linux lets a terminal pass, and twice what an action may have in bytes. */
  argument: 131_072,
  arguments: 1_000,
} as const;

/** A command as a terminal sends it to the process that holds the data. */
const remoteCommandSchema = z.strictObject({
  argv: z.array(z.string().max(remoteLimits.argument)).max(remoteLimits.arguments),
  /** Folder of the terminal, absolute: file names are relative to it. */
  cwd: z.string().min(1).max(4_096),
  columns: z.int().min(20).max(1_000),
  color: z.boolean(),
});
export type RemoteCommand = z.infer<typeof remoteCommandSchema>;

/** One line of the answer's stream; the last one is `exit`. */
export type RemoteFrame =
  | { stream: 'stdout' | 'stderr'; data: string }
  | { progress: { label: string; done: number; total: number } | null }
  | { exit: number };

export interface CommandRoute {
  /** The token of the folder's lock. */
  token: string;
  /** Runs a command; the signal says that the terminal has gone. */
  run(command: RemoteCommand, send: (frame: RemoteFrame) => void, signal: AbortSignal): Promise<number>;
}

/** A long command that says nothing is not mistaken for a dead connection. */
const lifeSignMs = 5_000;

/** Adds `POST /internal/cli`, for who can read the lock file of this machine. */
export async function registerRemoteCommands(server: FastifyInstance, route: CommandRoute): Promise<void> {
  server.post('/internal/cli', { config: { bodyAdvice: commandAdvice } }, async (request, reply) => {
    const holder = findBearer(request.headers.authorization, [{ name: 'terminal', token: route.token }]);
    if (!holder || !isSameMachine(request))
      throw new HoldfastError('HF_UNAUTHORIZED', 'Commands come from a terminal of this machine', {
        next: 'Run `holdfast` on the machine and as the user that the data folder belongs to.',
      });
    const parsed = remoteCommandSchema.safeParse(request.body);
    if (!parsed.success) throw noCommand(request.body);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const frames = new Readable({ read: () => undefined });
    const send = (frame: RemoteFrame): void => {
      if (!gone.signal.aborted) frames.push(`${JSON.stringify(frame)}\n`);
    };
    frames.push('\n'); // the terminal hears at once that somebody is at work
    const signsOfLife = setInterval(() => frames.push('\n'), lifeSignMs);
    route
      .run(parsed.data, send, gone.signal)
      .then(
        (exit) => send({ exit }),
        () => undefined, // the stream ends without `exit`, and the terminal says so
      )
      .finally(() => {
        clearInterval(signsOfLife);
        frames.push(null);
      });
    return reply.type('application/x-ndjson').send(frames);
  });
}

const commandAdvice: BodyAdvice = {
  invalid: 'Send it with the `holdfast` of the version that runs.',
  tooLarge: 'Make the command shorter.',
  mediaType: 'Send it with the `holdfast` of the version that runs.',
};

/** What is wrong with it: mostly one argument that is too long. */
function noCommand(body: unknown): HoldfastError {
  const { argv } = (body ?? {}) as { argv?: unknown };
  const words = Array.isArray(argv) ? argv.filter((word) => typeof word === 'string') : [];
  const longest = words.reduce((most, { length }) => Math.max(most, length), 0);
  const { argument, arguments: most } = remoteLimits;
  const next = commandAdvice.tooLarge;
  if (longest > argument)
    return new HoldfastError(
      'HF_USAGE',
      `An argument has ${longest} characters; at most ${argument} are read`,
      { next },
    );
  if (words.length > most)
    return new HoldfastError(
      'HF_USAGE',
      `The command has ${words.length} arguments; at most ${most} are read`,
      { next },
    );
  return new HoldfastError('HF_USAGE', 'This is not a command', { next: commandAdvice.invalid });
}
