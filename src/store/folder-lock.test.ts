import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HoldfastError } from '../errors.ts';
import { type FolderLock, findLockHolder, folderLocked, tryLockFolder } from './folder-lock.ts';
import { isAlive, thisProcess } from './process-identity.ts';

let home: string;
const children: ChildProcess[] = [];
const ignore = { onLost: (): void => undefined, onTrouble: (): void => undefined };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

const script = `
  import { tryLockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)};
  process.stdin.once('data', async () => {
    const attempt = await tryLockFolder(process.argv[1], 'test', { onLost() {}, onTrouble() {} });
    console.log(attempt.kind);
    if (attempt.kind === 'held' && process.argv[2] === 'release') { await attempt.lock.release(); process.exit(); }
    if (attempt.kind === 'held' && process.argv[2] === 'exit') process.exit();
    setInterval(() => {}, 1000);
  });
  console.log('ready');
`;

/** A process that tries for the lock when it is told to. */
class Contender {
  readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(mode = 'keep') {
    this.child = spawn(process.execPath, ['--input-type=module', '-e', script, home, mode], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(this.child);
    const { stdout } = this.child;
    if (!stdout) throw new Error('no stdout');
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    return (await this.lines.next()).value;
  }

  async try(): Promise<string> {
    this.child.stdin?.write('go\n');
    return await this.line();
  }

  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

async function contenders(count: number, mode?: string): Promise<Contender[]> {
  const all = Array.from({ length: count }, () => new Contender(mode));
  for (const contender of all) expect(await contender.line()).toBe('ready');
  return all;
}

function writeLock(holder: object | string): void {
  writeFileSync(join(home, 'holdfast.lock'), typeof holder === 'string' ? holder : JSON.stringify(holder));
}

const own = { ...thisProcess(), command: 'test', address: null, token: 'x' };

describe('one process', () => {
  test('gets a free folder, tells its address, and gives it back', async () => {
    const attempt = await tryLockFolder(home, 'server', ignore);
    if (attempt.kind !== 'held') throw new Error('the folder was free');
    expect(await findLockHolder(home)).toMatchObject({ pid: process.pid, command: 'server', address: null });
    await attempt.lock.publish('http://127.0.0.1:3000');
    expect(await findLockHolder(home)).toMatchObject({
      address: 'http://127.0.0.1:3000',
      token: attempt.lock.token,
    });
    expect(statSync(join(home, 'holdfast.lock')).mode & 0o077).toBe(0);
    await attempt.lock.release();
    expect(readdirSync(home)).toEqual([]);
    expect(await findLockHolder(home)).toBeNull();
  });

  test('does not get it twice, and the sentence names process and address', async () => {
    const first = await tryLockFolder(home, 'server', ignore);
    if (first.kind !== 'held') throw new Error('the folder was free');
    await first.lock.publish('http://127.0.0.1:3000');
    const second = await tryLockFolder(home, 'server', ignore);
    if (second.kind !== 'busy') throw new Error('two holders');
    const failure = folderLocked(home, second.holder);
    expect(failure.code).toBe('HF_FOLDER_LOCKED');
    expect(failure.message).toContain(String(process.pid));
    expect(failure.message).toContain('http://127.0.0.1:3000');
    await first.lock.release();
  });

  test("does not remove another's lock", async () => {
    const attempt = await tryLockFolder(home, 'server', ignore);
    if (attempt.kind !== 'held') throw new Error('the folder was free');
    writeLock({ ...own, token: 'another' });
    await attempt.lock.release();
    expect(existsSync(join(home, 'holdfast.lock'))).toBe(true);
  });
});

describe('a holder', () => {
  const file = (): string => join(home, 'holdfast.lock');
  let lost: HoldfastError[];
  let troubles: Error[];
  let lock: FolderLock;

  beforeEach(async () => {
    [lost, troubles] = [[], []];
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const watch = {
      onLost: (failure: HoldfastError) => void lost.push(failure),
      onTrouble: (error: Error) => void troubles.push(error),
    };
    const attempt = await tryLockFolder(home, 'server', watch);
    if (attempt.kind !== 'held') throw new Error('the folder was free');
    lock = attempt.lock;
  });
  afterEach(async () => {
    await lock.release();
    vi.useRealTimers();
  });

  const beats = (count: number): void => void vi.advanceTimersByTime(count * 2_000);

  test('hears once that another process has taken the folder, and which', () => {
    writeLock({ ...own, pid: 4711, command: 'holdfast import', token: 'another' });
    beats(3);
    expect(lost.map(({ code }) => code)).toEqual(['HF_FOLDER_LOCKED']);
    expect(lost[0]?.message).toContain(home);
    expect(lost[0]?.message).toContain('process 4711 (holdfast import)');
    expect(lost[0]?.exitCode).toBe(2);
  });

  test('hears once that the lock was removed', () => {
    rmSync(file());
    beats(3);
    expect(lost.map(({ message }) => message)).toEqual([expect.stringContaining('its lock was removed')]);
  });

  test.each<[string, () => void]>([
    ['cannot be read', () => mkdirSync(file())],
    ['can neither be read nor touched', () => symlinkSync(file(), file())],
    ['is broken', () => writeLock('{')],
  ])('keeps a lock that %s for a while, and says so once', (_what, spoil) => {
    const text = readFileSync(file(), 'utf8');
    rmSync(file());
    spoil();
    beats(3);
    expect([lost.length, troubles.length]).toEqual([0, 1]);
    rmSync(file(), { recursive: true });
    writeLock(text);
    utimesSync(file(), 1, 1);
    beats(1);
    expect(statSync(file()).mtimeMs).toBeGreaterThan(1_000_000);
    rmSync(file());
    mkdirSync(file());
    beats(2);
    expect([lost.length, troubles.length]).toEqual([0, 2]);
    rmSync(file(), { recursive: true });
    writeLock(text);
  });

  test('that cannot remove its lock ends all the same', async () => {
    rmSync(file());
    mkdirSync(file());
    await lock.release();
    expect(troubles).toHaveLength(1);
  });
});

test.each<[string, () => string]>([
  ['is a file', () => join(home, 'file')],
  ['is not there', () => join(home, 'nowhere')],
  ['takes no files', () => '/proc'],
])('a folder that %s is refused in a sentence that names it', async (_what, make) => {
  writeFileSync(join(home, 'file'), '');
  const folder = make();
  await expect(tryLockFolder(folder, 'server', ignore)).rejects.toMatchObject({
    code: 'HF_FILE_UNREADABLE',
    message: expect.stringMatching(`^The data folder ${folder} cannot be written: [^\n]+$`),
    next: expect.stringContaining('HOLDFAST_HOME'),
  });
});

describe('several processes', () => {
  test('at once: exactly one gets a free folder', async () => {
    const all = await contenders(6);
    const outcomes = await Promise.all(all.map((contender) => contender.try()));
    expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
    expect(readdirSync(home)).toEqual(['holdfast.lock']);
  });

  test('at once: exactly one takes over from a process that was killed', async () => {
    const [victim] = await contenders(1);
    expect(await victim?.try()).toBe('held');
    const all = await contenders(6);
    await victim?.kill();
    const outcomes = await Promise.all(all.map((contender) => contender.try()));
    expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
    expect(readdirSync(home)).toEqual(['holdfast.lock']);
  });

  test('one after the other, however the one before ended', async () => {
    for (const mode of ['release', 'exit', 'keep', 'release']) {
      const [contender] = await contenders(1, mode);
      expect(await contender?.try()).toBe('held');
      if (mode === 'keep') await contender?.kill();
      else if (contender?.child.exitCode === null) await once(contender.child, 'exit');
      expect(existsSync(join(home, 'holdfast.lock'))).toBe(mode === 'keep');
    }
  });
});

describe('a lock that was left behind', () => {
  test('by a process whose number was given to another is taken over', async () => {
    writeLock({ ...own, processStartedAt: '1' });
    expect((await tryLockFolder(home, 'server', ignore)).kind).toBe('held');
  });

  test('by a number that no process has is taken over', async () => {
    writeLock({ ...own, pid: 2 ** 22 + 1 });
    expect((await tryLockFolder(home, 'server', ignore)).kind).toBe('held');
  });

  test('by a zombie is taken over', async () => {
    // The shell's child ends while the shell, replaced by sleep, never collects it.
    const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$; sleep 0.3" & exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(parent);
    const pid = Number(String((await once(parent.stdout, 'data'))[0]).trim());
    const stat = (): string[] => {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return text.slice(text.lastIndexOf(')') + 2).split(' ');
    };
    const zombie = { ...own, pid, processStartedAt: stat()[19] ?? null };
    expect(isAlive(zombie)).toBe(true);
    while (stat()[0] !== 'Z') await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isAlive(zombie)).toBe(false);
  });

  test('half written, or in another container, is taken over when nobody touches it any more', async () => {
    const elsewhere = { ...own, space: 'another boot', host: 'elsewhere' };
    const outcomes = ['{"pid": 1', JSON.stringify(elsewhere)].map(async (text, index) => {
      const folder = join(home, String(index));
      mkdirSync(folder);
      writeFileSync(join(folder, 'holdfast.lock'), text);
      return (await tryLockFolder(folder, 'server', ignore)).kind;
    });
    expect(await Promise.all(outcomes)).toEqual(['held', 'held']);
  });

  test('is taken over although a takeover was cut off', async () => {
    writeLock({ ...own, processStartedAt: '1' });
    const gate = join(home, 'holdfast.lock.takeover');
    mkdirSync(gate);
    utimesSync(gate, 1, 1);
    expect((await tryLockFolder(home, 'server', ignore)).kind).toBe('held');
    expect(existsSync(gate)).toBe(false);
  });
});

test('a lock in another container stays while its holder touches it', async () => {
  writeLock({ ...own, space: 'another boot', host: 'elsewhere' });
  const touch = setInterval(() => writeLock({ ...own, space: 'another boot', host: 'elsewhere' }), 500);
  const attempt = await tryLockFolder(home, 'server', ignore);
  clearInterval(touch);
  expect(attempt).toMatchObject({ kind: 'busy', holder: { host: 'elsewhere' } });
});
