import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { CliIo } from './command.ts';
import { delegate } from './delegate.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

const brief = { firstByteMs: 150, silenceMs: 300 };

/** Hands a command to a server that behaves so. */
async function ask(listener: RequestListener) {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const said = { out: '', err: '', progress: 0 };
  const io: CliIo = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    progress: () => {
      said.progress++;
    },
    columns: 80,
    color: false,
    cwd: '/',
    signal: new AbortController().signal,
  };
  const holder = { pid: 4711, token: 't', address: `http://127.0.0.1:${port}` } as Parameters<
    typeof delegate
  >[0];
  const exit = await delegate(holder, ['import', 'x', '--json'], io, brief).catch((error: unknown) => error);
  return { exit, ...said };
}

const frame = (value: object) => `${JSON.stringify(value)}\n`;

describe('a command that another process runs', () => {
  test('prints what it says and ends with its exit code', async () => {
    const answer = await ask((_, response) => {
      response.write('\n');
      response.write(frame({ stream: 'stderr', data: 'é' }));
      const last = frame({ stream: 'stdout', data: 'done' }) + frame({ exit: 3 });
      response.write(last.slice(0, 10));
      response.end(last.slice(10));
    });
    expect(answer).toEqual({ exit: 3, out: 'done', err: 'é', progress: 0 });
  });

  test.each([false, true])(
    'is interrupted when that process is killed (after an answer: %s)',
    async (late) => {
      const answer = await ask((_, response) => {
        response.write(frame({ progress: { label: 'x', done: 1, total: 2 } }));
        if (late) response.write(frame({ stream: 'stdout', data: '{}\n' }));
        setTimeout(() => response.socket?.resetAndDestroy(), 30);
      });
      expect(answer.exit).toMatchObject({
        code: 'HF_INTERRUPTED',
        exitCode: 1,
        next: 'Repeat the command; an import goes on where it stopped.',
      });
      expect(answer.out).toBe(''); // the failure is the one JSON value
    },
  );

  test('is not waited for when no first byte comes', async () => {
    const { exit } = await ask(() => undefined);
    expect(exit).toMatchObject({ code: 'HF_BUSY', next: expect.stringContaining('4711') });
  });

  test('is not waited for when its signs of life stop', async () => {
    const { exit } = await ask((_, response) => void response.write('\n'));
    expect(exit).toMatchObject({ code: 'HF_BUSY', next: expect.stringContaining('4711') });
  });

  test('may take its time as long as there are signs of life', async () => {
    const { exit } = await ask((_, response) => {
      const timer = setInterval(() => response.write('\n'), 50);
      setTimeout(() => {
        clearInterval(timer);
        response.end(frame({ exit: 0 }));
      }, 700);
    });
    expect(exit).toBe(0);
  });
});
