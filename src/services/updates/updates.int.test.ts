import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { weekId } from '../../domain/account-week.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { RequestContext } from '../context.ts';
import { getAccountHealth } from '../get-account-health.ts';
import { declareStatus } from '../issues/declare-status.ts';
import { matchRecords } from '../issues/match-records.ts';
import { proposeAction } from '../propose-action.ts';
import { runEffects } from '../run-effects.ts';
import { countWeek, drawUpdate, readWeek } from './draw-update.ts';
import { sendUpdates } from './send-updates.ts';
import { keepNewWeek, takeWeek } from './take-week.ts';
import { changeSubscription } from './update-targets.ts';

/** A Monday, half past nine in Berlin. */
const now = '2026-11-23T08:30:00.000Z';
const dayMs = 86_400_000;

describeEngines('the week of a customer for executives', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let chat: LedgerConnector;
  let outbox: LedgerConnector;
  let close: () => Promise<void>;
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const used = (at: string, user: string | null, payload: Record<string, unknown> = {}) =>
    sampleEvent(
      'feature.used',
      'acme',
      at,
      { feature: 'reports', ...payload },
      user === null ? {} : { user },
    );
  const later = (days: number): void => ctx.clock.set(new Date(Date.parse(now) + days * dayMs));

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    chat = createLedgerConnector('chat');
    outbox = createLedgerConnector('outbox');
    ctx = await testContext(opened.store, now, undefined, await testDoor([chat, outbox]));
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', {
        name: 'Acme',
        owner: 'csm1',
        segment: 'smb',
        domains: ['acme.example'],
        startsOn: '2026-01-01',
        renewsOn: '2027-03-31',
        arr: { amount: 18_600_000, currency: 'USD' },
      }),
      used('2026-11-16T00:00:00.000Z', 'ana', { count: 3 }),
      used('2026-11-22T23:59:59.999Z', 'ben', { count: 4 }),
      used('2026-11-22', null, { feature: undefined, count: 5 }),
      sampleEvent('user.session', 'acme', '2026-11-18', {}, { user: 'cem' }),
      used('2026-11-15T23:59:59.999Z', 'ana', { count: 10 }),
      used('2026-11-23T00:00:00.000Z', 'today', { count: 99 }),
    ]);
  });
  afterEach(() => close());

  describe('what is counted', () => {
    it('is what the raw events say of seven full days, beside the seven before and the mean', async () => {
      const { users, uses, week } = countWeek(await takeWeek(ctx, 'acme'));
      expect(week.weeks[0]).toEqual({ from: '2026-11-16', to: '2026-11-22', users: 3, uses: 12 });
      expect(users).toEqual({ now: 3, before: 1, changePercent: 200, mean: 0.3 });
      expect(uses).toEqual({ now: 12, before: 10, changePercent: 20, mean: 2.5 });
      expect(week.features).toEqual([{ feature: 'reports', uses: 7, before: 10 }]);
    });

    it('has the change of the score that the card of its health has: since the end of that day a week ago', async () => {
      await ingest(ctx, [
        sampleEvent('error.raised', 'acme', '2026-11-16T18:00:00Z', { code: 'E1', count: 40 }),
        sampleEvent('ticket.created', 'acme', '2026-11-16T19:00:00Z', { ticketId: 'T-1', priority: 'P0' }),
      ]);
      const { move } = countWeek(await takeWeek(ctx, 'acme'));
      const { change7d } = await getAccountHealth(ctx, { accountId: 'acme' });
      expect(change7d).not.toBeNull();
      expect((move.change ?? 0) / 100).toBeCloseTo(change7d ?? 0, 5);
    });

    it('is the same of the past as it was at that time, whatever came in since', async () => {
      const then = await takeWeek(ctx, 'acme');
      later(9);
      await ingest(ctx, [used('2026-11-20', 'late', { count: 1_000 }), used('2026-11-30', 'new')]);
      const again = await takeWeek(ctx, 'acme', { asOf: new Date(now), knownAt: then.week.knownAt });
      // What waits, and what could be tried next, is asked of now alone.
      const past = { ...then.week, asks: null, tips: [] };
      expect(again.week).toEqual(past);
      expect(again.week.knownAt).toBeLessThan((await takeWeek(ctx, 'acme')).week.knownAt);
    });

    it('tells of incidents, urgent tickets, outcomes and what waits, each with its record', async () => {
      await ingest(ctx, [
        sampleEvent('incident.opened', 'acme', '2026-11-20', {
          incidentId: 'i-7',
          severity: 'S1',
          title: 'Loads are late',
        }),
        sampleEvent('ticket.created', 'acme', '2026-11-21', { ticketId: 'T-9', priority: 'P0' }),
        sampleEvent('ticket.created', 'acme', '2026-11-10', { ticketId: 'T-8', priority: 'P1' }),
        sampleEvent('ticket.resolved', 'acme', '2026-11-17', { ticketId: 'T-8' }),
        sampleEvent('milestone.reached', 'acme', '2026-11-19', { milestone: 'first_value' }),
        sampleEvent('milestone.reached', 'acme', '2026-11-10', { milestone: 'sso_live' }),
        sampleEvent('value.measured', 'acme', '2026-11-19', { hoursSaved: 12.5 }),
      ]);
      await proposeAction(as('csm1'), {
        kind: 'message.customer',
        account: 'acme',
        params: { to: ['ana@acme.example'], subject: 'Hi', body: 'Hello' },
      });
      const named = await takeWeek(ctx, 'acme');
      const text = JSON.stringify(drawUpdate(named));
      for (const words of [
        '1 open',
        'S1 Loads are late',
        '1 P0 open (was 1 P1)',
        'T-9',
        'first value was reached',
        '12.5 hours saved',
        '1 approval',
      ])
        expect(text).toContain(words);
      expect(text).not.toContain('single sign-on');
      expect(named.week.wins.map(({ kind }) => kind).sort()).toEqual(['milestone', 'value']);
    });

    it('tells of planned fixes with owner and ship date, and of those that shipped in the week', async () => {
      const open = issueOf('late', {
        title: 'Loads are late',
        error_signatures: ['LATE_LOAD'],
        ships_on: '2026-12-03',
      });
      const shipped = issueOf('stuck', { title: 'Imports are stuck', error_signatures: ['STUCK_IMPORT'] });
      const other = issueOf('elsewhere', { title: 'Not theirs', error_signatures: ['ELSEWHERE'] });
      ctx = { ...ctx, knowledge: knowledgeOf([open, shipped, other]) };
      await ingest(ctx, [
        sampleEvent('error.raised', 'acme', '2026-11-20', { code: 'LATE_LOAD' }),
        sampleEvent('error.raised', 'acme', '2026-11-01', { code: 'STUCK_IMPORT' }),
        sampleEvent('error.raised', 'other', '2026-11-20', { code: 'ELSEWHERE' }),
      ]);
      await matchRecords(ctx);
      await declareStatus(as('manager1'), { id: 'stuck', status: 'fixed', fixedIn: '4.41' });
      const text = JSON.stringify(drawUpdate(await takeWeek(ctx, 'acme')));
      expect(text).toContain('Loads are late');
      expect(text).toMatch(/ships 3 Dec, Helena Strand/);
      expect(text).toMatch(/Imports are stuck/);
      expect(text).toMatch(/fixed 23 Nov in 4\.41/);
      expect(text).not.toContain('Not theirs');
      later(8);
      expect(JSON.stringify(drawUpdate(await takeWeek(ctx, 'acme')))).not.toContain('Imports are stuck');
    });
  });

  describe('a snapshot', () => {
    it('is kept under the hash of its bytes, and drawn again to the byte when everything has changed', async () => {
      const named = await keepNewWeek(ctx, 'acme');
      const drawn = canonicalJson(drawUpdate(named));
      later(3);
      await ingest(ctx, [
        sampleEvent('contract.updated', 'acme', '2026-11-24', { name: 'Umbrella' }),
        used('2026-11-20', 'x'),
      ]);
      const again = await readWeek(ctx, named.id);
      expect(canonicalJson(drawUpdate(again))).toBe(drawn);
      expect(weekId(again.week)).toBe(named.id);
    });

    it('that somebody changed, or that is not there, is named', async () => {
      const { week } = await takeWeek(ctx, 'acme');
      const id = `aw${'0'.repeat(30)}`;
      const { asOf, knownAt } = week;
      await ctx.store.keepWeek({
        id,
        account: 'acme',
        asOf: new Date(asOf),
        knownAt,
        body: canonicalJson(week),
        madeAt: ctx.clock.now(),
      });
      await expect(readWeek(ctx, id)).rejects.toMatchObject({ code: 'HF_DIGEST_TAMPERED' });
      await expect(readWeek(ctx, 'aw1')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
      await expect(readWeek(ctx, 'a\u0000')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    });
  });

  describe('bad input', () => {
    it('an account of which only one record is known has an update that says so', async () => {
      await ingest(ctx, [
        sampleEvent('note.written', 'new', now, {}),
        sampleEvent('user.session', 'fresh', now, {}, { user: 'a' }),
      ]);
      const text = JSON.stringify(drawUpdate(await takeWeek(ctx, 'fresh')));
      expect(text).toContain('Known for less than a full week');
      expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
    });

    it('a week after one without any use says from what it came', async () => {
      await ingest(ctx, [
        sampleEvent('contract.updated', 'idle', '2026-01-01', { name: 'Idle' }),
        sampleEvent('feature.used', 'idle', '2026-11-20', { feature: 'x' }, { user: 'a' }),
      ]);
      const text = JSON.stringify(drawUpdate(await takeWeek(ctx, 'idle')));
      expect(text).toContain('(from 0; 4-week mean 0)');
      expect(text).not.toMatch(/NaN|Infinity/);
    });

    it('names that are long, right-to-left, or markup go out as they are, in bounds', async () => {
      const names = ['x'.repeat(500), 'שלום חברה', '<script>alert(1)</script>', '𝒳'.repeat(250)];
      for (const [at, name] of names.entries()) {
        await ingest(ctx, [
          sampleEvent('contract.updated', `odd-${at}`, '2026-01-01', { name, segment: 'odd' }),
        ]);
        await changeSubscription(ctx, 'exec1', { account: `odd-${at}` }, 'mail');
      }
      later(7);
      expect(await sendUpdates(ctx)).toEqual({ sent: names.length });
      while (await runEffects(ctx, 'w1'));
      expect(outbox.ledger.map(({ kind }) => kind)).toEqual(names.map(() => 'message.member'));
    });
  });

  describe('each week', () => {
    it('goes once to everybody who subscribed, in chat or by e-mail, and to nobody of a week before they did', async () => {
      await changeSubscription(ctx, 'exec1', { account: 'acme' }, 'mail');
      await changeSubscription(ctx, 'manager1', { segment: 'SMB' }, 'chat');
      await changeSubscription(ctx, 'manager1', { account: 'acme' }, 'mail');
      expect(await sendUpdates(ctx)).toEqual({ sent: 0 });
      later(7);
      const results = await Promise.all([sendUpdates(ctx), sendUpdates(ctx), sendUpdates(ctx)]);
      expect(results.reduce((sum, { sent }) => sum + sent, 0)).toBe(2);
      expect(await sendUpdates(ctx)).toEqual({ sent: 0 });
      while (await runEffects(ctx, 'w1'));
      expect(outbox.ledger.map(({ body }) => body.params.to)).toEqual([
        ['constance.okoro@brightweir.example'],
      ]);
      expect(chat.ledger.map(({ body }) => body.params.channel)).toEqual(['T0DEMO:U0manager1']);
      expect(JSON.stringify(outbox.ledger[0]?.body.params)).toContain('Acme');
    });

    it('after weeks in which nothing ran, the latest alone; on a holiday, on the next working day', async () => {
      await changeSubscription(ctx, 'exec1', { account: 'acme' }, 'mail');
      later(30);
      expect(await sendUpdates(ctx)).toEqual({ sent: 1 });
      expect(await sendUpdates(ctx)).toEqual({ sent: 0 });
      const holidays = [...ctx.content.sla.workingHours.holidays, '2026-12-28'];
      const sla = { ...ctx.content.sla, workingHours: { ...ctx.content.sla.workingHours, holidays } };
      ctx = { ...ctx, content: { ...ctx.content, sla } };
      ctx.clock.set(new Date('2026-12-28T12:00:00Z'));
      expect(await sendUpdates(ctx)).toEqual({ sent: 0 });
      ctx.clock.set(new Date('2026-12-29T12:00:00Z'));
      expect(await sendUpdates(ctx)).toEqual({ sent: 1 });
    });

    it('comes each week again after a clock that stood years ahead was set right', async () => {
      await changeSubscription(ctx, 'exec1', { account: 'acme' }, 'mail');
      later(1_200);
      await changeSubscription(ctx, 'manager1', { account: 'acme' }, 'chat');
      expect(await sendUpdates(ctx)).toEqual({ sent: 1 });
      later(7);
      expect(await sendUpdates(ctx)).toEqual({ sent: 2 });
      later(14);
      expect(await sendUpdates(ctx)).toEqual({ sent: 2 });
      later(8);
      expect(await sendUpdates(ctx)).toEqual({ sent: 0 });
    });

    it('ends with the subscription, with the contract, and with the right to read', async () => {
      await changeSubscription(ctx, 'exec1', { account: 'acme' }, 'mail');
      expect(await changeSubscription(ctx, 'exec1', { account: 'acme' }, null)).toBe(true);
      expect(await changeSubscription(ctx, 'exec1', { account: 'acme' }, null)).toBe(false);
      await changeSubscription(ctx, 'manager1', { account: 'acme' }, 'chat');
      await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-11-22', { status: 'ended' })]);
      later(7);
      expect(await sendUpdates(ctx)).toEqual({ sent: 0 });
    });
  });

  it('INV: an e-mail to an address that is no member’s is refused, whoever asks', async () => {
    const params = {
      to: ['stranger@elsewhere.example'],
      subject: 'Acme',
      view: drawUpdate(await takeWeek(ctx, 'acme')),
    };
    expect(await proposeAction(ctx, { kind: 'message.member', account: 'acme', params })).toMatchObject({
      ok: false,
      reason: 'Somebody whom it goes to is no member with this address',
    });
    while (await runEffects(ctx, 'w1'));
    expect(outbox.ledger).toEqual([]);
  });
});
