import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf, findingOf } from '../../../test/support/alerts.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Alert } from '../../domain/alert.ts';
import type { RegisterEntry } from '../../domain/register.ts';
import type { Store } from '../../store/store.ts';
import { reviewPostView } from '../../views/review-post-view.ts';
import type { RequestContext } from '../context.ts';
import { readPlays } from '../plays/get-plays.ts';
import { startPlay } from '../plays/start-play.ts';
import { runEffects } from '../run-effects.ts';
import { actOnEntry } from './act-on-entry.ts';
import { addAlert, addEntry } from './add-entry.ts';
import { describeEntry } from './describe-entry.ts';
import { editEntry } from './edit-entry.ts';
import { feedFromRecords } from './feed-register.ts';
import { getWeekPage } from './get-week-page.ts';
import { listEntries } from './list-register.ts';
import { postReview, readWeek } from './post-review.ts';
import { startReview, stopAt } from './walk-review.ts';

/** A Monday, 10:00 in Berlin. */
const monday = '2026-11-23T09:00:00.000Z';
const dayMs = 86_400_000;

describeEngines('the register', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let store: Store;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    ({ store, close } = opened);
    const door = await testDoor([createLedgerConnector('chat'), createLedgerConnector('outbox')]);
    ctx = await testContext(store, monday, undefined, door);
    await store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-10', {
        name: 'Acme',
        owner: 'csm1',
        renewsOn: '2027-01-10',
        arr: { amount: 48_000_00, currency: 'EUR' },
      }),
      sampleEvent('contract.updated', 'zen', '2026-01-10', {
        name: 'Zen',
        owner: 'csm2',
        arr: { amount: 10_000_00, currency: 'USD' },
      }),
      sampleEvent('feature.used', 'acme', '2026-11-01'),
    ]);
  });
  afterEach(() => close());

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const later = (days: number): void => ctx.clock.set(new Date(Date.parse(monday) + days * dayMs));
  const raise = async (id: string, given: Partial<Alert> = {}): Promise<Alert> => {
    const alert = alertOf(id, given);
    await store.writeAlerts([alert], []);
    return alert;
  };
  const end = async (alert: Alert, at: string, because: 'cleared' | 'left' = 'cleared'): Promise<void> =>
    await store.writeAlerts(
      [{ ...alert, state: 'closed', revision: alert.revision + 1, end: { at, because, by: null } }],
      [],
    );
  const all = async (): Promise<RegisterEntry[]> =>
    await store.listRegister({ states: ['open', 'done', 'dropped'], limit: 100 });
  const add = async (member: string, fields: Record<string, string>): Promise<RegisterEntry> => {
    const result = await addEntry(as(member), { fields });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.entry;
  };
  const actions = async (entry: string): Promise<string[]> =>
    (await store.readAudit({ limit: 100 }))
      .filter(({ detail }) => detail.entry === entry)
      .map(({ action, actor }) => `${action} ${actor}`)
      .reverse();

  describe('is fed', () => {
    it('by a grave alert that stays open for three days, once, however many look', async () => {
      await raise('grave');
      await raise('mild', { account: 'zen', finding: findingOf({ account: 'zen', severity: 'medium' }) });
      later(2.9);
      expect(await feedFromRecords(ctx)).toEqual({ opened: 0, changed: 0 });
      later(3);
      const fed = await Promise.all([feedFromRecords(ctx), feedFromRecords(ctx)]);
      expect(fed[0].opened + fed[1].opened).toBe(1);
      expect(await feedFromRecords(ctx)).toEqual({ opened: 0, changed: 0 });
      expect(await all()).toMatchObject([
        {
          kind: 'risk',
          account: 'acme',
          title: 'Gone quiet',
          owner: 'csm1',
          severity: 'high',
          worth: { amount: 4_800_000, currency: 'EUR' },
          alerts: ['grave'],
          nextReviewOn: '2026-11-26',
        },
      ]);
    });

    it('by a person, whatever its severity, and the second to press sees what is there', async () => {
      await raise('mild', { finding: findingOf({ severity: 'low' }) });
      const results = await Promise.all([addAlert(as('csm1'), 'mild'), addAlert(as('csm2'), 'mild')]);
      expect(results.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
      expect(new Set(results.map(({ entry }) => entry.id)).size).toBe(1);
      const [entry] = await all();
      expect(await actions(entry?.id ?? '')).toHaveLength(1);
    });

    it('says that its alert ended and asks to be closed, once, and no more when it is back', async () => {
      const alert = await raise('grave');
      later(3);
      await feedFromRecords(ctx);
      later(4);
      await end(alert, ctx.clock.now().toISOString());
      expect(await feedFromRecords(ctx)).toEqual({ opened: 0, changed: 1 });
      const [asking] = await all();
      expect(asking).toMatchObject({
        asksToClose: 'Its alert is over: the reason for it is gone (27 Nov 2026).',
        nextReviewOn: '2026-11-26',
        state: 'open',
      });
      await actOnEntry(as('csm1'), { id: asking?.id ?? '', revision: null }, { kind: 'keep' });
      expect(await feedFromRecords(ctx)).toEqual({ opened: 0, changed: 0 });
      later(6);
      await end(alert, ctx.clock.now().toISOString());
      expect(await feedFromRecords(ctx)).toMatchObject({ changed: 1 });
      await raise('grave', { revision: 9 });
      expect(await feedFromRecords(ctx)).toMatchObject({ changed: 1 });
      expect((await all())[0]?.asksToClose).toBeNull();
    });

    it('does not bring back what somebody dropped, until the alert itself comes back', async () => {
      const alert = await raise('grave');
      later(3);
      await feedFromRecords(ctx);
      const [entry] = await all();
      await actOnEntry(as('csm1'), { id: entry?.id ?? '', revision: 1 }, { kind: 'drop', reason: 'agreed' });
      later(4);
      expect(await feedFromRecords(ctx)).toEqual({ opened: 0, changed: 0 });
      later(5);
      await store.writeAlerts(
        [{ ...alert, revision: 5 }],
        [{ alertId: 'grave', at: ctx.clock.now().toISOString(), by: null, what: 'reopened', detail: {} }],
      );
      later(7.9);
      expect(await feedFromRecords(ctx)).toMatchObject({ opened: 0 });
      later(8);
      expect(await feedFromRecords(ctx)).toMatchObject({ opened: 1 });
    });

    it('by opportunities on record and by findings of expansion; what was won asks to be closed', async () => {
      await ingest(ctx, [
        sampleEvent('expansion.opened', 'acme', '2026-11-20', {
          opportunityId: 'o-1',
          arr: { amount: 500_000, currency: 'EUR' },
        }),
      ]);
      const finding = findingOf({ account: 'zen', kind: 'expansion', rule: 'limit-near', severity: 'low' });
      await raise('grows', { account: 'zen', finding });
      expect(await feedFromRecords(ctx)).toMatchObject({ opened: 2 });
      expect((await all()).map(({ kind, account, worth }) => [kind, account, worth?.amount])).toEqual(
        expect.arrayContaining([
          ['opportunity', 'acme', 500_000],
          ['opportunity', 'zen', 4_800_000],
        ]),
      );
      later(2);
      await ingest(ctx, [sampleEvent('expansion.won', 'acme', '2026-11-24', { opportunityId: 'o-1' })]);
      await feedFromRecords(ctx);
      const won = (await all()).find(({ account }) => account === 'acme');
      expect(won?.asksToClose).toBe('The opportunity was won on 24 Nov 2026.');
    });

    it('asks where a customer left and where an alert vanished, and loses nothing', async () => {
      const entry = await add('csm2', { title: 'Talk about seats', account: 'zen' });
      const orphan = await add('csm1', { title: 'Orphan', account: 'acme' });
      await actOnEntry(as('csm1'), { id: orphan.id, revision: 1 }, { kind: 'link', alert: 'never-was' });
      await ingest(ctx, [sampleEvent('contract.updated', 'zen', '2026-11-22', { status: 'ended' })]);
      await feedFromRecords(ctx);
      const found = new Map((await all()).map((one) => [one.id, one]));
      expect(found.get(entry.id)?.asksToClose).toBe('The customer has left.');
      expect(found.get(orphan.id)?.asksToClose).toBe('Its alert is not on record any more.');
      const card = await describeEntry(ctx, found.get(entry.id) ?? expect.fail('no entry'));
      expect(card.account).toMatchObject({ name: 'Zen', hasLeft: true });
    });
  });

  describe('of people', () => {
    it('is written with its author, in the audit, and changed by owner and day', async () => {
      const entry = await add('csm1', { title: 'Champion leaves', account: 'acme', dueOn: '2026-12-01' });
      expect(entry).toMatchObject({ owner: 'csm1', kind: 'risk', nextReviewOn: '2026-11-30', revision: 1 });
      const changed = await editEntry(
        as('manager1'),
        { id: entry.id, revision: 1 },
        { owner: 'csm2', dueOn: '2026-12-08', title: 'Champion leaves' },
      );
      expect(changed).toMatchObject({
        ok: true,
        note: {
          detail: {
            changes: {
              owner: { from: 'csm1', to: 'csm2' },
              dueOn: { from: '2026-12-01', to: '2026-12-08' },
            },
          },
        },
      });
      expect(await actions(entry.id)).toEqual(['register.opened csm1', 'register.changed manager1']);
    });

    it('refuses in clear words what makes no sense, and keeps nothing of it', async () => {
      const odd = {
        title: '\u202e  ',
        owner: 'nobody',
        dueOn: '2026-11-20',
        nextReviewOn: '2226-01-01',
        severity: 'huge',
        worth: 'lots',
        kind: 'wish',
        description: 'x'.repeat(10_000),
      };
      const result = await addEntry(as('csm1'), { fields: odd });
      expect(result).toEqual({
        ok: false,
        problems: {
          title: 'Say in a few words what it is about.',
          description: 'A description has up to 2000 characters; this one has 10000.',
          owner: "Nobody here who can own it has the id 'nobody'.",
          dueOn: 'A due date lies ahead: 2026-11-20 is past.',
          nextReviewOn: expect.stringContaining('at most 92 days ahead'),
          severity: 'Choose one of critical, high, medium, low.',
          worth: 'Write the currency and the amount, such as USD 12,000.',
          kind: 'Choose one of risk, opportunity, action.',
        },
      });
      const long = await addEntry(as('csm1'), { fields: { title: 'y'.repeat(10_000) } });
      expect(long).toMatchObject({ problems: { title: expect.stringContaining('this one has 10000') } });
      expect(await all()).toEqual([]);
    });

    it('keeps a title that is written from right to left', async () => {
      const entry = await add('csm1', { title: 'العميل يغادر في مارس' });
      expect((await all())[0]?.title).toBe(entry.title);
    });

    it('lets auditors read and change nothing', async () => {
      const entry = await add('csm1', { title: 'x' });
      const auditor = as('auditor1');
      const refused = { code: 'HF_FORBIDDEN' };
      await expect(addEntry(auditor, { fields: { title: 'y' } })).rejects.toMatchObject(refused);
      await expect(
        actOnEntry(auditor, { id: entry.id, revision: 1 }, { kind: 'done', reason: '' }),
      ).rejects.toMatchObject(refused);
      await expect(editEntry(auditor, { id: entry.id, revision: 1 }, { title: 'z' })).rejects.toMatchObject(
        refused,
      );
      expect((await listEntries(auditor, { scope: 'all', limit: 9 })).total).toBe(1);
      expect((await store.readAudit({ limit: 1 }))[0]).toMatchObject({ action: 'register.refused' });
    });

    it('lets one of two at the same time win, and tells the other who was faster', async () => {
      const { id } = await add('csm1', { title: 'x' });
      const results = await Promise.all([
        actOnEntry(as('csm1'), { id, revision: 1 }, { kind: 'done', reason: '' }),
        editEntry(as('manager1'), { id, revision: 1 }, { owner: 'csm2' }),
      ]);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      const lost = results.find(({ ok }) => !ok);
      expect(lost).toMatchObject({ stale: true, reason: expect.stringMatching(/after this was shown/) });
      expect(await store.listRegisterNotes(id)).toHaveLength(2);
      expect(await actions(id)).toHaveLength(2);
      const again = await actOnEntry(as('csm1'), { id, revision: 1 }, { kind: 'keep' });
      expect(again).toMatchObject({ ok: false, stale: true });
    });

    it('may keep a due date that has passed while something else changes', async () => {
      const { id } = await add('csm1', { title: 'x', dueOn: '2026-11-24' });
      later(5);
      const typed = { dueOn: '2026-11-24', owner: 'csm2' };
      expect(await editEntry(as('csm1'), { id, revision: 1 }, typed)).toMatchObject({ ok: true });
    });

    it('is linked to a task of a play rather than copied: done in one place is done in both', async () => {
      await startPlay(as('csm1'), { accountId: 'acme', playbook: 'silence' });
      while (await runEffects(ctx, 'w1'));
      const [play] = await readPlays(ctx, 'acme');
      const step = play?.steps.find(({ state }) => state === 'current');
      if (!play || step?.recipe.kind !== 'task') return expect.fail('the play does not begin with a task');
      const added = await addEntry(as('csm1'), {
        fields: { title: '', kind: 'action' },
        play: play.id,
        step: step.recipe.id,
      });
      if (!added.ok) return expect.fail(JSON.stringify(added.problems));
      expect(added.entry).toMatchObject({
        title: step.recipe.title,
        account: 'acme',
        kind: 'action',
        dueOn: step.dueAt?.slice(0, 10),
      });
      const done = await actOnEntry(
        as('csm1'),
        { id: added.entry.id, revision: 1 },
        { kind: 'done', reason: '' },
      );
      expect(done).toMatchObject({ ok: true });
      const [after] = await readPlays(ctx, 'acme');
      expect(after?.steps.find(({ recipe }) => recipe.id === step.recipe.id)?.state).toBe('done');
    });
  });

  describe('walked', () => {
    it('goes over what is due, one by one, and says at the end what was decided', async () => {
      const ids: string[] = [];
      for (const title of ['one', 'two', 'three', 'four'])
        ids.push((await add('csm1', { title, nextReviewOn: '2026-11-23' })).id);
      await add('csm1', { title: 'not yet', nextReviewOn: '2026-12-10' });
      const me = as('csm1');
      const { review, others } = await startReview(me, { scope: 'mine', which: 'due' });
      if (!review) return expect.fail('no review');
      expect([review.entries.length, others]).toEqual([4, 1]);
      const first = await stopAt(me, review.id, 0);
      if (first.kind !== 'stop') return expect.fail('no stop');
      const target = (index: number) => ({ id: review.entries[index] ?? '', revision: 1 });
      await actOnEntry(me, target(0), { kind: 'keep', review: review.id });
      await actOnEntry(me, target(1), { kind: 'done', reason: '', review: review.id });
      // Somebody else is faster with the third.
      await actOnEntry(as('manager1'), target(2), { kind: 'drop', reason: 'moot' });
      const next = await stopAt(me, review.id, 2);
      expect(next).toMatchObject({ kind: 'stop', index: 3, passed: 1 });
      const end = await stopAt(me, review.id, 4);
      expect(end).toMatchObject({ kind: 'end', others: 1 });
      if (end.kind !== 'end') return;
      expect(end.decided.map(({ note }) => note.what).sort()).toEqual(['done', 'kept']);
      expect(end.meanwhile.map(({ id }) => id)).toEqual([review.entries[2]]);
      expect(end.untouched.map(({ id }) => id)).toEqual([review.entries[3]]);
      expect((await store.findRegisterEntries([review.entries[0] ?? '']))[0]?.nextReviewOn).toBe(
        '2026-11-30',
      );
    });

    it('shows each figure with its record, and the change of the score in a week', async () => {
      await raise('grave');
      const { entry } = await addAlert(as('csm1'), 'grave');
      const card = await describeEntry(ctx, entry);
      expect(card.account).toMatchObject({
        name: 'Acme',
        renewsOn: '2027-01-10',
        arr: { amount: 4_800_000, currency: 'EUR' },
        arrUrl: '/evidence/events/1',
        renewsUrl: '/evidence/events/1',
        score: { url: expect.stringContaining('/evidence/scores/acme?') },
        change: { url: expect.stringContaining('since=2026-11-16') },
      });
      expect(card.alerts).toMatchObject([{ id: 'grave', state: 'open', title: 'Gone quiet' }]);
    });
  });

  describe('of the week', () => {
    it('counts beside the week before, by what stood then', async () => {
      const one = await add('csm1', { title: 'one', account: 'acme', dueOn: '2026-11-26' });
      await add('csm2', { title: 'two', account: 'zen', kind: 'opportunity', dueOn: '2026-11-25' });
      const gone = await add('csm1', { title: 'three', account: 'acme' });
      later(5);
      // Overdue then, though its day was put off since.
      later(8);
      await editEntry(as('csm1'), { id: one.id, revision: 1 }, { dueOn: '2026-12-20' });
      await actOnEntry(as('csm1'), { id: gone.id, revision: 1 }, { kind: 'done', reason: '' });
      later(11);
      const { counts, atRisk, waiting, forReview } = await readWeek(ctx);
      expect(counts).toMatchObject({
        open: { now: 2, before: 3 },
        byKind: { risk: { now: 1, before: 2 }, opportunity: { now: 1, before: 1 } },
        overdue: { now: 1, before: 2 },
        opened: { now: 0, before: 3 },
        done: { now: 1, before: 0 },
      });
      expect(atRisk).toEqual([{ amount: 4_800_000, currency: 'EUR' }]);
      expect(forReview).toBe(2);
      expect(waiting).toEqual([
        { owner: 'csm1', entries: 1, overdue: 0 },
        { owner: 'csm2', entries: 1, overdue: 1 },
      ]);
      // Each figure leads to its entries, and a week later to the same ones.
      const view = reviewPostView(await readWeek(ctx), new Map());
      const links = JSON.stringify(view).match(/\/evidence\/register-weeks\/[^"#]+#[a-z]+/g) ?? [];
      expect(links.length).toBeGreaterThanOrEqual(6);
      const instant = links[0]?.split('/')[3]?.split('#')[0] ?? '';
      const shown = async () => {
        const { groups } = await getWeekPage(ctx, instant);
        return Object.entries(groups).map(([name, { now, before }]) => [
          name,
          now.map(({ id, kind, dueOn }) => [id, kind, dueOn]),
          before.map(({ id, kind, dueOn }) => [id, kind, dueOn]),
        ]);
      };
      const then = await shown();
      expect(then.find(([name]) => name === 'open')?.[1]).toHaveLength(counts.open.now);
      expect(then.find(([name]) => name === 'done')?.[1]).toHaveLength(counts.done.now);
      later(18);
      for (const { id, revision } of await store.listRegister({ states: ['open'], limit: 9 }))
        await actOnEntry(as('csm1'), { id, revision }, { kind: 'drop', reason: 'over' });
      expect(await shown()).toEqual(then);
      await expect(getWeekPage(ctx, 'monday')).rejects.toMatchObject({ code: 'HF_USAGE' });
    });

    it('names by owner what waits for its review alone, and no revenue of who has left', async () => {
      await add('csm1', { title: 'one', account: 'acme' });
      const late = await add('csm2', { title: 'two', dueOn: '2026-11-25' });
      later(11);
      // Overdue, and looked at: it is told as overdue, and waits for no review.
      await actOnEntry(as('csm2'), { id: late.id, revision: 1 }, { kind: 'keep' });
      await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-11-28', { status: 'ended' })]);
      const { counts, atRisk, accountsAtRisk, waiting, forReview } = await readWeek(ctx);
      expect([counts.overdue.now, forReview]).toEqual([1, 1]);
      expect(waiting).toEqual([{ owner: 'csm1', entries: 1, overdue: 0 }]);
      expect([atRisk, accountsAtRisk]).toEqual([[], 0]);
    });

    it('is posted once for a slot, and not where nothing ever was', async () => {
      const slot = new Date('2026-11-23T07:00:00.000Z');
      expect(await postReview(ctx, slot)).toMatchObject({ posted: false });
      await add('csm1', { title: 'one' });
      const posts = await Promise.all([postReview(ctx, slot), postReview(ctx, slot)]);
      expect(posts.filter(({ posted }) => posted)).toHaveLength(1);
      expect((await postReview(ctx, slot)).posted).toBe(false);
    });
  });
});
