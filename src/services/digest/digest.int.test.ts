import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf, findingOf } from '../../../test/support/alerts.ts';
import { testArtifacts } from '../../../test/support/artifacts.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { countRefusals, policiesForbidding } from '../../../test/support/policies.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { fileNameOf } from '../../domain/artifact.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { type DigestSchedule, digestSections } from '../../domain/digest.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';
import { decideOn } from '../decide-proposal.ts';
import { getProposal } from '../get-proposal.ts';
import { getScorecard } from '../metrics/get-scorecard.ts';
import { readArtifact } from '../packs/read-artifact.ts';
import { runEffects } from '../run-effects.ts';
import { subscribe } from './digest-recipients.ts';
import { previewDigest, rebuildDigest } from './draw-digest.ts';
import { withEdit } from './edit-digest.ts';
import { getDigestPage } from './get-digest-page.ts';
import { digestOfNow, makeDigestPdf } from './make-digest-pdf.ts';
import { sendDigests } from './send-digests.ts';

/** The Friday before; Mondays are 23 and 30 November. Eight in Berlin is seven by UTC. */
const friday = '2026-11-20T12:00:00.000Z';
const week: DigestSchedule = { day: 'mon', hour: 8, sections: [...digestSections], segment: null };
const timeout = issueOf('timeouts', {
  title: 'Pipelines time out',
  error_signatures: ['PIPELINE_TIMEOUT'],
  owner: 'csm1',
  ships_on: '2026-12-04',
});

describeEngines('the digest of the week', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let store: Store;
  let ledger: LedgerConnector;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    ({ store, close } = opened);
    ledger = createLedgerConnector('chat');
    ledger.answers.push(
      ...Array.from({ length: 9 }, () => ({ kind: 'done' as const, receipt: { message: 'M1' } })),
    );
    const door = await testDoor([ledger, createLedgerConnector('outbox')]);
    ctx = { ...(await testContext(store, friday, undefined, door)), knowledge: knowledgeOf([timeout]) };
    await store.writeMembers(demoMembers);
    at('2026-11-30T07:00:00.000Z');
    const contract = (id: string, more: object, on = '2025-01-10') =>
      sampleEvent('contract.updated', id, on, {
        name: id,
        startsOn: '2025-01-01',
        segment: 'smb',
        arr: { amount: 100_000_00, currency: 'USD' },
        ...more,
      });
    await ingest(ctx, [
      contract('calm', { renewsOn: '2026-12-24' }),
      contract('quiet', { renewsOn: '2027-01-10', arr: { amount: 50_000_00, currency: 'USD' } }),
      contract('large', {
        segment: 'enterprise',
        renewsOn: '2027-09-30',
        arr: { amount: 850_000_00, currency: 'USD' },
      }),
      contract('gone', {}),
      sampleEvent('contract.updated', 'gone', '2026-11-26', { status: 'ended' }),
      sampleEvent('contract.updated', 'calm', '2026-11-27', { renewsOn: '2027-12-24' }),
      sampleEvent('ticket.created', 'large', '2026-11-18', { ticketId: 'T-1', priority: 'P1' }),
      sampleEvent('ticket.created', 'large', '2026-11-25', { ticketId: 'T-2', priority: 'P3' }),
      sampleEvent('ticket.updated', 'large', '2026-11-26', { ticketId: 'T-2', priority: 'P0' }),
      sampleEvent('ticket.created', 'calm', '2026-11-25', { ticketId: 'T-3', priority: 'P0' }),
      sampleEvent('ticket.resolved', 'calm', '2026-11-26', { ticketId: 'T-3' }),
      sampleEvent('error.raised', 'large', '2026-11-25', { code: 'PIPELINE_TIMEOUT' }),
      sampleEvent('expansion.won', 'large', '2026-11-26', {
        opportunityId: 'o-1',
        arr: { amount: 20_000_00, currency: 'USD' },
      }),
      sampleEvent('milestone.reached', 'calm', '2026-11-24', { milestone: 'first_value' }),
    ]);
    at(friday);
  });
  afterEach(() => close());

  const at = (instant: string): void => ctx.clock.set(new Date(instant));
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const raise = (id: string, account: string, instant: string) =>
    store.writeAlerts(
      [alertOf(id, { account, finding: findingOf({ account }) })],
      [{ alertId: id, at: instant, by: null, what: 'raised', detail: {} }],
    );
  const clear = (id: string, instant: string) =>
    store.writeAlerts([], [{ alertId: id, at: instant, by: null, what: 'closed', detail: {} }]);
  const posts = async (): Promise<Proposal[]> =>
    (await store.listProposals({ limit: 50 }))
      .map(({ proposal }) => proposal)
      .filter(({ kind }) => kind === 'message.post');
  const carryOut = async (): Promise<string[]> => {
    for (let turn = 0; turn < 3; turn++) {
      while (await runEffects(ctx, 'w1'));
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 2_000));
    }
    return ledger.ledger.map(
      ({ body }) => `${String(body.params.channel)} ${body.params.thread === undefined ? 'post' : 'reply'}`,
    );
  };
  const approve = async (id: string, member = 'manager1') =>
    await decideOn(as(member), { id, version: null, verb: 'approve' });
  /** Lets channels and members be seen before anything is due. */
  const seen = async () => {
    at(friday);
    await sendDigests(ctx);
  };

  describe('counts', () => {
    it('what the records say at its moment, and a week before', async () => {
      await raise('a1', 'quiet', '2026-11-20T09:00:00.000Z');
      await raise('a2', 'large', '2026-11-26T09:00:00.000Z');
      await raise('a3', 'calm', '2026-11-01T09:00:00.000Z');
      await clear('a3', '2026-11-27T09:00:00.000Z');
      at('2026-11-30T07:00:00.000Z');
      const { id, figures, snapshot } = await getDigestPage(ctx, (await previewDigest(ctx, null)).id);
      expect(id).toMatch(/^dg[0-9a-f]{30}$/);
      expect(figures.customers).toEqual({ now: 3, before: 4 });
      expect(figures.risks.entered.map(({ account }) => account.id)).toEqual(['large']);
      expect(figures.risks.left.map(({ account }) => account.id)).toEqual(['calm']);
      expect(figures.riskPercent).toEqual({ now: 90, before: 14 });
      expect(figures.renewals.now.accounts.map((account) => account.id)).toEqual(['quiet']);
      expect(figures.renewals.before.accounts.map((account) => account.id)).toEqual(['calm', 'quiet']);
      expect(figures.support.now.map(({ ticketId, priority }) => `${ticketId} ${priority}`)).toEqual([
        'T-2 P0',
        'T-1 P1',
      ]);
      expect(figures.support.before.map(({ ticketId }) => ticketId)).toEqual(['T-1']);
      expect(figures.issues.hit).toEqual({ now: 1, before: 0 });
      expect(figures.expansion.percent).toEqual({ now: 2, before: 0 });
      expect(snapshot.lead.text).toContain('1 customer is newly at risk, 1 customer is no longer at risk.');
    });

    it('customers of one segment alone where that is asked for', async () => {
      at('2026-11-30T07:00:00.000Z');
      const { snapshot } = await previewDigest(ctx, 'enterprise');
      expect(snapshot.accounts.map(({ id }) => id)).toEqual(['large']);
      expect(snapshot.tickets.now).toHaveLength(2);
      expect(snapshot.wins).toEqual([]);
    });

    it('renewals and first values of the week as wins', async () => {
      at('2026-11-30T07:00:00.000Z');
      const { snapshot } = await previewDigest(ctx, null);
      expect(snapshot.wins.map(({ account, kind }) => `${account} ${kind}`)).toEqual([
        'calm first-value',
        'calm renewed',
      ]);
    });

    it('wins and expansion beside the week before, and a share of several currencies by a table of rates', async () => {
      await raise('a1', 'quiet', '2026-11-10T09:00:00.000Z');
      await clear('a1', '2026-11-19T09:00:00.000Z');
      at('2026-11-30T07:00:00.000Z');
      await ingest(ctx, [
        sampleEvent('milestone.reached', 'large', '2026-11-18', { milestone: 'first_value' }),
        sampleEvent('expansion.won', 'calm', '2026-11-20', {
          opportunityId: 'o-9',
          arr: { amount: 10_000_00, currency: 'EUR' },
        }),
      ]);
      const apart = await previewDigest(ctx, null);
      expect(apart.snapshot.winsBefore).toBe(2);
      const lines = JSON.stringify(apart.head).replaceAll('\u00a0', ' ');
      expect(lines).toContain('USD 20k won this week');
      expect(lines).toContain('(was EUR 10k)');
      expect(lines).toContain(' (was 2) · renewed: calm');
      expect(lines).not.toContain('of ARR in a year');
      ctx.content.currencies = {
        id: 'currencies',
        version: 1,
        into: 'USD',
        rates: [{ currency: 'EUR', on: '2026-01-01', rate: 2, source: 'ours' }],
      };
      const { id } = await previewDigest(ctx, null);
      ctx.content.currencies = { id: 'currencies', version: 1, rates: [] };
      const { head } = await rebuildDigest(ctx, id);
      // 20,000 and 10,000 for two of 1,100,000.
      expect(JSON.stringify(head)).toContain('4 % of ARR in a year (was 2 %, target 20 %)');
    });

    it('by its rules who was at risk before anybody watched, so that not everybody seems new', async () => {
      const quietly = ['2026-06-01', '2026-06-08', '2026-06-15', '2026-06-22', '2026-06-29'].map((day) =>
        sampleEvent('user.session', 'quiet', day),
      );
      at('2026-11-30T07:00:00.000Z');
      await ingest(ctx, [...quietly, sampleEvent('user.session', 'calm', '2026-11-29')]);
      await raise('a1', 'quiet', '2026-11-28T09:00:00.000Z');
      at('2026-11-30T07:00:00.000Z');
      const { snapshot } = await previewDigest(ctx, null);
      expect(snapshot.risksBefore).toBe('rules');
      const quiet = snapshot.accounts.find(({ id }) => id === 'quiet');
      expect(quiet?.before?.risks.map(({ rule }) => rule)).toContain('no-login');
    });

    it('by its rules who is at risk while no alert was raised at all: nobody seems to be out of it', async () => {
      const quietly = ['2026-06-01', '2026-06-08', '2026-06-15', '2026-06-22', '2026-06-29'].map((day) =>
        sampleEvent('user.session', 'quiet', day),
      );
      at('2026-11-30T07:00:00.000Z');
      await ingest(ctx, [...quietly, sampleEvent('user.session', 'calm', '2026-11-29')]);
      const { figures, snapshot } = await getDigestPage(ctx, (await previewDigest(ctx, null)).id);
      expect(snapshot).toMatchObject({ risksNow: 'rules', risksBefore: 'rules' });
      expect(figures.risks.now.accounts.map(({ id }) => id)).toContain('quiet');
      expect(figures.recovered.map(({ id }) => id)).not.toContain('quiet');
    });

    it('customers and what they expand by as the scorecard of that moment does', async () => {
      const usd = (amount: number) => ({ amount: amount * 100, currency: 'USD' });
      at('2026-11-30T07:00:00.000Z');
      await ingest(ctx, [
        // Known since this week, a customer for years; and one who begins next month.
        sampleEvent('contract.updated', 'older', '2026-11-28', {
          startsOn: '2020-01-01',
          arr: usd(1_000_000),
        }),
        sampleEvent('contract.updated', 'signed', '2026-11-28', { startsOn: '2026-12-15', arr: usd(7_000) }),
        // What a source says after the first decision changes nothing; what somebody won who left since counts.
        sampleEvent('expansion.lost', 'large', '2026-11-28', { opportunityId: 'o-1' }),
        sampleEvent('expansion.won', 'left', '2026-03-01', { opportunityId: 'o-2', arr: usd(180_000) }),
        sampleEvent('contract.updated', 'left', '2026-06-01', { status: 'ended', segment: 'smb' }),
        sampleEvent('expansion.opened', 'left', '2026-04-01', { opportunityId: 'o-3', arr: usd(5_000) }),
        sampleEvent('expansion.opened', 'calm', '2026-11-28', { opportunityId: 'o-4', arr: usd(9_000) }),
      ]);
      const { figures } = await getDigestPage(ctx, (await previewDigest(ctx, null)).id);
      const card = await getScorecard(ctx);
      const measured = (id: string) => card.lines.find(({ definition }) => definition.id === id)?.now;
      expect(figures.customers).toEqual({ now: 4, before: 5 });
      const expansion = measured('expansion');
      expect(expansion?.parts).toBe('USD 200,000 of USD 2,100,000');
      expect(figures.expansion.percent.now).toBe(Math.round((expansion?.hundredths ?? 0) / 100));
      expect(figures.expansion.openArr).toEqual([usd(9_000)]);
      expect(measured('pipeline')).toMatchObject({ hundredths: 900_000 * 100, parts: '1 opportunity' });
      const smb = await getDigestPage(ctx, (await previewDigest(ctx, 'SMB')).id);
      expect(smb.figures.customers.now).toBe(2);
    });

    it('a source that fell silent in one line', async () => {
      at('2026-11-30T07:00:00.000Z');
      await ingest(ctx, [sampleEvent('user.session', 'calm', '2026-11-25')]);
      const { head } = await previewDigest(ctx, null);
      expect(JSON.stringify(head)).toMatch(/Not up to date: .*nothing about usage for \d+ hours/);
    });

    it('a platform that is down in the same line, until it answers', async () => {
      const told = async (): Promise<string> => JSON.stringify((await previewDigest(ctx, null)).head);
      at('2026-11-30T07:00:00.000Z');
      const now = ctx.clock.now();
      await store.noteOutage({ connector: 'zendesk', now, nextAt: now });
      const kept = await previewDigest(ctx, null);
      expect(await told()).toMatch(/Down: .*Zendesk has taken nothing since 30 Nov 2026/);
      await store.endOutages(['zendesk']);
      expect(await told()).not.toContain('Zendesk');
      expect((await rebuildDigest(ctx, kept.id)).head).toEqual(kept.head);
    });
  });

  describe('drawn again', () => {
    it('is the same to the byte months later, whatever came in since, and when it was renamed', async () => {
      await raise('a1', 'quiet', '2026-11-20T09:00:00.000Z');
      at('2026-11-30T07:00:00.000Z');
      const first = await previewDigest(ctx, null);
      at('2027-03-30T07:00:00.000Z');
      await clear('a1', '2026-11-29T09:00:00.000Z');
      await ingest(ctx, [
        sampleEvent('contract.updated', 'calm', '2026-11-01', { name: 'Renamed' }),
        sampleEvent('ticket.resolved', 'large', '2026-11-28', { ticketId: 'T-2' }),
      ]);
      const again = await rebuildDigest(ctx, first.id);
      expect(canonicalJson(again)).toBe(canonicalJson(first));
    });

    it('is the same to the byte under other rates, targets, clocks, profiles and names of members', async () => {
      await raise('a1', 'quiet', '2026-11-20T09:00:00.000Z');
      at('2026-11-30T07:00:00.000Z');
      await ingest(ctx, [
        sampleEvent('contract.updated', 'quiet', '2026-11-28', {
          arr: { amount: 40_000_000, currency: 'JPY' },
        }),
      ]);
      const yen = (rate: number, into = 'USD') => ({
        id: 'currencies' as const,
        version: 1,
        into,
        rates: [{ currency: 'JPY', on: '2026-01-01', rate, source: 'ours' }],
      });
      ctx.content.currencies = yen(0.0065);
      const first = await previewDigest(ctx, null);
      const { sla, profiles, digest } = ctx.content;
      at('2027-06-30T07:00:00.000Z');
      ctx.content = {
        ...ctx.content,
        currencies: yen(99, 'EUR'),
        digest: { ...digest, renewalDays: 7, targets: { greenPercent: 1, riskPercent: 2, openP0: 3 } },
        sla: { ...sla, workingHours: { ...sla.workingHours, zone: 'Pacific/Chatham' } },
        profiles: profiles.map((profile) => ({
          ...profile,
          bands: profile.bands.map((band, at) => ({ ...band, from: at, below: at + 1 })),
        })),
      };
      ctx.knowledge = knowledgeOf([issueOf('timeouts', { title: 'Another title', owner: 'csm2' })]);
      await store.writeMembers(demoMembers.map((member) => ({ ...member, name: `${member.name} II` })));
      const again = await rebuildDigest(ctx, first.id);
      expect(canonicalJson(again)).toBe(canonicalJson(first));
      expect(canonicalJson(await previewDigest(ctx, null))).not.toBe(canonicalJson(first));
    });

    it('is refused where somebody changed what was kept', async () => {
      const { id } = await previewDigest(ctx, null);
      const kept = await store.findSnapshot(id);
      const changed: Store = {
        ...store,
        findSnapshot: async () => kept && { ...kept, body: kept.body.replace('"calm"', '"calm!"') },
      };
      await expect(rebuildDigest({ ...ctx, store: changed }, id)).rejects.toMatchObject({
        code: 'HF_DIGEST_TAMPERED',
      });
    });

    it('is refused with the latest ids where there is none', async () => {
      const { id } = await previewDigest(ctx, null);
      await expect(rebuildDigest(ctx, 'dg1\u0000')).rejects.toMatchObject({
        code: 'HF_NOT_FOUND',
        next: `The latest: ${id}.`,
      });
    });

    it('stays where it went out, and is forgotten where it was only looked at', async () => {
      await seen();
      at('2026-11-23T07:05:00.000Z');
      await sendDigests(ctx);
      const { id } = await previewDigest(ctx, 'enterprise');
      expect(await store.listSnapshots(9)).toHaveLength(2);
      expect(await store.forgetSnapshots(new Date('2026-12-24T00:00:00.000Z'))).toBe(1);
      expect(await store.findSnapshot(id)).toBeNull();
    });
  });

  describe('of a channel', () => {
    it('waits for a manager, goes out once, and its details hang under it', async () => {
      await seen();
      at('2026-11-23T06:55:00.000Z');
      expect(await sendDigests(ctx)).toEqual({ sent: 0, details: 0 });
      at('2026-11-23T07:00:00.000Z');
      expect(await sendDigests(ctx)).toEqual({ sent: 1, details: 0 });
      expect(await sendDigests(ctx)).toEqual({ sent: 0, details: 0 });
      const [draft, ...more] = await posts();
      expect(more).toEqual([]);
      expect(draft).toMatchObject({ state: 'proposed' });
      expect(await carryOut()).toEqual([]);
      expect(await approve(draft?.id ?? '')).toMatchObject({ ok: true });
      await carryOut();
      expect(await sendDigests(ctx)).toEqual({ sent: 0, details: 1 });
      expect(await sendDigests(ctx)).toEqual({ sent: 0, details: 0 });
      expect(await carryOut()).toEqual(['C0ALERTS post', 'C0ALERTS reply']);
    });

    it('can be given a foreword and cut before it goes out; its figures stand', async () => {
      await seen();
      at('2026-11-23T07:00:00.000Z');
      await sendDigests(ctx);
      const [draft] = await posts();
      const picture = await getProposal(ctx, draft?.id ?? '');
      const { action } = picture ?? expect.fail('no draft');
      const { digest } = action.params as unknown as { digest: { id: string } };
      const params = await withEdit(ctx, action, digest, {
        foreword: 'A calm week.',
        sections: ['health', 'wins'],
      });
      expect(
        await decideOn(as('manager1'), { id: draft?.id ?? '', version: null, verb: 'edit', params }),
      ).toMatchObject({ ok: true });
      expect(await approve(draft?.id ?? '', 'manager2')).toMatchObject({ ok: true });
      await carryOut();
      await sendDigests(ctx);
      await carryOut();
      const [head, details] = ledger.ledger.map(({ body }) => JSON.stringify(body.params.view));
      expect(head).toContain('A calm week.');
      expect(head).toContain('% green');
      expect(head).not.toContain('Renewals');
      expect(details).not.toContain('Renewals');
    });

    it('after weeks in which nothing ran is the last one alone', async () => {
      await seen();
      at('2026-12-16T10:00:00.000Z');
      expect(await sendDigests(ctx)).toMatchObject({ sent: 1 });
      expect(await sendDigests(ctx)).toMatchObject({ sent: 0 });
      at('2026-12-21T07:00:00.000Z');
      expect(await sendDigests(ctx)).toMatchObject({ sent: 1 });
    });

    it('is not that of a week before the channel was named', async () => {
      at('2026-11-25T10:00:00.000Z');
      expect(await sendDigests(ctx)).toEqual({ sent: 0, details: 0 });
      at('2026-11-30T07:00:00.000Z');
      expect(await sendDigests(ctx)).toMatchObject({ sent: 1 });
    });

    it('comes each week again after a clock that stood years ahead was set right', async () => {
      await seen();
      await subscribe(ctx, 'manager1', { day: 'mon', hour: 8, sections: ['health'], segment: null });
      at('2030-01-07T08:00:00.000Z');
      await subscribe(ctx, 'exec1', { day: 'mon', hour: 8, sections: ['health'], segment: null });
      expect(await sendDigests(ctx)).toMatchObject({ sent: 2 });
      const { digest } = ctx.content;
      const [first] = digest.channels;
      const more = first ? [first, { ...first, channel: 'C0NEW' }] : [];
      const wider = { ...ctx, content: { ...ctx.content, digest: { ...digest, channels: more } } };
      expect(await sendDigests(wider)).toEqual({ sent: 0, details: 0 });
      at('2026-11-23T08:00:00.000Z');
      expect(await sendDigests(wider)).toMatchObject({ sent: 3 });
      expect(await sendDigests(wider)).toMatchObject({ sent: 0 });
      at('2026-11-30T08:00:00.000Z');
      expect(await sendDigests(wider)).toMatchObject({ sent: 4 });
      at('2026-11-28T08:00:00.000Z');
      expect(await sendDigests(wider)).toMatchObject({ sent: 0 });
    });

    it('is approved once, and neither edited afterwards nor approved when its time is over', async () => {
      await seen();
      at('2026-11-23T07:00:00.000Z');
      await sendDigests(ctx);
      const [draft] = await posts();
      const id = draft?.id ?? '';
      const both = await Promise.all([approve(id, 'manager1'), approve(id, 'manager2')]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      const { action } = (await getProposal(ctx, id)) ?? expect.fail('no draft');
      const { digest } = action.params as unknown as { digest: { id: string } };
      const params = await withEdit(ctx, action, digest, { foreword: 'Too late.', sections: ['health'] });
      const edit = { id, version: null, verb: 'edit' as const, params };
      expect(await decideOn(as('manager1'), edit)).toMatchObject({ ok: false, refusal: 'already_decided' });
      expect(await carryOut()).toEqual(['C0ALERTS post']);
      expect(JSON.stringify(ledger.ledger)).not.toContain('Too late.');
      at('2026-11-30T07:00:00.000Z');
      await sendDigests(ctx);
      const next = (await posts()).find((one) => one.state === 'proposed');
      at('2027-01-30T07:00:00.000Z');
      expect(await approve(next?.id ?? '')).toMatchObject({ ok: false, refusal: 'expired' });
    });

    it('is one where two processes look at once, and one that died in between', async () => {
      await seen();
      at('2026-11-23T07:00:00.000Z');
      const dying: Store = {
        ...store,
        transaction: (work) =>
          store.transaction(async (within: StoreTransaction) => {
            await work(within);
            throw new Error('killed');
          }),
      };
      await expect(sendDigests({ ...ctx, store: dying })).rejects.toThrow('killed');
      expect(await posts()).toEqual([]);
      const results = await Promise.all([sendDigests(ctx), sendDigests(ctx)]);
      expect(results[0].sent + results[1].sent).toBe(1);
      expect(await posts()).toHaveLength(1);
    });
  });

  it('that policy forbids is asked for once a day, costs one snapshot, and goes out when it is allowed', async () => {
    await seen();
    const forbidding = await policiesForbidding('message.post');
    const strict = { ...ctx, door: await testDoor([ledger], () => forbidding) };
    for (const instant of ['07:00', '07:15', '12:00']) {
      at(`2026-11-23T${instant}:00.000Z`);
      expect(await sendDigests(strict)).toMatchObject({ sent: 0 });
    }
    expect(await countRefusals(ctx)).toBe(1);
    expect(await store.listSnapshots(9)).toHaveLength(1);
    at('2026-11-24T07:00:00.000Z');
    await sendDigests(strict);
    expect(await countRefusals(ctx)).toBe(2);
    expect(await sendDigests(ctx)).toMatchObject({ sent: 1 });
  });

  it('whose snapshot somebody changed keeps no other from its details', async () => {
    await seen();
    await subscribe(ctx, 'exec1', week);
    await subscribe(ctx, 'manager1', { ...week, segment: 'smb' });
    at('2026-11-23T07:00:00.000Z');
    await sendDigests(ctx);
    await carryOut();
    const changed: Store = {
      ...store,
      findSnapshot: async (id) => {
        const kept = await store.findSnapshot(id);
        return kept?.segment === null ? { ...kept, body: kept.body.replace('"calm"', '"calm!"') } : kept;
      },
    };
    expect(await sendDigests({ ...ctx, store: changed })).toMatchObject({ details: 1 });
    expect(await sendDigests({ ...ctx, store: changed })).toMatchObject({ details: 0 });
  });

  it('of a segment that nobody is in is refused with those that there are, and found however it is written', async () => {
    for (const segment of ['nosuch', 'a\u0000b', '=1+1 <!channel>', 'x'.repeat(10_000)]) {
      const refusal = { code: 'HF_USAGE', next: expect.stringContaining('enterprise, ') };
      await expect(previewDigest(ctx, segment)).rejects.toMatchObject(refusal);
      await expect(subscribe(ctx, 'exec1', { ...week, segment })).rejects.toMatchObject(refusal);
    }
    expect(await store.listSnapshots(9)).toEqual([]);
    expect((await previewDigest(ctx, ' Enterprise ')).snapshot.accounts.map(({ id }) => id)).toEqual([
      'large',
    ]);
    expect(await subscribe(ctx, 'exec1', { ...week, segment: 'SMB' })).toMatchObject({ segment: 'smb' });
  });

  describe('of a member', () => {
    it('comes to them alone, by itself, on their day, with their parts', async () => {
      await seen();
      await subscribe(ctx, 'exec1', { ...week, day: 'tue', hour: 9, sections: ['risks'], segment: 'smb' });
      at('2026-11-24T08:00:00.000Z');
      await sendDigests(ctx);
      await carryOut();
      await sendDigests(ctx);
      expect(await carryOut()).toEqual(['T0DEMO:U0exec1 post', 'T0DEMO:U0exec1 reply']);
      const [head] = ledger.ledger.map(({ body }) => JSON.stringify(body.params.view));
      expect(head).toContain('segment smb');
      expect(head).not.toContain('Renewals');
    });

    it('ends when they say so, and begins with the next one when they take it back', async () => {
      await seen();
      await subscribe(ctx, 'exec1', week);
      await subscribe(ctx, 'exec1', null);
      at('2026-11-23T07:00:00.000Z');
      expect(await sendDigests(ctx)).toMatchObject({ sent: 1 });
      at('2026-11-24T07:00:00.000Z');
      await subscribe(ctx, 'exec1', week);
      expect(await sendDigests(ctx)).toMatchObject({ sent: 0 });
    });
  });

  it('of a base that nobody should have: long names, other directions, markup, no money, no date', async () => {
    const names = [
      'x'.repeat(10_000).slice(0, 500),
      'שלום עולם',
      '<script>alert(1)</script>',
      '=1+1',
      '*bold* <!channel>',
    ];
    await ingest(
      ctx,
      names.map((name, index) => sampleEvent('contract.updated', `odd-${index}`, '2026-11-01', { name })),
    );
    for (const [index] of names.entries())
      await raise(`odd-${index}`, `odd-${index}`, '2026-11-29T09:00:00.000Z');
    await seen();
    at('2026-11-30T07:00:00.000Z');
    expect(await sendDigests(ctx)).toMatchObject({ sent: 1 });
  });

  it('is a file that says the same whenever it is made, and its snapshot is kept with it', async () => {
    const { id } = await previewDigest(ctx, null);
    const first = await makeDigestPdf(ctx, id);
    expect(first).toMatchObject({
      version: 1,
      again: false,
      linksUntil: '2027-02-18',
      pack: { account: null },
    });
    expect(first.artifacts.map(fileNameOf)).toEqual([`${id}-digest-v1.pdf`]);
    // Later, where nothing of it is on record, it is made anew: from the same snapshot the same bytes.
    await ingest(ctx, [
      sampleEvent('ticket.created', 'calm', '2026-11-19', { ticketId: 'T-9', priority: 'P0' }),
    ]);
    at('2026-12-30T12:00:00.000Z');
    const elsewhere = { ...ctx, artifacts: testArtifacts() };
    expect(await makeDigestPdf(elsewhere, id)).toMatchObject({ version: 1, again: true });
    const [artifact] = first.artifacts;
    const { sections } = first.pack;
    expect(sections.map((section) => section.id)).toEqual([
      ...['summary', 'health', 'risks', 'renewals', 'support', 'issues', 'expansion'],
    ]);
    expect(await store.forgetSnapshots(ctx.clock.now())).toBe(0);
    expect((await readArtifact(ctx, artifact?.id ?? '')).bytes.byteLength).toBe(artifact?.size);
    await expect(digestOfNow(ctx, 'nosuch')).rejects.toMatchObject({ code: 'HF_USAGE' });
    await expect(makeDigestPdf(ctx, 'dg0')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
  });
});
