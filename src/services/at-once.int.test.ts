import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { testContext } from '../../test/support/services.ts';
import { server } from '../../test/support/stores.ts';
import { savedViewLimits } from '../domain/saved-view.ts';
import { weekdays } from '../domain/sla.ts';
import { openDatabase } from '../store/database.ts';
import { createStore } from '../store/store.ts';
import type { RequestContext } from './context.ts';
import { subscribe, subscriptionOf } from './digest/digest-recipients.ts';
import { firstSeen } from './first-seen.ts';
import { keepView } from './keep-view.ts';
import { noteAccount } from './note-account.ts';
import { actOnEntry } from './register/act-on-entry.ts';
import { addEntry } from './register/add-entry.ts';
import { setLetterOptOut } from './updates/opt-out.ts';
import { changeSubscription, updateSubscriptions } from './updates/update-targets.ts';

const now = '2026-11-23T08:30:00.000Z';

/** The embedded engine has one process and one connection: nobody comes between its statements. */
describe.skipIf(!inject('serverUrl'))('what members change in two processes at once', () => {
  let ctx: RequestContext;
  let other: RequestContext;
  const closing: (() => Promise<void>)[] = [];
  /** The same many times, by turns in one process and in the other. */
  const atOnce = <T>(times: number, work: (ctx: RequestContext, at: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: times }, (_, at) => work(at % 2 === 0 ? ctx : other, at)));

  beforeAll(async () => {
    const opened = await server.open();
    const second = await openDatabase({ kind: 'server', url: opened.url ?? '', migrationUrl: null });
    closing.push(() => second.close(), opened.close);
    await opened.store.writeMembers(demoMembers);
    const member = demoMembers.find(({ id }) => id === 'csm1') ?? null;
    ctx = { ...(await testContext(opened.store, now)), member };
    other = { ...ctx, store: createStore(second) };
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it('keeps every update that one member takes on, and takes back those alone that are taken back', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const before = await atOnce(8, (one, at) =>
      changeSubscription(one, 'csm1', { account: names[at] ?? '' }, 'chat'),
    );
    expect(before).toEqual(Array(8).fill(false));
    const kept = async () => (await updateSubscriptions(ctx, 'csm1')).map(({ of, by }) => ({ ...of, by }));
    expect((await kept()).map((one) => 'account' in one && one.account).sort()).toEqual(names);
    const then = await atOnce(8, (one, at) =>
      changeSubscription(one, 'csm1', { account: names[at] ?? '' }, at < 4 ? null : 'mail'),
    );
    expect(then).toEqual(Array(8).fill(true));
    expect(new Set(await kept())).toEqual(
      new Set(names.slice(4).map((account) => ({ account, by: 'mail' }))),
    );
    expect(await changeSubscription(ctx, 'csm1', { segment: 'h' }, null)).toBe(false);
    await ctx.store.writeMemberSetting({ member: 'csm1', name: 'updates', value: 'x', at: new Date(now) });
    expect(await changeSubscription(ctx, 'csm1', { segment: 'smb' }, 'chat')).toBe(false);
    expect(await kept()).toEqual([{ segment: 'smb', by: 'chat' }]);
  });

  it('keeps one digest a member, as one of them asked for it', async () => {
    await atOnce(8, (one, at) => {
      const day = weekdays[at % 5] ?? 'mon';
      return subscribe(one, 'csm1', { day, hour: at % 5, sections: ['health'], segment: null });
    });
    const kept = await subscriptionOf(ctx, 'csm1');
    expect(kept?.day).toBe(weekdays[kept?.hour ?? 9]);
  });

  it('keeps no more views than a member may have, and each under its name', async () => {
    const { count } = savedViewLimits;
    const written = await atOnce(count + 6, (one, at) =>
      keepView(one, 'csm1', { name: `view ${at}`, query: `q=${at}` }),
    );
    const kept = await ctx.store.listSavedViews('csm1');
    expect(kept).toHaveLength(count);
    expect(written.filter(Boolean)).toHaveLength(count);
    const [first] = kept;
    const again = { name: first?.name ?? '', query: 'q=again' };
    expect(await keepView(other, 'csm1', again)).toBe(true);
    expect(await ctx.store.listSavedViews('csm1')).toContainEqual(again);
  });

  it('remembers every place that is seen for the first time, each at its first', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `place ${at}`);
    await atOnce(12, (one, at) => firstSeen(one, 'seen', [names[at] ?? '', 'all see it']));
    const later = { ...ctx, clock: { ...ctx.clock, now: () => new Date('2027-01-01') } };
    const seen = await firstSeen(later, 'seen', [...names, 'all see it']);
    expect(new Set([...seen.values()].map((at) => at.toISOString()))).toEqual(new Set([now]));
  });

  it('writes every note, and one message once', async () => {
    const source = { key: 'C1/1.1', author: 'Ana', url: null };
    const noted = await atOnce(8, (one, at) =>
      noteAccount(one, { account: 'acme', text: `note ${at}`, source: at < 4 ? source : null }),
    );
    expect(noted.filter(({ isNew }) => isNew)).toHaveLength(5);
    expect(new Set(noted.map(({ note }) => note)).size).toBe(5);
  });

  it('loses no word about an entry of the register: it is written, or its author hears that it was not', async () => {
    const added = await addEntry(ctx, { fields: { title: 'x' } });
    if (!added.ok) return expect.fail('the entry was refused');
    const { id } = added.entry;
    const results = await atOnce(8, (one, at) =>
      actOnEntry(one, { id, revision: null }, { kind: 'note', text: `word ${at}` }),
    );
    const written = results.filter(({ ok }) => ok).length;
    expect(written).toBeGreaterThan(0);
    expect((await ctx.store.listRegisterNotes(id)).filter(({ what }) => what === 'noted')).toHaveLength(
      written,
    );
    expect(results.every((one) => one.ok || (one.stale && one.reason.includes('nothing was done now')))).toBe(
      true,
    );
  });

  it('stops letters to an address once, whoever says so first', async () => {
    const said = await atOnce(6, (one) =>
      setLetterOptOut(one, { address: 'ana@acme.example', wants: false }),
    );
    expect(said.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await ctx.store.findLetterOptOuts(['ana@acme.example'])).toEqual(['ana@acme.example']);
  });
});
