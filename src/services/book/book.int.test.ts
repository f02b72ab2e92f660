import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf, findingOf, forgetAlerts } from '../../../test/support/alerts.ts';
import { countCalls } from '../../../test/support/counted-store.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Alert } from '../../domain/alert.ts';
import { startPlay } from '../../rules/playbook/decide-play.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { setDelivery } from '../alerts/alert-settings.ts';
import type { RequestContext } from '../context.ts';
import { getTimeline } from '../get-timeline.ts';
import { getNotePage, noteAccount } from '../note-account.ts';
import { movePlay, readPlay } from '../plays/move-play.ts';
import { proposeAction } from '../propose-action.ts';
import { runEffects } from '../run-effects.ts';
import { setBook } from './book-settings.ts';
import { getBook } from './get-book.ts';
import { sendBooks } from './send-books.ts';

const firstDay = Date.parse('2026-11-23T00:00:00.000Z');
const dayMs = 86_400_000;

describeEngines("a member's book", (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let ledger: LedgerConnector;
  let opened: { store: Store; close(): Promise<void> };
  let run = 0;
  /** Every test has three days of its own; 06:00 UTC is seven in Berlin. */
  const on = (day: number, time: string): Date =>
    new Date(firstDay + (3 * run + day) * dayMs + Date.parse(`1970-01-01T${time}:00.000Z`));
  const at = (day: number, time: string): void => ctx.clock.set(on(day, time));
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const raise = (alert: Alert): Promise<void> =>
    ctx.store.writeAlerts(
      [alert],
      [{ alertId: alert.id, at: ctx.clock.now().toISOString(), by: null, what: 'raised', detail: {} }],
    );
  const received = async (): Promise<{ channel: string; view: string }[]> => {
    // A channel takes one message a second.
    for (let turn = 0; turn < 3; turn++) {
      while (await runEffects(ctx, 'w1'));
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 2_000));
    }
    return ledger.ledger
      .filter(({ kind }) => kind === 'message.post')
      .map(({ body }) => ({ channel: String(body.params.channel), view: JSON.stringify(body.params.view) }));
  };

  beforeAll(async () => {
    opened = await engine.open();
    await opened.store.writeMembers(demoMembers);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    run++;
    ledger = createLedgerConnector('chat');
    ctx = await testContext(
      opened.store,
      on(0, '04:00').toISOString(),
      undefined,
      await testDoor([ledger, createLedgerConnector('outbox')]),
    );
    if (run > 1) return;
    const contract = {
      domains: ['acme.example'],
      owner: 'csm1',
      startsOn: '2025-01-01',
      arr: { amount: 100, currency: 'EUR' },
    };
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', {
        name: 'Acme',
        ...contract,
        renewsOn: '2027-09-30',
      }),
    ]);
  });
  afterEach(async () => {
    await received();
    await forgetAlerts(ctx.store);
    for (const { id } of demoMembers) {
      await setBook(ctx, id, 'on');
      await setDelivery(ctx, id, 'cards');
    }
  });

  describe('each morning', () => {
    it('comes at seven by the organisation’s clock, once, to whom there is something to say', async () => {
      await raise(alertOf(`new-${run}`));
      at(0, '05:45');
      expect(await sendBooks(ctx)).toEqual({ sent: 0, empty: 0 });
      at(0, '06:00');
      expect(await sendBooks(ctx)).toEqual({ sent: 1, empty: 1 });
      at(0, '06:15');
      expect(await sendBooks(ctx)).toEqual({ sent: 0, empty: 0 });
      const [book, ...more] = await received();
      expect(more).toEqual([]);
      expect(book?.channel).toBe('T0DEMO:U0csm1');
      expect(book?.view).toMatch(/Your book.*Acme: Gone quiet.*new, high/);
    });

    it('comes later, and once, where nothing ran at seven; not again on that day, and again on the next', async () => {
      await raise(alertOf(`late-${run}`));
      at(0, '14:30');
      expect((await sendBooks(ctx)).sent).toBe(1);
      at(0, '22:45');
      expect((await sendBooks(ctx)).sent).toBe(0);
      await raise(alertOf(`late-too-${run}`, { account: 'b', finding: findingOf({ account: 'b' }) }));
      at(1, '06:00');
      expect((await sendBooks(ctx)).sent).toBe(1);
      const books = await received();
      expect(books).toHaveLength(2);
    });

    it('reads what runs once for all members, however many plays run', async () => {
      const { id, version, title, steps } = ctx.content.playbooks[0] ?? expect.fail('no playbook');
      const recipe = { id, version, title, steps };
      await ctx.store.keepRecipe({ recipe, digest: 'd', at: on(0, '04:00') });
      for (let index = 0; index < 12; index++) {
        const account = index === 0 ? 'acme' : `elsewhere-${index}`;
        const start = { id: `running-${run}-${index}`, account, tier: null, recipe, by: 'system', why: null };
        const events = startPlay(start, on(-2, '04:00'));
        await ctx.store.addPlay(foldPlay(events) ?? expect.fail('no play'), events);
      }
      at(0, '06:00');
      const { store, calls } = countCalls(ctx.store);
      expect((await sendBooks({ ...ctx, store })).sent).toBe(1);
      expect([calls.get('readRunningPlays'), calls.get('findPlay')]).toEqual([1, undefined]);
      expect((await received())[0]?.view).toContain(`Acme: ${steps[0]?.title}`);
      const stored = await ctx.store.readRunningPlays(['acme']);
      const [play] = stored.flatMap(({ events }) => foldPlay(events) ?? []);
      const own = `running-${run}-0`;
      expect(play?.id).toBe(own);
      expect(stored).toEqual([await ctx.store.findPlay(own)]);
      const outcome = { kind: 'end' as const, by: 'system', outcome: 'not-needed' as const, reason: 'r' };
      await movePlay(ctx, (await readPlay(ctx, own)) ?? expect.fail('no play'), outcome);
      expect(await ctx.store.readRunningPlays(['acme'])).toEqual([]);
    });

    it('two processes at once send one', async () => {
      await raise(alertOf(`two-${run}`));
      at(0, '06:00');
      const results = await Promise.all([sendBooks(ctx), sendBooks(ctx)]);
      expect(results[0].sent + results[1].sent).toBe(1);
      expect(await received()).toHaveLength(1);
    });

    it('a process that dies in between sends none, and the next one sends it', async () => {
      await raise(alertOf(`killed-${run}`));
      at(0, '06:00');
      const store: Store = {
        ...ctx.store,
        transaction: (work) =>
          ctx.store.transaction(async (within: StoreTransaction) => {
            await work(within);
            throw new Error('killed');
          }),
      };
      await expect(sendBooks({ ...ctx, store })).rejects.toThrow('killed');
      expect(await received()).toEqual([]);
      expect((await sendBooks(ctx)).sent).toBe(1);
    });

    it('whoever wants none gets none, and can ask for it', async () => {
      await setBook(ctx, 'csm1', 'off');
      await raise(alertOf(`off-${run}`));
      at(0, '06:00');
      expect((await sendBooks(ctx)).sent).toBe(0);
      expect((await getBook(as('csm1')))?.book.changed).toHaveLength(1);
    });

    it('whoever chose one list a day finds the alerts in it, with their buttons', async () => {
      await setDelivery(ctx, 'csm1', 'daily');
      await raise(alertOf(`daily-${run}`));
      at(0, '06:00');
      await sendBooks(ctx);
      expect((await received())[0]?.view).toContain(
        `"action":"alert-take","label":"I'm on it","value":"daily-${run}"`,
      );
    });
  });

  describe('what it says', () => {
    it('of an alert that was raised and closed in a night only that it is over', async () => {
      const alert = alertOf(`over-${run}`);
      await raise(alert);
      const note = { alertId: alert.id, by: null, what: 'closed' as const, detail: {} };
      await ctx.store.writeAlerts([alert], [{ ...note, at: on(0, '04:30').toISOString() }]);
      at(0, '06:00');
      const changed = (await getBook(as('csm1')))?.book.changed;
      expect(changed).toMatchObject([{ text: 'Acme: Gone quiet', detail: 'over, high' }]);
    });

    it('bands that changed, with the page of the score', async () => {
      const score = (asOf: Date, scoreHundredths: number, band: string) => ({
        account: 'acme',
        asOf,
        knownAt: 1,
        profileId: 'p',
        profileVersion: '1',
        scorer: 's',
        scoreHundredths,
        band,
        body: '{}',
        computedAt: asOf,
      });
      await ctx.store.writeScores([
        score(on(-1, '01:00'), 7_200, 'green'),
        score(on(0, '02:10'), 3_900, 'red'),
      ]);
      at(0, '06:00');
      expect((await getBook(as('csm1')))?.book.changed).toMatchObject([
        { text: 'Acme: green → red', detail: 'score 39.00' },
      ]);
      expect((await getBook(as('csm2')))?.book.changed).toEqual([]);
    });

    it('a renewal from thirty days before it on', async () => {
      ctx.clock.set(new Date('2027-08-30T06:00:00.000Z'));
      expect((await getBook(as('csm1')))?.book.due).toEqual([]);
      ctx.clock.set(new Date('2027-08-31T06:00:00.000Z'));
      expect((await getBook(as('csm1')))?.book.due).toMatchObject([
        { text: 'Acme: renewal', detail: 'in 30 days, EUR 1.00' },
      ]);
    });

    it('approvals that one may decide, and none that one asked for', async () => {
      const params = { to: ['a@acme.example'], subject: 'Hello', body: 'Are you well?' };
      await proposeAction(as('csm2'), { kind: 'message.customer', account: 'acme', params });
      expect((await getBook(as('manager1')))?.book.approvals.count).toBeGreaterThan(0);
      expect((await getBook(as('csm2')))?.book.approvals.count).toBe(0);
    });

    it('nothing of a book to the installation itself: it has no accounts', async () => {
      expect(await getBook(ctx)).toBeNull();
    });
  });

  describe('a note', () => {
    it('stands on the timeline with its author, and in the audit', async () => {
      at(0, '06:00');
      await noteAccount(as('csm1'), {
        account: 'acme',
        text: '  They\u0000 move in May.\nNew\u202E office.  ',
      });
      const { entries } = await getTimeline(ctx, { accountId: 'acme', kinds: ['note'] });
      expect(entries).toMatchObject([
        { kind: 'note', title: 'Maren Castellane noted: They move in May. New office.' },
      ]);
    });

    it('can be read whole, with its author and its time, where its line on the timeline leads', async () => {
      at(0, '06:00');
      const text = `${'They said much. '.repeat(100)}\n\nAnd the last word.`;
      const { note } = await noteAccount(as('csm1'), { account: 'acme', text });
      const { entries } = await getTimeline(ctx, { accountId: 'acme', kinds: ['note'] });
      expect(entries[0]?.url).toBe(`/evidence/notes/${note}`);
      expect(await getNotePage(ctx, note)).toMatchObject({
        author: 'Maren Castellane',
        account: { id: 'acme' },
        note: { text, at: ctx.clock.now() },
      });
      await expect(getNotePage(ctx, note + 1)).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    });

    it.each([
      ['nothing', '   '],
      ['nothing that anybody sees', '\u0000\u202E\u200B'],
      ['too much', 'x'.repeat(2_001)],
    ])('that says %s is refused', async (_what, text) => {
      await expect(noteAccount(as('csm1'), { account: 'acme', text })).rejects.toMatchObject({
        code: 'HF_USAGE',
      });
    });

    it('of an auditor is refused', async () => {
      await expect(noteAccount(as('auditor1'), { account: 'acme', text: 'x' })).rejects.toMatchObject({
        code: 'HF_FORBIDDEN',
      });
    });
  });
});
