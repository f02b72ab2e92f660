import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { jsonRecord } from '../domain/raw-record.ts';
import type { Store } from '../store/store.ts';
import { checkRecords } from './check-records.ts';
import type { RequestContext } from './context.ts';
import { getAccountHealth } from './get-account-health.ts';
import { ingestEvents } from './ingest-events.ts';

const everything = { asOf: new Date('9999-12-31T00:00:00Z'), knownAt: Number.MAX_SAFE_INTEGER };

let ctx: RequestContext;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
  ctx = await testContext(store, '2026-11-21T12:00:00Z');
});

afterAll(() => close());

async function lettersOf(source: string) {
  return (await store.listDeadLetters(10_000)).filter((letter) => letter.source === source);
}

describe('one event again (TC7)', () => {
  it('is a duplicate, however it is spelled', async () => {
    const event = {
      id: 'd1',
      type: 'feature.used',
      account: 'dup',
      ts: '2026-11-01T10:00:00Z',
      payload: { feature: 'a', extra: { x: 1, y: 2 } },
    };
    const spellings = [
      event,
      {
        payload: { extra: { y: 2, x: 1 }, feature: 'a' },
        ts: event.ts,
        tenant: 'dup',
        type: event.type,
        id: 'd1',
      },
      { ...event, ts: '2026-11-01T11:00:00+01:00', user: null, region: null },
      { ...event, ts: '2026-11-01T10:00:00.000Z', source: 'dup-source' },
    ];
    expect(await ingest(ctx, [event], 'dup-source')).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await ingest(ctx, spellings, 'dup-source')).toMatchObject({
      accepted: 0,
      duplicates: 4,
      refused: [],
    });
    expect(await store.readRollups('dup', '2026-11-01', '2026-11-01')).toMatchObject([{ actions: 1 }]);
  });

  it.each([
    ['payload', { payload: { feature: 'b' } }],
    ['time', { ts: '2026-11-01T10:00:00.001Z' }],
    ['account', { account: 'another' }],
    ['user', { user: 'ann' }],
    ['dimension', { segment: 'smb' }],
    ['type', { type: 'recipe.completed', payload: { recipe: 'r' } }],
  ])('with another %s is a conflict: the first stays, the second is a dead letter', async (key, change) => {
    const account = `conflict-${key}`;
    const event = sampleEvent('feature.used', account, '2026-11-01', { feature: 'a' });
    await ingest(ctx, [event], account);
    const changed = { ...event, ...change };
    const result = await ingest(ctx, [changed], account);
    expect(result).toMatchObject({
      accepted: 0,
      duplicates: 0,
      refused: [{ line: 1, code: 'HF_EVENT_CONFLICT' }],
    });
    const [letter] = await lettersOf(account);
    expect(JSON.parse(Buffer.from(letter?.body ?? []).toString())).toEqual(changed);
    expect(await store.readEvents(account, everything)).toHaveLength(1);
  });
});

describe('a batch with bad lines', () => {
  const good = (account: string, id: string) =>
    JSON.stringify({ id, type: 'user.session', account, ts: '2026-11-01T10:00:00Z' });

  async function ingestLines(source: string, lines: readonly (string | Uint8Array)[]) {
    const records = lines.map((line, index) => jsonRecord(index + 1, Buffer.from(line as string)));
    return await ingestEvents(ctx, checkRecords(ctx, source, records));
  }

  it.each<[string, string | Uint8Array]>([
    ['that is no JSON', '{"id":'],
    ['of NUL bytes alone', Buffer.alloc(8)],
    ['with a NUL where JSON has none', '{"id":"x","type":\u0000}'],
    ['that is cut inside a character of four bytes', `x${'😀'.repeat(80)}`],
    ['that is not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['with half a surrogate pair', '{"id":"\\ud83d"}'],
    ['with an unknown type', good('lines', 'u').replace('user.session', 'user.sneezed')],
    [
      'with a type of half-cut characters',
      good('lines', 'u').replace('user.session', `${'x'.repeat(59)}😀`.repeat(1)),
    ],
    ['200,000 levels deep (TC12)', `${'['.repeat(200_000)}`],
    ['longer than an event may be', `"${'x'.repeat(300_000)}"`],
    ['with a look-alike account', good('\u0430cme', 'u')],
  ])('still takes the good ones beside one %s (TC11)', async (name, bad) => {
    const source = `source ${name}`;
    const account = `mixed-${name.replaceAll(/\W/g, '-')}`;
    const result = await ingestLines(source, [good(account, 'a'), bad, good(account, 'b')]);
    expect(result).toMatchObject({ accepted: 2, refused: [{ line: 2, code: 'HF_EVENT_INVALID' }] });
    const [letter] = await lettersOf(source);
    const kept = Buffer.from(letter?.body ?? []);
    expect(
      Buffer.from(bad as string)
        .subarray(0, kept.length)
        .equals(kept),
    ).toBe(true);
    expect(letter?.line).toBe(2);
    expect(await store.readEvents(account, everything)).toHaveLength(2);
  });

  it('refuses in the order of lines, whatever the reason', async () => {
    await ingest(ctx, [sampleEvent('contract.updated', 'ordered', '2026-11-01', { region: 'eu' })]);
    const lines = [
      good('ordered', 'a').replace('}', ',"region":"us"}'),
      '{',
      good('ordered', 'b'),
      good('ordered', 'b').replace('10:00', '11:00'),
    ];
    const { refused } = await ingestLines('ordered', lines);
    expect(refused.map(({ line, code }) => [line, code])).toEqual([
      [1, 'HF_EVENT_REGION'],
      [2, 'HF_EVENT_INVALID'],
      [4, 'HF_EVENT_CONFLICT'],
    ]);
  });

  it('is one transaction: when the last write fails, nothing of it stands', async () => {
    const before = await store.lastSequence();
    const batch = checkRecords(ctx, 'atomic', [
      jsonRecord(1, Buffer.from(good('atomic', 'a'))),
      jsonRecord(2, Buffer.from('{')),
    ]);
    const failing = ingestEvents(ctx, batch, () => Promise.reject(new Error('the disk is full')));
    await expect(failing).rejects.toThrow('the disk is full');
    expect(await store.lastSequence()).toBe(before);
    expect(await store.findAccounts(['atomic'])).toEqual([]);
    expect(await lettersOf('atomic')).toEqual([]);
    expect(await ingestEvents(ctx, batch)).toMatchObject({ accepted: 1 });
  });

  it('of nothing but bad lines moves no sequence', async () => {
    const before = await store.lastSequence();
    expect(await ingestLines('bad only', ['{', '}'])).toMatchObject({ accepted: 0, duplicates: 0 });
    expect(await store.lastSequence()).toBe(before);
    expect(await lettersOf('bad only')).toHaveLength(2);
  });
});

describe('regions', () => {
  it('once an account has one, events of another are dead letters', async () => {
    await ingest(ctx, [sampleEvent('contract.updated', 'home', '2026-11-01', { region: 'eu' })]);
    const events = [
      sampleEvent('user.session', 'home', '2026-11-02', {}, { region: 'us' }),
      sampleEvent('user.session', 'home', '2026-11-02', {}, { region: 'eu' }),
      sampleEvent('contract.updated', 'home', '2026-11-03', { region: 'us' }),
    ];
    const result = await ingest(ctx, events, 'regions');
    expect(result).toMatchObject({ accepted: 1, refused: [{ line: 1 }, { line: 3 }] });
    expect((await lettersOf('regions')).map(({ code }) => code)).toEqual([
      'HF_EVENT_REGION',
      'HF_EVENT_REGION',
    ]);
    expect(await store.findAccounts(['home'])).toMatchObject([{ region: 'eu' }]);
  });
});

it('the contract of an account is folded over all its events, also those of earlier batches', async () => {
  const update = (ts: string, payload: object) =>
    sampleEvent('contract.updated', 'folded', ts, payload as Record<string, unknown>);
  await ingest(ctx, [update('2026-03-01', { name: 'Folded', seats: 9, tier: 'gold' })]);
  await ingest(ctx, [update('2026-01-01', { seats: 3, owner: 'ann' })]);
  await ingest(ctx, [sampleEvent('seat.changed', 'folded', '2026-02-01', { seats: 5 })]);
  expect(await store.findAccounts(['folded'])).toMatchObject([
    { name: 'Folded', seats: 9, tier: 'gold', owner: 'ann', firstSeenOn: '2026-01-01' },
  ]);
});

describe('any order and any split into batches (TC8)', () => {
  const seats = (count: number) => ({ seats: count });
  const mixed: [type: string, ts: string, payload: Record<string, unknown>, rest?: object][] = [
    ['contract.updated', '2026-01-05T00:00:00Z', { name: 'Shuffled Ltd', seats: 10, segment: 'smb' }],
    ['contract.updated', '2026-10-01T00:00:00Z', { segment: 'mid', renewsOn: '2026-12-31' }],
    ['seat.changed', '2026-10-01T00:00:00Z', seats(20)],
    ['seat.changed', '2026-10-01T00:00:00Z', seats(30)],
    ['ticket.created', '2026-11-10T00:00:00Z', { ticketId: 't1', priority: 'P1' }],
    ['ticket.resolved', '2026-11-12T00:00:00Z', { ticketId: 't1', csat: 4 }],
    ['ticket.created', '2026-11-15T00:00:00Z', { ticketId: 't2' }],
    ['billing.invoice', '2026-09-01T00:00:00Z', { invoiceId: 'i1', status: 'issued', dueOn: '2026-10-01' }],
    ['billing.invoice', '2026-10-05T00:00:00Z', { invoiceId: 'i1', status: 'overdue', dueOn: '2026-10-01' }],
    ['billing.invoice', '2026-10-05T00:00:00Z', { invoiceId: 'i1', status: 'paid' }],
    ['feature.used', '2026-11-20T09:00:00Z', { feature: 'reports', count: 3 }, { user: 'ann' }],
    ['feature.used', '2026-11-20T09:00:00Z', { feature: 'alerts' }, { user: 'bob' }],
    ['user.session', '2026-11-20T09:00:00Z', {}, { user: 'ann' }],
    ['sponsor.touch', '2026-11-01T00:00:00Z', {}],
  ];
  let lastRun = 0;

  /** Everything that can be seen of an account after these batches, without the numbers of arrival. */
  async function endState(batches: readonly (readonly number[])[]): Promise<string> {
    const account = `shuffled-${++lastRun}`;
    let accepted = 0;
    for (const batch of batches) {
      const events = batch.map((index) => {
        const [type, ts, payload, rest] = mixed[index] ?? ['', '', {}];
        return { id: `m${String(index).padStart(2, '0')}`, type, account, ts, payload, ...rest };
      });
      const result = await ingest(ctx, events, account);
      accepted += result.accepted;
      expect(result.refused).toEqual([]);
    }
    expect(accepted).toBe(mixed.length);
    const health = await getAccountHealth(ctx, { accountId: account });
    const state = {
      accounts: await store.findAccounts([account]),
      rollups: await store.readRollups(account, '1970-01-01', '2027-01-01'),
      facts: [...(await store.countHealthFacts([{ account, asOfDay: '2026-11-21' }])).values()],
      health: { ...health, knownAt: 0, url: '' },
    };
    return canonicalJson(state)
      .replaceAll(account, 'shuffled')
      .replace(/"url":"[^"]*"/g, '"url":""');
  }

  it('ends in the same accounts, rollups, uses and health', async () => {
    const inOrder = mixed.map((_, index) => index);
    const expected = await endState([inOrder]);
    expect(expected).toContain('"seats":30');
    expect(expected).toContain('"segment":"mid"');
    const anyBatches = fc
      .tuple(
        fc.shuffledSubarray(inOrder, { minLength: inOrder.length }),
        fc.array(fc.constantFrom(...inOrder), { maxLength: 4 }),
        fc.array(fc.nat({ max: inOrder.length }), { maxLength: 4 }),
      )
      .map(([order, repeated, cuts]) => {
        const all = [...order, ...repeated];
        const edges = [0, ...cuts.sort((a, b) => a - b), all.length];
        return edges.slice(1).map((edge, index) => all.slice(edges[index], edge));
      });
    await fc.assert(
      fc.asyncProperty(anyBatches, async (batches) => {
        expect(await endState(batches)).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('two sources may ingest at once', async () => {
    const results = await Promise.all(
      ['left', 'right', 'left', 'right'].map((source) =>
        ingest(ctx, [sampleEvent('user.session', 'at-once', '2026-11-01', {}, { id: 'same' })], source),
      ),
    );
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2);
    expect(results.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(2);
    expect(await store.readRollups('at-once', '2026-11-01', '2026-11-01')).toMatchObject([{ sessions: 2 }]);
  });
});
