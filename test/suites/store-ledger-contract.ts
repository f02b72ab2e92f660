import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../../src/domain/member.ts';
import { emptyContract } from '../../src/rules/contract.ts';
import { keptBytes } from '../../src/store/dead-letters.ts';
import type { StoredScore } from '../../src/store/scores.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestEngine } from '../support/stores.ts';
import { hostileTexts } from './store-contract.ts';

const now = new Date('2026-11-21T12:00:00.000Z');

/** The parts of a store that keep accounts, members, scores, and what happened to requests, files and settings; run by every engine. */
export function storeLedgerContract(engine: TestEngine): void {
  let store: Store;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ store, close } = await engine.open());
  });

  afterAll(() => close());

  describe('dead letters', () => {
    function letter(source: string, body: Uint8Array, reason = 'why', line: number | null = 3) {
      return { source, line, reason, code: 'HF_EVENT_INVALID', body, receivedAt: now };
    }

    async function lettersOf(source: string) {
      return (await store.listDeadLetters(10_000)).filter((open) => open.source === source);
    }

    it('keep every byte of the line as it came (TC11)', async () => {
      const body = Buffer.concat([Buffer.from([0, 255, 254, 128, 10, 13, 9, 92]), randomBytes(500)]);
      await store.addDeadLetters([letter('bytes', body, 'why', null)]);
      const [kept] = await lettersOf('bytes');
      expect(Buffer.from(kept?.body ?? []).equals(body)).toBe(true);
      expect(kept).toMatchObject({
        line: null,
        reason: 'why',
        code: 'HF_EVENT_INVALID',
        truncated: false,
        receivedAt: now,
      });
      expect(typeof kept?.id).toBe('number');
    });

    it('stand in the list once per source, line and reason', async () => {
      const body = Buffer.from('same');
      await store.addDeadLetters([letter('once', body), letter('once', body)]);
      await store.addDeadLetters([letter('once', body)]);
      expect(await lettersOf('once')).toHaveLength(1);
      await store.addDeadLetters([
        letter('once', body, 'another reason'),
        letter('once', Buffer.from('other')),
      ]);
      await store.addDeadLetters([letter('once elsewhere', body)]);
      expect(await lettersOf('once')).toHaveLength(3);
      expect(await lettersOf('once elsewhere')).toHaveLength(1);
    });

    it('that are too long are kept in part and say so', async () => {
      await store.addDeadLetters([
        letter('long', Buffer.alloc(keptBytes, 'x')),
        letter('long', Buffer.alloc(keptBytes + 1, 'y')),
      ]);
      const kept = await lettersOf('long');
      expect(kept.map(({ truncated, body }) => [truncated, body.length])).toEqual([
        [false, keptBytes],
        [true, keptBytes],
      ]);
    });

    it.each(['NUL \u0000 inside', 'half \ud83d a pair', ...hostileTexts])(
      'take a reason of %j',
      async (reason) => {
        const source = `reason ${hostileTexts.indexOf(reason)} ${reason.length}`;
        await store.addDeadLetters([letter(source, Buffer.from('x'), reason)]);
        const [kept] = await lettersOf(source);
        expect(kept?.reason).toBe(reason.replaceAll('\u0000', '\ufffd').toWellFormed());
      },
    );

    it('leave the list when they are resolved, and the same line may come again', async () => {
      const body = Buffer.from('again');
      await store.addDeadLetters([letter('resolved', body)]);
      const before = await store.countDeadLetters();
      const [open] = await lettersOf('resolved');
      await store.resolveDeadLetters([open?.id ?? 0], now);
      await store.resolveDeadLetters([], now);
      expect(await store.countDeadLetters()).toBe(before - 1);
      expect(await lettersOf('resolved')).toEqual([]);
      await store.addDeadLetters([letter('resolved', body)]);
      expect(await lettersOf('resolved')).toHaveLength(1);
    });

    it('are listed oldest first, page by page', async () => {
      await store.addDeadLetters(['a', 'b', 'c'].map((text) => letter('pages', Buffer.from(text))));
      const all = await store.listDeadLetters(10_000);
      expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((a, b) => a - b));
      const page = await store.listDeadLetters(2, all[0]?.id);
      expect(page.map(({ id }) => id)).toEqual(all.slice(1, 3).map(({ id }) => id));
      expect(await store.listDeadLetters(2, all.at(-1)?.id)).toEqual([]);
    });
  });

  it('import progress is kept per file, moves on, and is forgotten', async () => {
    const progress = { linesDone: 5_000_000_000, accepted: 3, duplicates: 2, rejected: 1 };
    expect(await store.readImportProgress('file')).toBeNull();
    await store.writeImportProgress('file', { ...progress, accepted: 1 }, now);
    await store.writeImportProgress('file', progress, now);
    await store.writeImportProgress('other', { ...progress, linesDone: 1 }, now);
    expect(await store.readImportProgress('file')).toEqual(progress);
    await store.clearImportProgress('file');
    expect(await store.readImportProgress('file')).toBeNull();
    expect(await store.readImportProgress('other')).toMatchObject({ linesDone: 1 });
  });

  it('the audit is appended to and read newest first', async () => {
    const entry = (action: string, account: string | null) => ({
      at: now,
      actor: 'ann',
      action,
      account,
      detail: { reason: '\\N', nested: { count: 1 } },
    });
    for (const action of ['a.done', 'b.done', 'c.done']) await store.appendAudit(entry(action, 'audited'));
    await store.appendAudit(entry('d.done', null));
    const read = await store.readAudit({ account: 'audited', limit: 2 });
    expect(read.map(({ action }) => action)).toEqual(['c.done', 'b.done']);
    const unsealed = { entry: expect.any(Number), seq: null, personal: {} };
    expect(read[0]).toEqual({ ...unsealed, ...entry('c.done', 'audited') });
    expect((read[0]?.entry ?? 0) > (read[1]?.entry ?? 0)).toBe(true);
    expect((await store.readAudit({ limit: 1 }))[0]).toMatchObject({ action: 'd.done', account: null });
  });

  it('a delivery is the first one once, also for callers at the same time', async () => {
    expect(await store.noteDelivery('key-1', now)).toBe(true);
    expect(await store.noteDelivery('key-1', now)).toBe(false);
    const race = await Promise.all(Array.from({ length: 8 }, () => store.noteDelivery('key-2', now)));
    expect(race.filter(Boolean)).toHaveLength(1);
  });

  it('a delivery is forgotten after 24 hours and not before', async () => {
    await store.noteDelivery('old', now);
    await store.forgetDeliveries(new Date(now.getTime() + 24 * 3_600_000));
    expect(await store.noteDelivery('old', now)).toBe(false);
    await store.forgetDeliveries(new Date(now.getTime() + 24 * 3_600_000 + 1));
    expect(await store.noteDelivery('old', now)).toBe(true);
  });

  it('a setting is any JSON value, and the last one holds', async () => {
    expect(await store.readSetting('setting')).toBeNull();
    for (const value of [{ a: [1, null] }, 'text', 0, false, hostileTexts]) {
      await store.writeSetting('setting', value);
      expect(await store.readSetting('setting')).toEqual(value);
    }
  });

  it('a profile version is kept for good and never overwritten', async () => {
    const profile = (id: string, version: string) => ({
      id,
      version,
      author: 'Ann',
      changedOn: '2024-02-29',
      body: { z: 1, a: ['x'] },
    });
    await store.addProfileVersion(profile('default', '1'), now);
    await store.addProfileVersion(profile('default', '2'), new Date(now.getTime() + 1));
    await store.addProfileVersion(profile('adoption', '1'), new Date(now.getTime() + 2));
    expect(await store.listProfileVersions()).toEqual([
      profile('adoption', '1'),
      profile('default', '1'),
      profile('default', '2'),
    ]);
    await expect(store.addProfileVersion({ ...profile('default', '1'), author: 'Eve' }, now)).rejects.toThrow(
      /duplicate key/,
    );
    expect((await store.listProfileVersions())[1]).toEqual(profile('default', '1'));
  });

  describe('the history of scores', () => {
    const days = ['2026-11-01', '2026-11-08'];

    async function keep(account: string, knownAt?: number): Promise<void> {
      const rows = days.map((day, index) => ({
        day,
        hundredths: index === 0 ? null : 5_000,
        band: index === 0 ? null : 'amber',
      }));
      await store.writeHistory(account, rows, 'basis', knownAt ?? (await store.lastSequence()));
    }

    it('is kept by account, day and basis', async () => {
      await keep('history-a');
      const read = await store.readHistory('history-a', [...days, '2026-11-15'], 'basis');
      expect(read.sort((a, b) => (a.day < b.day ? -1 : 1))).toEqual([
        { day: '2026-11-01', hundredths: null, band: null },
        { day: '2026-11-08', hundredths: 5_000, band: 'amber' },
      ]);
      expect(await store.readHistory('history-a', days, 'another basis')).toEqual([]);
      expect(await store.readHistory('history-b', days, 'basis')).toEqual([]);
      expect(await store.readHistory('history-a', [], 'basis')).toEqual([]);
    });

    it('is not kept when something was received since it was computed', async () => {
      await keep('history-c', (await store.lastSequence()) + 1);
      expect(await store.readHistory('history-c', days, 'basis')).toEqual([]);
    });

    it('of every other basis is forgotten when a new one comes into force', async () => {
      await keep('history-f');
      await store.writeHistory(
        'history-f',
        [{ day: '2026-11-01', hundredths: 1, band: 'red' }],
        'new',
        await store.lastSequence(),
      );
      await store.forgetOtherBases('new');
      expect(await store.readHistory('history-f', days, 'basis')).toEqual([]);
      expect(await store.readHistory('history-f', days, 'new')).toHaveLength(1);
    });

    it('is forgotten from a day on, of that account alone', async () => {
      await keep('history-d');
      await keep('history-e');
      await store.forgetHistory([{ account: 'history-d', fromDay: '2026-11-02' }]);
      await store.forgetHistory([]);
      expect((await store.readHistory('history-d', days, 'basis')).map(({ day }) => day)).toEqual([
        '2026-11-01',
      ]);
      expect(await store.readHistory('history-e', days, 'basis')).toHaveLength(2);
    });
  });

  describe('members', () => {
    const ann: Member = {
      id: 'ann',
      name: 'Ann',
      role: 'csm',
      email: 'ann@example.com',
      identities: [
        { platform: 'slack', team: 'T1', user: 'U1' },
        { platform: 'teams', team: 't', user: 'u' },
      ],
    };

    it('are found by id and by any of their identities', async () => {
      await store.writeMembers([ann]);
      for (const identity of ann.identities) {
        expect((await store.findMemberByIdentity(identity))?.id).toBe('ann');
      }
      const found = await store.findMember('ann');
      expect(found?.identities).toHaveLength(2);
      expect({ ...found, identities: [] }).toEqual({ ...ann, identities: [] });
      expect(await store.findMember('Ann')).toBeNull();
      expect(await store.findMemberByIdentity({ platform: 'slack', team: 'T2', user: 'U1' })).toBeNull();
      expect(await store.findMemberByIdentity({ platform: 'teams', team: 'T1', user: 'U1' })).toBeNull();
    });

    it('change role and name, and an identity moves to whoever names it last', async () => {
      const slack = { platform: 'slack' as const, team: 'T9', user: 'U9' };
      await store.writeMembers([{ id: 'bob', name: 'Bob', role: 'agent', identities: [slack] }]);
      await store.writeMembers([{ id: 'bob', name: 'Robert', role: 'admin', identities: [] }]);
      expect(await store.findMember('bob')).toEqual({
        id: 'bob',
        name: 'Robert',
        role: 'admin',
        identities: [slack],
      });
      await store.writeMembers([{ id: 'cid', name: 'Cid', role: 'agent', identities: [slack] }]);
      expect((await store.findMemberByIdentity(slack))?.id).toBe('cid');
      const ids = (await store.listMembers()).map(({ id }) => id);
      expect(ids).toEqual([...ids].sort());
      expect(ids).toContain('cid');
    });
  });

  describe('scores', () => {
    const score = (asOf: string, scoreHundredths: number | null): StoredScore => ({
      account: 'scored',
      asOf: new Date(asOf),
      knownAt: 4_000_000_000,
      profileId: 'default',
      profileVersion: '1',
      scorer: '1',
      scoreHundredths,
      band: scoreHundredths === null ? null : 'red',
      body: '{"b":1,"a":"\\\\ 😀"}',
      computedAt: now,
    });

    it('come back whole, oldest first, and a second one for an instant replaces the first', async () => {
      await store.writeScores([score('2026-11-02T00:00:00Z', 1_234), score('2026-11-01T00:00:00Z', null)]);
      await store.writeScores([score('2026-11-02T00:00:00Z', 4_321)]);
      await store.writeScores([]);
      expect(await store.readScores('scored', new Date('2026-11-01T00:00:00Z'))).toEqual([
        score('2026-11-01T00:00:00Z', null),
        score('2026-11-02T00:00:00Z', 4_321),
      ]);
      expect(await store.readScores('scored', new Date('2026-11-01T00:00:00.001Z'))).toHaveLength(1);
    });

    const kept = async (account: string): Promise<[string, number | null][]> =>
      (await store.readScores(account, new Date(0))).map(({ asOf, scoreHundredths }) => [
        asOf.toISOString(),
        scoreHundredths,
      ]);

    it('that say what the last one said are left out, but for the first of each day', async () => {
      const at = (asOf: string, hundredths: number | null) => ({
        ...score(asOf, hundredths),
        account: 'same',
      });
      for (const one of [
        at('2026-11-02T00:05:00Z', 7_000),
        at('2026-11-02T00:10:00Z', 7_000),
        at('2026-11-02T00:15:00Z', null),
        at('2026-11-02T00:20:00Z', null),
        at('2026-11-02T00:25:00Z', 7_000),
        at('2026-11-03T00:05:00Z', 7_000),
      ])
        await store.keepChangedScores([one]);
      await store.keepChangedScores([]);
      await store.keepChangedScores([{ ...at('2026-11-03T00:10:00Z', 7_000), profileVersion: '2' }]);
      expect(await kept('same')).toEqual([
        ['2026-11-02T00:05:00.000Z', 7_000],
        ['2026-11-02T00:15:00.000Z', null],
        ['2026-11-02T00:25:00.000Z', 7_000],
        ['2026-11-03T00:05:00.000Z', 7_000],
        ['2026-11-03T00:10:00.000Z', 7_000],
      ]);
    });

    it('are thinned to one a day where they changed; the newest stays, and what is asked of them too', async () => {
      const at = (asOf: string, hundredths: number | null) => ({
        ...score(asOf, hundredths),
        account: 'thin',
      });
      await store.writeScores([
        at('2026-11-01T08:00:00Z', 1_000),
        at('2026-11-01T09:00:00Z', 2_000),
        at('2026-11-01T20:00:00Z', 2_000),
        at('2026-11-02T08:00:00Z', 2_000),
        at('2026-11-03T08:00:00Z', 3_000),
        at('2026-11-03T09:00:00Z', 4_000),
        at('2026-11-04T08:00:00Z', 4_000),
      ]);
      const noons = [1, 2, 3, 4, 5].map((day) => new Date(`2026-11-0${day}T23:59:00Z`));
      const asked = async () =>
        await Promise.all(noons.map(async (noon) => (await store.scoresAt(['thin'], noon)).get('thin')));
      const before = (await asked()).map((found) => found?.hundredths);
      expect(await store.thinScores(['thin'], new Date('2026-11-03T08:30:00Z'))).toBe(4);
      expect(await kept('thin')).toEqual([
        ['2026-11-01T20:00:00.000Z', 2_000],
        ['2026-11-03T09:00:00.000Z', 4_000],
        ['2026-11-04T08:00:00.000Z', 4_000],
      ]);
      expect((await asked()).map((found) => found?.hundredths)).toEqual(before);
      expect(await store.thinScores(['thin', 'nobody'], new Date('2027-01-01T00:00:00Z'))).toBe(0);
      expect((await kept('thin')).at(-1)).toEqual(['2026-11-04T08:00:00.000Z', 4_000]);
    });
  });

  it('a configuration is kept once and for good', async () => {
    expect(await store.readConfiguration('c1')).toBeNull();
    expect(await store.addConfiguration('c1', { b: [1], a: null }, now)).toBe(true);
    expect(await store.addConfiguration('c1', { other: true }, now)).toBe(false);
    expect(await store.readConfiguration('c1')).toEqual({ a: null, b: [1] });
  });

  describe('accounts', () => {
    const note = (id: string, firstSeenOn: string) => ({
      id,
      firstSeenOn,
      lastEventAt: new Date(`${firstSeenOn}T12:00:00Z`),
      contract: emptyContract(id),
    });

    it('keep the earliest day they were seen on, whatever order it is told in', async () => {
      await store.noteAccounts([note('day-1', '2026-11-05')]);
      await store.noteAccounts([note('day-1', '2026-11-03')]);
      await store.noteAccounts([note('day-1', '2026-11-09')]);
      expect(await store.findAccounts(['day-1', 'nobody'])).toEqual([
        { ...emptyContract('day-1'), id: 'day-1', firstSeenOn: '2026-11-03' },
      ]);
      expect(await store.findAccounts([])).toEqual([]);
    });

    it('keep their contract when they are noted again', async () => {
      await store.noteAccounts([note('contract-1', '2026-11-05')]);
      const contract = {
        ...emptyContract('contract-1'),
        name: 'Acme',
        region: 'eu',
        arr: { amount: 5, currency: 'EUR' },
      };
      await store.writeContracts([{ id: 'contract-1', contract }]);
      await store.noteAccounts([note('contract-1', '2026-11-01')]);
      expect(await store.findAccounts(['contract-1'])).toEqual([
        { ...contract, id: 'contract-1', firstSeenOn: '2026-11-01' },
      ]);
      expect(await store.readRegions(['contract-1', 'day-1', 'nobody'])).toEqual(
        new Map([['contract-1', 'eu']]),
      );
    });

    it('are listed by id, by code unit rather than by a locale', async () => {
      await store.noteAccounts(
        ['order-b', 'order-B', 'order-ä', 'order-a'].map((id) => note(id, '2026-11-01')),
      );
      const ids = (await store.listAccounts()).map(({ id }) => id);
      expect(ids.filter((id) => id.startsWith('order-'))).toEqual([
        'order-B',
        'order-a',
        'order-b',
        'order-ä',
      ]);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it.each(['', ' edge', 'edge '])('the id %j is refused by the table itself (TE6)', async (id) => {
      await expect(store.noteAccounts([note(id, '2026-11-01')])).rejects.toThrow(/check constraint/);
    });
  });

  it('statistics can be refreshed at any time', async () => {
    await expect(store.refreshStatistics()).resolves.toBeUndefined();
  });
}
