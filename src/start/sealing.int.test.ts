import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { embedded } from '../../test/support/stores.ts';
import { readConfig } from '../config.ts';
import { createManualClock } from '../domain/clock.ts';
import { createIds } from '../domain/ids.ts';
import { parseCheckpointLine } from '../guardrail/audit/checkpoint.ts';
import { sealEveryMs } from '../guardrail/audit/run-sealer.ts';
import type { Store } from '../store/store.ts';
import { startSealing } from './sealing.ts';

const at = new Date('2026-11-21T10:00:00Z');
const entry = { at, actor: 'ann', action: 'x.done', account: null, detail: {} };
let home: string;
let store: Store;
let close: () => Promise<void>;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-sealing-'));
  ({ store, close } = await embedded.open());
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await close();
  rmSync(home, { recursive: true, force: true });
});

function start(over: Store, lines: string[] = [], onCheckpoint?: () => Promise<void>) {
  const services = { store: over, clock: createManualClock(at), ids: createIds() };
  const log = pino({}, { write: (line) => void lines.push(line) });
  return startSealing({ ...services, log, config: readConfig({ HOLDFAST_HOME: home }) }, onCheckpoint);
}

test('what was written is sealed within a second, and the last of it when the server ends', async () => {
  const told = vi.fn(async () => undefined);
  const end = start(store, [], told);
  await store.appendAudit(entry);
  await vi.advanceTimersByTimeAsync(sealEveryMs);
  await vi.waitFor(async () => expect(told).toHaveBeenCalledTimes(1));
  expect((await store.readSealHead())?.seq).toBe(1);
  expect(readFileSync(join(home, 'checkpoints.jsonl'), 'utf8').split('\n')).toHaveLength(2);
  await store.appendAudit(entry);
  await end();
  expect((await store.readSealHead())?.seq).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('TF3 the end of the chain is signed when the server ends: a tail that is cut meanwhile is missed', async () => {
  const told = vi.fn(async () => undefined);
  const end = start(store, [], told);
  await store.appendAudit(entry);
  await vi.advanceTimersByTimeAsync(sealEveryMs);
  await vi.waitFor(async () => expect(told).toHaveBeenCalledTimes(1));
  await store.appendAudit(entry);
  await end();
  const lines = readFileSync(join(home, 'checkpoints.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => parseCheckpointLine(line)?.seq)).toEqual([1, 2]);
  // A post about it would stand behind it in the audit, unsigned again.
  expect(told).toHaveBeenCalledTimes(1);
});

test('a pass that fails is logged, one that takes long is not begun again, and the next one goes on', async () => {
  const gates: PromiseWithResolvers<never>[] = [];
  const lines: string[] = [];
  const transaction = () => {
    const gate = Promise.withResolvers<never>();
    gates.push(gate);
    return gate.promise;
  };
  const away = { ...store, transaction };
  const end = start(away as unknown as Store, lines);
  await vi.advanceTimersByTimeAsync(5 * sealEveryMs);
  expect(gates).toHaveLength(1);
  gates[0]?.reject(new Error('the database is away'));
  await vi.waitFor(() => expect(lines).toEqual([expect.stringContaining('the database is away')]));
  await vi.advanceTimersByTimeAsync(sealEveryMs);
  expect(gates).toHaveLength(2);
  gates[1]?.reject(new Error('still'));
  const ended = end();
  await vi.waitFor(() => expect(gates).toHaveLength(3));
  gates[2]?.reject(new Error('still'));
  await ended;
});
