import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { buttonValue } from '../../src/guardrail/button.ts';
import { killChildren } from './child-handle.ts';
import { crashKeys } from './crash-people.ts';
import { openCutProxy } from './cut-proxy.ts';
import { runFlips, suspend } from './hurt-workers.ts';
import { type Ledger, startLedger } from './ledger.ts';
import { openRunSpace, type RunSpace } from './run-space.ts';

const pastLeaseMs = 61_000;
vi.setConfig({ testTimeout: 180_000 }); // many processes start; on a busy machine each takes seconds

describe.skipIf(!inject('serverUrl'))('many workers on one PostgreSQL server', () => {
  let ledger: Ledger;
  let space: RunSpace & { run: string };
  let count = 0;

  beforeAll(async () => {
    ledger = await startLedger();
  });
  beforeEach(async () => {
    space = await openRunSpace(inject('serverUrl'), ledger, `workers-${count++}`);
  });
  afterEach(async () => {
    await killChildren();
    await space.close();
  });
  afterAll(() => ledger.close());

  test('eight workers carry out 120 actions, each once', async () => {
    const workers = await Promise.all(Array.from({ length: 8 }, () => space.start()));
    await workers[0]!.ask({ do: 'seed' });
    await space.approve(workers[0]!, 120);
    await ledger.setFaults(space.run, { answerAfterMs: 10 });
    await Promise.all(workers.map((worker) => worker.ask({ do: 'run', pauseAt: null })));
    const calls = await ledger.calls(space.run);
    expect(calls).toHaveLength(120);
    expect(new Set(calls.map(({ worker }) => worker)).size).toBeGreaterThan(1);
    expect(await space.judge(workers[0]!)).toEqual([]);
  });

  test('TC6 a worker that is suspended for longer than its lease sends nothing any more', async () => {
    const [stale, other] = await Promise.all([space.start(), space.start()]);
    await stale.ask({ do: 'seed' });
    for (const step of ['check', 'begin', 'call', 'called', 'settle']) {
      await space.approve(stale, 3);
      await suspend(space, stale, other, step);
    }
    expect(await space.judge(other)).toEqual([]);
    const calls = await ledger.calls(space.run);
    expect(calls.filter(({ worker }) => worker === stale.name)).toHaveLength(6);
  });

  test('TC3 answers that are lost are found out, and no effect comes twice', async () => {
    const worker = await space.start();
    await worker.ask({ do: 'seed' });
    await ledger.setFaults(space.run, { lostPercent: 40 });
    await space.approve(worker, 45);
    expect(await space.judge(worker)).toEqual([]);
    expect((await ledger.calls(space.run)).filter(({ isEffect }) => isEffect)).toHaveLength(45);
  });

  test('TC20 after an outage the oldest come first, spread out, and each once', async () => {
    const worker = await space.start();
    await worker.ask({ do: 'seed' });
    await ledger.setFaults(space.run, { busyPercent: 100 });
    await space.approve(worker, 60);
    await worker.ask({ do: 'run', pauseAt: null });
    const due = await dueOrder(space.url);
    expect(due).toHaveLength(60);
    expect(new Set(due.map(({ at }) => at)).size).toBeGreaterThan(50);
    await ledger.setFaults(space.run, {});
    space.clock.advance(pastLeaseMs);
    await worker.ask({ do: 'run', pauseAt: null });
    const place = new Map(due.map(({ id }, index) => [id, index]));
    const passes = (await ledger.calls(space.run)).map(({ proposalId }) =>
      Math.floor(place.get(proposalId)! / 25),
    );
    expect(passes).toEqual(passes.toSorted((a, b) => a - b));
    expect(await space.judge(worker)).toEqual([]);
  });

  test('TB24 no effect begins once a switch is confirmed, at any of 16 instants while 200 actions run', async () => {
    expect(await runFlips(space, ledger, { trials: 16, seed: 7 })).toEqual([]);
  });

  test('TB25 a worker that cannot reach the switch takes it as on', async () => {
    const direct = await space.start();
    await direct.ask({ do: 'seed' });
    for (const step of ['check', 'begin', 'call']) {
      await space.approve(direct, 3);
      const proxy = await openCutProxy(space.url);
      const worker = await space.start(null, proxy.url);
      expect(await worker.start({ do: 'pass', pauseAt: { step, nth: 1 } })).toBe('paused');
      const before = await ledger.mark();
      proxy.cut();
      await expect(worker.finish()).rejects.toThrow();
      expect(await ledger.mark()).toBe(before);
      await worker.kill();
      await proxy.close();
      space.clock.advance(pastLeaseMs);
    }
    expect(await space.judge(direct)).toEqual([]);
  });

  test('TC5 while the database takes no writes, nothing is decided and nothing goes out', async () => {
    const child = await space.start();
    await child.ask({ do: 'seed' });
    await space.approve(child, 3);
    const readOnly = (value: 'on' | 'off'): Promise<void> =>
      administer(space.url, (name) => [
        `alter database ${name} set default_transaction_read_only = ${value}`,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
      ]);
    await readOnly('on');
    await expect(child.ask({ do: 'run', pauseAt: null })).rejects.toThrow(/read-only|terminat|read only/);
    await expect(space.approve(child, 1)).rejects.toThrow(/read-only/);
    await expect(child.ask({ do: 'run', pauseAt: null })).rejects.toThrow(/read-only/);
    expect(await ledger.calls(space.run)).toEqual([]);
    await readOnly('off');
    await child.ask({ do: 'run', pauseAt: null }).catch(() => undefined); // its connection was cut
    expect(await space.judge(child)).toEqual([]);
    expect(await ledger.calls(space.run)).toHaveLength(3);
  });

  test('TB23 a card that was posted before a crash can be clicked after it', async () => {
    const before = await space.start();
    await before.ask({ do: 'seed' });
    const plan = [{ delivery: 0, text: 'hello', decision: 'leave' as const }];
    await before.ask({ do: 'decide', plan, pauseAtOperation: null });
    const proposed = before.words.find(({ say }) => say === 'proposed') as { id: string };
    await before.kill();
    const after = await space.start();
    const value = buttonValue({ proposalId: proposed.id, version: 1 }, crashKeys.button);
    expect(await after.ask({ do: 'click', value, verb: 'approve' })).toMatchObject({ ok: true });
    await after.ask({ do: 'drain' });
    expect(await ledger.calls(space.run)).toHaveLength(1);
  });

  test('TC17 the switch works while every proposal and effect is locked', async () => {
    const child = await space.start();
    await child.ask({ do: 'seed' });
    await space.approve(child, 6);
    const blocker = new pg.Client({ connectionString: space.url });
    await blocker.connect();
    try {
      await blocker.query('begin');
      await blocker.query('select 1 from proposals for update');
      await blocker.query('select 1 from outbox for update');
      expect(await child.ask({ do: 'flip', on: true })).toMatchObject({
        ok: true,
        proposal: { state: 'done' },
      });
    } finally {
      await blocker.end();
    }
    await child.ask({ do: 'run', pauseAt: null });
    expect(await ledger.calls(space.run)).toEqual([]);
  });
});

async function administer(url: string, statements: (database: string) => string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set default_transaction_read_only = off');
    for (const statement of statements(new URL(url).pathname.slice(1))) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function dueOrder(url: string): Promise<{ id: string; at: string }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; at: string }>(
      'select proposal_id as id, next_at::text as at from outbox order by next_at, proposal_id',
    );
    return rows;
  } finally {
    await client.end();
  }
}
