import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { compiled } from '../../test/support/compiled.ts';
import { startSlackApi } from '../bot/playground/slack-api.ts';
import { createWorkspace, workspaceIds } from '../bot/playground/workspace.ts';
import { signatureOf } from '../bot/slack/signature.ts';
import { createClock } from '../domain/clock.ts';
import { createIds } from '../domain/ids.ts';
import { openDatabase } from '../store/database.ts';
import { openStore } from '../store/store.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const running = new Set<ChildProcess>();
const folders: string[] = [];

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  }
});

let prepared: string;
beforeAll(async () => {
  prepared = emptyHome();
  const store = await openStore({ kind: 'embedded', home: prepared, template: inject('embeddedTemplate') });
  await store.close();
});

/** A data folder with an empty database in it; initdb would cost seconds each time. */
function prepareHome(): string {
  const home = emptyHome();
  cpSync(prepared, home, { recursive: true });
  return home;
}

function emptyHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-serve-'));
  folders.push(home);
  return home;
}

interface Running {
  child: ChildProcess;
  out: string;
  err: string;
  ended: Promise<number | null>;
}

/** What nobody may do, root may; so where root runs the tests, some children run as somebody else. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

function start(
  script: string,
  args: string[],
  environment: Record<string, string>,
  user: typeof nobody = {},
): Running {
  const env = { PATH: process.env.PATH ?? '', HOLDFAST_DEMO: '0', PORT: '0', ...compiled, ...environment };
  const child = spawn(process.execPath, [script, ...args], {
    env,
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const result: Running = {
    child,
    out: '',
    err: '',
    ended: once(child, 'close').then(([code]) => {
      running.delete(child);
      return code as number | null;
    }),
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    result.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    result.err += text;
  });
  return result;
}

async function until(condition: () => boolean, what: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (condition()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain: ${what()}`);
}

async function startServer(
  home: string,
  environment: Record<string, string> = {},
): Promise<Running & { url: string }> {
  const server = start(main, [], { HOLDFAST_HOME: home, ...environment });
  await until(
    () => server.out.includes('Ready') || server.child.exitCode !== null,
    () => server.out + server.err,
  );
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.out)?.[0];
  if (!url) throw new Error(`no address: ${server.out}${server.err}`);
  return Object.assign(server, { url });
}

async function run(
  home: string,
  ...args: string[]
): Promise<{ exit: number | null; out: string; err: string }> {
  const command = start(cli, args, { HOLDFAST_HOME: home });
  const exit = await command.ended;
  return { exit, out: command.out, err: command.err };
}

function writeEvents(file: string, count: number): void {
  const lines = Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(2026, 0, 1) + index * 20_000).toISOString();
    return JSON.stringify({
      id: `e${index}`,
      type: 'feature.used',
      account: 'acme',
      ts: at,
      user: `u${index % 50}`,
      payload: { feature: 'x' },
    });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

describe('a running product', () => {
  let home: string;
  let server: Running & { url: string };
  let token: string;
  beforeAll(async () => {
    home = prepareHome();
    server = await startServer(home);
    token = JSON.parse(readFileSync(join(home, 'keys.json'), 'utf8')).sources[0].token;
  });

  test('tells where everything is', () => {
    expect(server.out).toContain(`${server.url}/playground`);
    expect(server.out).toContain(join(home, 'keys.json'));
    expect(server.out).toContain('Ctrl-C');
    expect(server.out + server.err).not.toContain(token);
  });

  test('takes events and opens its pages for this machine, not for a foreign name', async () => {
    const event = {
      id: 'a',
      type: 'feature.used',
      account: 'acme',
      ts: '2026-11-01T10:00:00Z',
      payload: { feature: 'x' },
    };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify(event),
    });
    expect({ status: sent.status, body: await sent.json() }).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    expect((await fetch(server.url)).url).toBe(`${server.url}/playground`);
    expect((await fetch(`${server.url}/evidence/events/1`)).status).toBe(200);
    const proxied = await fetch(`${server.url}/evidence/events/1`, {
      headers: { 'x-forwarded-for': '10.0.0.7' },
    });
    expect(proxied.status).toBe(403);
  });

  test('answers in chat, with links that open elsewhere', async () => {
    const body = JSON.stringify({ member: 'csm1', channel: 'D0csm1', text: 'how is acme doing?' });
    const headers = { 'content-type': 'application/json' };
    const said = await fetch(`${server.url}/playground/api/message`, { method: 'POST', headers, body });
    const text = await said.text();
    expect(text).toContain('acme');
    const link = /http:[^"]*\/evidence\/[^"]*sig=[\w-]+/.exec(text)?.[0].replaceAll('\\u0026', '&') ?? '';
    const outside = await fetch(link, { headers: { 'x-forwarded-for': '10.0.0.7' } });
    expect(outside.status).toBe(200);
    const tampered = await fetch(link.replace('acme', 'acmf'), {
      headers: { 'x-forwarded-for': '10.0.0.7' },
    });
    expect(tampered.status).toBe(403);
  });

  test('runs the commands of a terminal: one JSON value on stdout, the reason in the exit code', async () => {
    const [found, unknown, usage, doctor] = await Promise.all([
      run(home, 'health', 'acme', '--json'),
      run(home, 'health', 'nobody', '--json'),
      run(home, 'helth', '--json'),
      run(home, 'doctor', '--json'),
    ]);
    expect(found).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(found.out).url).toContain(`${server.url}/evidence/scores/acme`);
    expect(unknown).toMatchObject({ exit: 1, err: '' });
    expect(JSON.parse(unknown.out).error.code).toBe('HF_ACCOUNT_UNKNOWN');
    expect(usage).toMatchObject({ exit: 2, err: '' });
    expect(JSON.parse(usage.out).error.code).toBe('HF_USAGE');
    expect(doctor.exit).toBe(0);
    expect(JSON.parse(doctor.out)).toMatchObject({ ok: true, problems: 0 });
  });

  test('bears it when nobody reads the answer to its end', async () => {
    const command = start(cli, ['accounts'], { HOLDFAST_HOME: home });
    command.child.stdout?.destroy();
    expect(await command.ended).toBe(0);
    expect(command.err).toBe('');
  });

  test('keeps a second server off its folder', async () => {
    const second = start(main, [], { HOLDFAST_HOME: home });
    expect(await second.ended).toBe(2);
    expect(second.err).toMatch(
      /^holdfast: The data folder .* is in use: process \d+ \(server\)[^\n]*\n {2}[^\n]+\n$/,
    );
    expect(second.err).toContain(server.url);
    expect(second.err).toContain(String(server.child.pid));
  });

  test('stops on SIGTERM in the middle of an import, which goes on later: nothing lost, nothing doubled', async () => {
    const file = join(home, 'events.ndjson');
    writeEvents(file, 20_000);
    const importing = start(cli, ['import', file, '--json'], { HOLDFAST_HOME: home });
    await until(
      () => importing.err.includes('lines'),
      () => importing.err,
    );
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(await importing.ended).toBe(1);
    expect(JSON.parse(importing.out).error.code).toBe('HF_INTERRUPTED');
    expect(existsSync(join(home, 'holdfast.lock'))).toBe(false);
    expect(server.err).not.toContain('"level"');

    const again = await run(home, 'import', file, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 20_000, duplicates: 0, rejected: 0 });
    expect(JSON.parse(again.out).resumedAfterLine).toBeGreaterThan(0);
    const { out } = await run(home, 'health', 'acme', '--json');
    expect(JSON.parse(out).knownAt).toBe(20_001);
  });
});

test('an import that is killed goes on where it stopped: nothing lost, nothing doubled', async () => {
  const home = prepareHome();
  const file = join(home, 'events.ndjson');
  writeEvents(file, 20_000);
  const importing = start(cli, ['import', file, '--json'], { HOLDFAST_HOME: home });
  await until(
    () => importing.err.includes('lines'),
    () => importing.err,
  );
  importing.child.kill('SIGKILL');
  await importing.ended;
  expect(existsSync(join(home, 'holdfast.lock'))).toBe(true);
  const again = JSON.parse((await run(home, 'import', file, '--json')).out);
  expect(again).toMatchObject({ accepted: 20_000, duplicates: 0, rejected: 0 });
  expect(again.resumedAfterLine).toBeGreaterThanOrEqual(5_000);
  const third = JSON.parse((await run(home, 'import', file, '--json')).out);
  expect(third).toMatchObject({ accepted: 0, duplicates: 20_000, resumedAfterLine: 0 });
  expect(JSON.parse((await run(home, 'health', 'acme', '--json')).out).knownAt).toBe(20_000);
});

test('a database of a newer version ends a terminal with that reason', async () => {
  const home = prepareHome();
  const database = await openDatabase({ kind: 'embedded', home });
  const newer = { name: '9999_later', timestamp: '2027-01-01T00:00:00.000Z' };
  await database.queries
    .insertInto('kysely_migration' as never)
    .values(newer as never)
    .execute();
  await database.close();
  const { exit, out } = await run(home, 'accounts', '--json');
  expect({ exit, code: JSON.parse(out).error.code }).toEqual({ exit: 2, code: 'HF_DATABASE_NEWER' });
});

test('two terminals on one folder wait for each other', async () => {
  const home = prepareHome();
  const outcomes = await Promise.all([run(home, 'accounts', '--json'), run(home, 'accounts', '--json')]);
  expect(outcomes).toMatchObject([
    { exit: 0, out: '[]\n' },
    { exit: 0, out: '[]\n' },
  ]);
});

describe('a start that cannot be', () => {
  async function refused(environment: Record<string, string>): Promise<string> {
    const server = start(main, [], { HOLDFAST_HOME: emptyHome(), ...environment });
    const exit = await server.ended;
    expect(server.out).toBe('');
    expect(server.err.replace('Opening the database …\n', '')).toMatch(/^holdfast: [^\n]+\n {2}[^\n]+\n$/);
    return `${exit} ${server.err}`;
  }

  test('is one sentence and a next step', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const broken = join(emptyHome(), 'keys.json');
    writeFileSync(broken, '{');
    const [busy, invalid, keys, content, database] = await Promise.all([
      refused({ PORT: port }),
      refused({ PORT: 'x' }),
      refused({ HOLDFAST_KEYS: broken }),
      refused({ HOLDFAST_CONFIG: join(broken, 'nowhere') }),
      refused({ DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/holdfast' }),
    ]);
    blocker.close();
    expect(busy).toMatch(/^2 holdfast: Port \d+ of 127\.0\.0\.1 is taken/);
    expect(invalid).toMatch(/^2 holdfast: PORT is 'x'/);
    expect(keys).toMatch(/^2 holdfast: The keys file .* is broken/);
    expect(content).toMatch(/^2 .*HOLDFAST_CONFIG/s);
    expect(database).toMatch(/^2 .*Cannot open the database/s);
    expect(database).not.toContain('secret');
  });
});

describe('a data folder that cannot be worked in', () => {
  async function refusal(script: string, args: string[], home: string, user?: object) {
    const ran = start(script, args, { HOLDFAST_HOME: home }, user);
    return { exit: await ran.ended, out: ran.out, err: ran.err };
  }

  test.skipIf(process.platform !== 'linux').each<[string, () => string, typeof nobody]>([
    ['takes no folders', () => '/proc/x', {}],
    ['takes no files', () => '/proc', {}],
    ['is a file', () => fileURLToPath(import.meta.url), {}],
    ['lies under a file', () => join(fileURLToPath(import.meta.url), 'x'), {}],
    ['may not be written', () => lockedAway(0o555), nobody],
    ['may not be opened', () => lockedAway(0o000), nobody],
    ['has something else in the place of the database', () => withFile('database'), {}],
  ])('because it %s ends server and terminal in one sentence that names it', async (_what, make, user) => {
    const home = make();
    // One after the other: at once, whoever comes first would hold the folder against the rest.
    const server = await refusal(main, [], home, user);
    const terminal = await refusal(cli, ['accounts'], home, user);
    const machine = await refusal(cli, ['accounts', '--json'], home, user);
    expect([server, terminal, machine].map(({ exit }) => exit)).toEqual([2, 2, 2]);
    for (const err of [server.err.replace('Opening the database …\n', ''), terminal.err]) {
      expect(err).toMatch(/^holdfast: The data folder \S+ cannot be [^\n]+\n {2}[^\n]*HOLDFAST_HOME\.\n$/);
      expect(err).toContain(home);
    }
    expect(machine.err).toBe('');
    expect(JSON.parse(machine.out).error.code).toBe('HF_FILE_UNREADABLE');
  });

  test.skipIf(process.platform !== 'linux')('is what the doctor reports beside all else', async () => {
    for (const [home, user] of [
      ['/proc/x', {}],
      [fileURLToPath(import.meta.url), {}],
      [lockedAway(0o000), nobody],
    ] as const) {
      const { exit, out, err } = await refusal(cli, ['doctor', '--json'], home, user);
      expect({ exit, err }).toEqual({ exit: 1, err: '' });
      const states = JSON.parse(out).checks.map((found: { check: string; state: string }) => [
        found.check,
        found.state,
      ]);
      expect(Object.fromEntries(states)).toMatchObject({
        'Node.js': 'ok',
        'Data folder': 'problem',
        Content: 'ok',
        Database: 'problem',
      });
    }
  });

  function lockedAway(mode: number): string {
    const home = emptyHome();
    chmodSync(home, mode);
    return home;
  }

  function withFile(name: string): string {
    const home = emptyHome();
    writeFileSync(join(home, name), '');
    return home;
  }
});

describe('a server that loses its data', () => {
  test('says which process took the folder, and ends', async () => {
    const home = prepareHome();
    const server = await startServer(home);
    const file = join(home, 'holdfast.lock');
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...lock, pid: 4711, command: 'intruder', token: 'another' }));
    expect(await server.ended).toBe(2);
    expect(server.err).toMatch(
      /\nholdfast: The data folder \S+ was lost while it was in use: process 4711 \(intruder\)[^\n]*\n {2}[^\n]+\n$/,
    );
    expect(JSON.parse(readFileSync(file, 'utf8')).token).toBe('another');
  });

  test('is no worse off than a terminal', async () => {
    const home = prepareHome();
    writeEvents(join(home, 'events.ndjson'), 120_000);
    const importing = start(cli, ['import', join(home, 'events.ndjson')], { HOLDFAST_HOME: home });
    await until(
      () => importing.err.includes('lines'),
      () => importing.err,
    );
    rmSync(join(home, 'holdfast.lock'));
    expect(await importing.ended).toBe(2);
    expect(importing.err).toMatch(
      /holdfast: The data folder \S+ was lost while [^\n]*removed\n {2}[^\n]+\n$/,
    );
  });

  test('logs that the embedded engine broke down, and ends', async () => {
    const home = prepareHome();
    const breakEngine = `import threads from 'node:worker_threads';
      import { syncBuiltinESMExports } from 'node:module';
      if (threads.isMainThread) {
        threads.Worker = class extends threads.Worker {
          constructor(...given) {
            super(...given);
            process.on('SIGUSR2', () => this.terminate());
          }
        };
        syncBuiltinESMExports();
      }`;
    const preload = `data:text/javascript,${encodeURIComponent(breakEngine)}`;
    const server = await startServer(home, { NODE_OPTIONS: `--import=${preload}` });
    server.child.kill('SIGUSR2');
    expect(await server.ended).toBe(2);
    expect(server.err).toContain('"level":60');
    expect(server.err).toMatch(/\nholdfast: The embedded database in \S+ broke down [^\n]*\n {2}[^\n]+\n$/);
    expect(existsSync(join(home, 'holdfast.lock'))).toBe(false);
  });
});

describe('with Slack tokens', () => {
  const secret = '0123456789abcdef0123456789abcdef';

  test('the real app answers at /slack/events, and there is no playground and no demo', async () => {
    const [clock, ids] = [createClock(), createIds()];
    const api = await startSlackApi({ workspace: createWorkspace([], clock), clock, ids });
    const tokens = { SLACK_BOT_TOKEN: api.token, SLACK_SIGNING_SECRET: secret, SLACK_API_URL: api.url };
    const server = await startServer(prepareHome(), { ...tokens, HOLDFAST_DEMO: '1' });
    const body = JSON.stringify({ type: 'url_verification', challenge: 'hello' });
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    const send = (signature: string) =>
      fetch(`${server.url}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
        },
        body,
      });
    const good = await send(signatureOf(secret, timestamp, Buffer.from(body)).toString());
    expect({ status: good.status, text: await good.text() }).toEqual({ status: 200, text: 'hello' });
    expect((await send('v0=wrong')).status).toBe(401);
    expect((await fetch(`${server.url}/playground`)).status).toBe(404);
    // Slack is an emulator of this machine, so nobody comes from elsewhere, unless through a proxy.
    const page = `${server.url}/evidence/events/1`;
    expect((await fetch(page)).status).toBe(404);
    expect((await fetch(page, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(403);
    expect(server.out).toContain('/slack/events');
    expect(server.out).not.toContain('demo company');
    expect(api.calls.map(({ method }) => method)).toContain('auth.test');
    expect(workspaceIds.team).toBeTruthy();
    server.child.kill('SIGINT');
    expect(await server.ended).toBe(0);
    await api.close();
  });

  test('a token that Slack refuses ends the start', async () => {
    const [clock, ids] = [createClock(), createIds()];
    const api = await startSlackApi({ workspace: createWorkspace([], clock), clock, ids });
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_SIGNING_SECRET: secret, SLACK_API_URL: api.url };
    const server = start(main, [], { HOLDFAST_HOME: prepareHome(), ...tokens });
    expect(await server.ended).toBe(1);
    expect(server.err).toMatch(/Slack at .* did not accept the bot token: invalid_auth/);
    expect(server.err).not.toContain('xoxb-wrong');
    await api.close();
  });
});
