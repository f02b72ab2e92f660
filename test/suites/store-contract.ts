import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerEvent } from '../../src/domain/event.ts';
import { emptyContract } from '../../src/rules/contract.ts';
import { emptyRollup, rollUp } from '../../src/rules/rollup.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestEngine } from '../support/stores.ts';
import { keepEvents, toEvent } from './keep-events.ts';
import { sampleEvent } from './sample-events.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const everything = { asOf: new Date('9999-12-31T00:00:00Z'), knownAt: Number.MAX_SAFE_INTEGER };

/** Texts that break a store which builds its statements or its bulk format by hand (TE14). */
export const hostileTexts = [
  "'; drop table events; --",
  '"; delete from accounts; --',
  "Robert'); truncate audit;--",
  '\\N',
  '\\.',
  '\\x41',
  'a\\tb\\nc\\\\',
  'a\tb\nc\rd',
  '$1 %s :name ? ${',
  '{"a":1}',
  "E'\\047'",
  '日本 😀 \u202e',
];

/** What the rest of Holdfast asks of a store; run by every engine. Tests share one store and keep to names of their own. */
export function storeContract(engine: TestEngine): void {
  let store: Store;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ store, close } = await engine.open());
  });

  afterAll(() => close());

  function session(account: string, ts = '2026-11-01', rest = {}): CustomerEvent {
    return toEvent(sampleEvent('user.session', account, ts, {}, rest));
  }

  describe('events', () => {
    it('are numbered without a gap, in the order in which they were committed', async () => {
      const before = await store.lastSequence();
      const first = await keepEvents(store, [session('seq'), session('seq')]);
      const failed = store.transaction(async (transaction) => {
        const last = await transaction.lockSequence();
        await transaction.advanceSequence(last + 5);
        throw new Error('changed my mind');
      });
      await expect(failed).rejects.toThrow('changed my mind');
      const second = await keepEvents(store, [session('seq')]);
      expect([...first, ...second]).toEqual([before + 1, before + 2, before + 3]);
      expect(await store.lastSequence()).toBe(before + 3);
    });

    it('ingests at the same time wait for each other and share no number', async () => {
      const batches = Array.from({ length: 6 }, () => keepEvents(store, [session('race'), session('race')]));
      const numbers = (await Promise.all(batches)).flat().sort((a, b) => a - b);
      expect(new Set(numbers).size).toBe(12);
      expect((numbers.at(-1) ?? 0) - (numbers[0] ?? 0)).toBe(11);
    });

    it('come back as they went in', async () => {
      const given = [
        toEvent(
          sampleEvent(
            'ticket.created',
            'round',
            '2026-11-01T10:00:00.123Z',
            {
              ticketId: 't',
              tags: ['a', 'b'],
              extra: { deep: [null, true, 1.5, { x: '' }] },
            },
            { user: 'ann', source: 'crm', region: 'eu', segment: 'smb', useCase: 'risk' },
          ),
        ),
        toEvent(sampleEvent('custom.use', 'round', '2026-11-01T10:00:01Z', { big: 9_007_199_254_740_991 })),
      ];
      const [seq] = await keepEvents(store, given);
      const read = await store.readEvents('round', everything);
      expect(read.map(({ event }) => event)).toEqual(given);
      expect(read[0]).toMatchObject({ seq, receivedAt: now });
      expect(await store.findEvent(seq ?? 0)).toEqual(read[0]);
      expect(await store.findEvent(999_999_999)).toBeNull();
    });

    it.each(hostileTexts)('keep %j in every text, to the letter (TE14)', async (text) => {
      const account = `hostile-${hostileTexts.indexOf(text)}`;
      const plain = toEvent(
        sampleEvent('feature.used', account, '2026-11-01', { feature: text, note: { [text]: text } }),
      );
      const event = {
        ...plain,
        id: `id ${text}`,
        user: text,
        source: text,
        region: text,
        dimensions: { segment: text },
      } as CustomerEvent;
      await keepEvents(store, [event]);
      expect((await store.readEvents(account, everything)).map((stored) => stored.event)).toEqual([event]);
      expect(await store.findKeys([{ source: text, eventId: `id ${text}` }])).toHaveLength(1);
      expect(await store.lastSequence()).toBeGreaterThan(0);
    });

    it('are found by source and id together', async () => {
      await keepEvents(store, [session('keys', '2026-11-01', { id: 'k1', source: 'crm' })]);
      const asked = [
        { source: 'crm', eventId: 'k1' },
        { source: 'app', eventId: 'k1' },
        { source: 'crm', eventId: 'K1' },
      ];
      expect(await store.findKeys(asked)).toEqual([
        { source: 'crm', eventId: 'k1', bodyHash: 'ab'.repeat(32) },
      ]);
      expect(await store.findKeys([])).toEqual([]);
    });

    it('a key that is stored already fails the whole batch, and the store goes on', async () => {
      const event = session('twice', '2026-11-01', { id: 'once' });
      await keepEvents(store, [event]);
      const before = await store.lastSequence();
      await expect(keepEvents(store, [session('twice'), event])).rejects.toThrow(/duplicate key/);
      expect(await store.lastSequence()).toBe(before);
      expect(await store.readEvents('twice', everything)).toHaveLength(1);
    });

    it('are read oldest first, within a moment: of time and of knowledge', async () => {
      const days = ['2026-11-03', '2026-11-01', '2026-11-02'];
      const seqs = await keepEvents(
        store,
        days.map((day) => session('horizon', day)),
      );
      const read = async (asOf: string, knownAt: number): Promise<string[]> =>
        (await store.readEvents('horizon', { asOf: new Date(asOf), knownAt })).map(({ event }) =>
          event.at.toISOString().slice(0, 10),
        );
      expect(await read('2026-12-01T00:00:00Z', seqs[2] ?? 0)).toEqual([
        '2026-11-01',
        '2026-11-02',
        '2026-11-03',
      ]);
      expect(await read('2026-11-02T12:00:00.000Z', seqs[2] ?? 0)).toEqual(['2026-11-01', '2026-11-02']);
      expect(await read('2026-11-02T11:59:59.999Z', seqs[2] ?? 0)).toEqual(['2026-11-01']);
      expect(await read('2026-12-01T00:00:00Z', seqs[1] ?? 0)).toEqual(['2026-11-01', '2026-11-03']);
    });

    it('the latest of each type come newest first, limited per type', async () => {
      const given = [1, 2, 3].flatMap((day) => [
        session('latest', `2026-11-0${day}`),
        toEvent(sampleEvent('sponsor.touch', 'latest', `2026-11-0${day}T06:00:00Z`)),
      ]);
      await keepEvents(store, given);
      const window = { ...everything, since: new Date('2026-11-02T06:00:00Z') };
      const read = await store.latestEvents(
        'latest',
        [{ type: 'user.session' }, { type: 'sponsor.touch' }, { type: 'seat.changed' }],
        window,
        2,
      );
      expect(read.map(({ event }) => event)).toEqual([given[4], given[5], given[2], given[3]]);
      expect(await store.latestEvents('latest', [], window, 2)).toEqual([]);
    });

    it('the latest with a key are found behind any number without it', async () => {
      const resolved = (day: number, payload: object): CustomerEvent =>
        toEvent(
          sampleEvent('ticket.resolved', 'rated', `2026-11-0${day}`, { ticketId: `t${day}`, ...payload }),
        );
      await keepEvents(store, [resolved(1, { csat: 2 }), ...[2, 3, 4, 5, 6].map((day) => resolved(day, {}))]);
      const read = await store.latestEvents(
        'rated',
        [{ type: 'ticket.resolved', having: 'csat' }],
        everything,
        2,
      );
      expect(read.map(({ event }) => event.payload)).toMatchObject([{ ticketId: 't1', csat: 2 }]);
    });

    it('the neighbours of one are those before and after it, whatever their type', async () => {
      const given = [
        session('row', '2026-11-01'),
        toEvent(sampleEvent('sponsor.touch', 'row', '2026-11-02')),
        session('row', '2026-11-03'),
      ];
      const seqs = await keepEvents(store, given);
      const neighbours = async (index: number): Promise<(number | undefined)[]> => {
        const stored = await store.findEvent(seqs[index] ?? 0);
        if (!stored) throw new Error('not stored');
        const { previous, next } = await store.findNeighbours(stored);
        return [previous?.seq, next?.seq];
      };
      expect(await neighbours(0)).toEqual([undefined, seqs[1]]);
      expect(await neighbours(1)).toEqual([seqs[0], seqs[2]]);
      expect(await neighbours(2)).toEqual([seqs[1], undefined]);
    });

    it('which of equal instants are the latest does not depend on who came first (TC8)', async () => {
      const ids = ['e1', 'e2', 'e3', 'e4', 'e5'];
      const at = (account: string, order: string[]): Promise<number[]> =>
        keepEvents(
          store,
          order.map((id) => session(account, '2026-11-01', { id, source: account })),
        );
      await at('tied-a', ids);
      await at('tied-b', [...ids].reverse());
      const window = { ...everything, since: new Date(0) };
      const latest = async (account: string): Promise<string[]> =>
        (await store.latestEvents(account, [{ type: 'user.session' }], window, 2)).map(
          ({ event }) => event.id,
        );
      expect(await latest('tied-a')).toEqual(await latest('tied-b'));
    });

    it('of a type may be asked for by a key of their payload', async () => {
      const rated = toEvent(
        sampleEvent('ticket.resolved', 'having', '2026-11-01', { ticketId: 'a', csat: 4 }),
      );
      const others = ['b', 'c', 'd'].map((ticketId) =>
        toEvent(sampleEvent('ticket.resolved', 'having', '2026-11-02', { ticketId })),
      );
      await keepEvents(store, [rated, ...others]);
      const latest = await store.latestEvents(
        'having',
        [{ type: 'ticket.resolved', having: 'csat' }],
        everything,
        2,
      );
      expect(latest.map(({ event }) => event)).toEqual([rated]);
    });

    it('of contracts are read for many accounts at once, whatever their age', async () => {
      const given = [
        toEvent(sampleEvent('contract.updated', 'contract-a', '1970-01-01', { seats: 1 })),
        toEvent(sampleEvent('seat.changed', 'contract-b', '2026-11-01', { seats: 2 })),
      ];
      await keepEvents(store, [...given, session('contract-a')]);
      const read = await store.readContractEvents(['contract-a', 'contract-b', 'nobody']);
      expect(read.map(({ event }) => event)).toEqual(expect.arrayContaining(given));
      expect(read).toHaveLength(2);
      expect(await store.readContractEvents([])).toEqual([]);
    });

    it('tell which accounts received any since a sequence number, whatever their time', async () => {
      const [first, second] = await keepEvents(store, [
        session('since-a', '2026-11-20'),
        session('since-b', '1999-01-01'),
      ]);
      const since = (seq: number | undefined) =>
        store.accountsReceivingSince(['since-a', 'since-b', 'nobody'], seq ?? 0);
      expect(await since((first ?? 0) - 1)).toEqual(['since-a', 'since-b']);
      expect(await since(first)).toEqual(['since-b']);
      expect(await since(second)).toEqual([]);
    });

    it('the last sign of each type is over all accounts, within a moment', async () => {
      const [seq] = await keepEvents(store, [toEvent(sampleEvent('nudge.sent', 'sign-a', '2026-03-01'))]);
      await keepEvents(store, [toEvent(sampleEvent('nudge.sent', 'sign-b', '2026-04-01'))]);
      const signs = async (knownAt: number): Promise<[string, Date][]> => [
        ...(await store.latestByType(['nudge.sent', 'flag.changed'], { ...everything, knownAt })),
      ];
      expect(await signs(Number.MAX_SAFE_INTEGER)).toEqual([
        ['nudge.sent', new Date('2026-04-01T12:00:00Z')],
      ]);
      expect(await signs(seq ?? 0)).toEqual([['nudge.sent', new Date('2026-03-01T12:00:00Z')]]);
    });

    it('knows whether an account has any after an instant', async () => {
      await keepEvents(store, [session('after', '2026-11-01T10:00:00.500Z')]);
      const movedBy = async (at: string) =>
        await store.accountsWithEventsAfter(['after', 'nobody'], new Date(at));
      expect(await movedBy('2026-11-01T10:00:00.499Z')).toEqual(['after']);
      expect(await movedBy('2026-11-01T10:00:00.500Z')).toEqual([]);
    });
  });

  describe('rollups', () => {
    it('of two batches add up; whole numbers are numbers and days are text', async () => {
      const rollup = { ...emptyRollup('sums', '2026-11-01'), actions: 3, sessionSeconds: 5_000_000_000 };
      await store.addRollups([rollup]);
      await store.addRollups([rollup, { ...emptyRollup('sums', '2026-11-02'), errors: 1 }]);
      const rows = await store.readRollups('sums', '2026-11-01', '2026-11-02');
      expect(
        rows.map(({ day, actions, session_seconds, errors }) => [day, actions, session_seconds, errors]),
      ).toEqual([
        ['2026-11-01', 6, 10_000_000_000, 0],
        ['2026-11-02', 0, 0, 1],
      ]);
      expect(await store.readRollups('sums', '2026-11-02', '2026-11-02')).toHaveLength(1);
    });

    it('uses of one feature by one user on one day add up', async () => {
      const { usage } = rollUp([session('uses', '2026-11-01', { user: 'ann' })]);
      await store.addUsage(usage);
      await store.addUsage(usage);
      const facts = [
        ...(await store.countHealthFacts([{ account: 'uses', asOfDay: '2026-11-01' }])).values(),
      ];
      expect(facts).toMatchObject([{ users7: 1, userWeeks12: 1 }]);
    });
  });

  describe('transactions', () => {
    it('in which somebody goes on after a failed statement keep nothing, and say so', async () => {
      const attempt = store.transaction(async (transaction) => {
        await transaction.writeSetting('swallowed', true);
        await transaction.addDeadLetters([{ ...letter('swallowed'), code: null as never }]).catch(() => 0);
        return 'believed to be kept';
      });
      await expect(attempt).rejects.toThrow(/rolled back/i);
      expect(await store.readSetting('swallowed')).toBeNull();
    });

    it('that fail leave nothing of anything they wrote', async () => {
      const before = await store.lastSequence();
      const attempt = store.transaction(async (transaction) => {
        const last = await transaction.lockSequence();
        const event = session('undone');
        await transaction.appendEvents([
          { seq: last + 1, receivedAt: now, event, bodyHash: 'cd'.repeat(32) },
        ]);
        await transaction.addRollups(rollUp([event]).rollups);
        await transaction.noteAccounts([
          { id: 'undone', firstSeenOn: '2026-11-01', lastEventAt: now, contract: emptyContract('undone') },
        ]);
        await transaction.addDeadLetters([letter('undone')]);
        await transaction.writeSetting('undone', true);
        await transaction.appendAudit({
          at: now,
          actor: 'a',
          action: 'x.done',
          account: 'undone',
          detail: {},
        });
        await transaction.advanceSequence(last + 1);
        throw new Error('no');
      });
      await expect(attempt).rejects.toThrow('no');
      expect(await store.lastSequence()).toBe(before);
      expect(await store.readEvents('undone', everything)).toEqual([]);
      expect(await store.findAccounts(['undone'])).toEqual([]);
      expect(await store.readRollups('undone', '1970-01-01', '2027-01-01')).toEqual([]);
      expect(await store.readSetting('undone')).toBeNull();
      expect(await store.readAudit({ account: 'undone', limit: 5 })).toEqual([]);
      expect((await store.listDeadLetters(1_000)).filter(({ source }) => source === 'undone')).toEqual([]);
    });

    it('give back what their work gives', async () => {
      expect(
        await store.transaction(async (transaction) => await transaction.readSetting('never set')),
      ).toBeNull();
    });

    it('a question beside an open one sees nothing of it', async () => {
      const written = Promise.withResolvers<void>();
      const asked = Promise.withResolvers<void>();
      const open = store.transaction(async (transaction) => {
        await transaction.writeSetting('beside', 1);
        written.resolve();
        await asked.promise;
        throw new Error('rolled back');
      });
      await written.promise;
      const answer = store.readSetting('beside');
      asked.resolve();
      await expect(open).rejects.toThrow('rolled back');
      expect(await answer).toBeNull();
    });
  });

  function letter(source: string, body: Uint8Array = Buffer.from('bad'), reason = 'why') {
    return { source, line: 3, reason, code: 'HF_EVENT_INVALID', body, receivedAt: now };
  }
}
