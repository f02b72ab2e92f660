import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { countCalls } from '../../../test/support/counted-store.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { countRefusals, policiesForbidding } from '../../../test/support/policies.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { createManualClock } from '../../domain/clock.ts';
import type { ProposalPicture } from '../../domain/proposal.ts';
import { endOfDay } from '../../domain/utc-day.ts';
import type { RequestContext } from '../context.ts';
import { describePicture } from '../describe-picture.ts';
import { postFriction } from '../friction/post-friction.ts';
import { reportFriction } from '../friction/report-friction.ts';
import { getProposal } from '../get-proposal.ts';
import { getOnboarding, knowOnboarding } from './get-onboarding.ts';
import { knowOnboardings, listOnboardings } from './list-onboardings.ts';
import { noteFriction } from './note-friction.ts';
import { proposeInvitation } from './propose-invitation.ts';
import { recoverStep } from './recover-step.ts';
import { reviewOnboarding } from './review-onboarding.ts';
import { tickItem } from './tick-item.ts';
import { walkOnboarding } from './walk-onboarding.ts';
import { watchOnboardings } from './watch-onboardings.ts';

const now = '2026-11-12T12:00:00.000Z';

describeEngines('onboarding', (engine) => {
  let ctx: RequestContext & { clock: ReturnType<typeof createManualClock> };
  let ledger: LedgerConnector;
  let close: () => Promise<void>;
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const contract = (id: string, startsOn: string, more: Record<string, unknown> = {}) =>
    sampleEvent('contract.updated', id, '2026-10-01', {
      name: `${id} Ltd`,
      domains: [`${id}.example`],
      owner: 'csm1',
      startsOn,
      ...more,
    });
  const milestone = (id: string, on: string, name: string) =>
    sampleEvent('milestone.reached', id, on, { milestone: name });
  const admin = (id: string, on: string) =>
    sampleEvent('feature.used', id, on, { feature: 'x' }, { user: `boss@${id}.example`, role: 'admin' });
  const waiting = async () =>
    (await ctx.store.listProposals({ limit: 100, states: ['proposed'] })).map(({ proposal }) => proposal);

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ledger = createLedgerConnector();
    ctx = await testContext(opened.store, now, undefined, await testDoor([ledger]));
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      ...[contract('swift', '2026-11-01', { segment: 'smb', icp: 'retail', useCase: 'reports' })],
      ...[contract('slow', '2026-11-02', { segment: 'nobody-has-this' }), contract('old', '2025-01-01')],
      ...[contract('gone', '2026-11-01', { status: 'ended' }), contract('soon', '2026-12-01')],
      ...[milestone('swift', '2026-11-02', 'sso_live'), milestone('swift', '2026-11-10', 'first_value')],
      ...[admin('swift', '2026-11-03'), admin('slow', '2026-11-03')],
      sampleEvent('integration.state', 'slow', '2026-11-04', { integration: 'crm', state: 'failed' }),
      sampleEvent('error.raised', 'swift', '2026-11-11', { code: 'E1', count: 3 }),
    ]);
  });
  afterEach(() => close());

  it('is judged as of now and of any past day, from what was known then', async () => {
    const today = await getOnboarding(ctx, 'slow');
    expect(today).toMatchObject({
      day: 10,
      status: 'stuck',
      startsOn: '2026-11-02',
      startIsContracted: true,
    });
    const sso = today.outcomes.find(({ id }) => id === 'sso_live');
    expect(sso).toMatchObject({ verdict: 'fail', dueOn: '2026-11-09' });
    const then = await getOnboarding(ctx, 'slow', { asOf: endOfDay('2026-11-05') });
    expect(then).toMatchObject({ day: 3, status: 'on_track', knownAt: today.knownAt });
    await ingest(ctx, [milestone('slow', '2026-11-05', 'sso_live')]);
    const later = { asOf: endOfDay('2026-11-05'), knownAt: today.knownAt };
    expect(await getOnboarding(ctx, 'slow', later)).toEqual(then);
    expect((await getOnboarding(ctx, 'slow')).outcomes[0]).toMatchObject({ verdict: 'pass' });
  });

  it('has its records behind each verdict', async () => {
    const [sso] = (await getOnboarding(ctx, 'swift')).outcomes;
    const [record] = sso?.evidence ?? [];
    const seq = Number(record?.url.split('/').at(-1));
    expect((await ctx.store.findEvent(seq))?.event).toMatchObject({
      account: 'swift',
      payload: { milestone: 'sso_live' },
    });
  });

  it('lists who is in it, whoever needs somebody first; who left or has not begun is not', async () => {
    const lines = await listOnboardings(ctx);
    expect(lines.map(({ id, status }) => [id, status])).toEqual([
      ['slow', 'stuck'],
      ['swift', 'behind'],
    ]);
    expect((await listOnboardings(ctx, { asOf: endOfDay('2026-11-01') })).map(({ id }) => id)).toEqual([
      'swift',
    ]);
  });

  it('has the checklist of the segment, or the one for everybody', async () => {
    expect((await getOnboarding(ctx, 'swift')).checklist.template).toBe('smb');
    expect((await getOnboarding(ctx, 'slow')).checklist.template).toBe('any');
  });

  it('keeps what people tick, with who and when, in the audit too', async () => {
    const champion = async (input = {}) =>
      (await getOnboarding(ctx, 'slow', input)).checklist.items.find(({ id }) => id === 'champion');
    expect(await champion()).toMatchObject({ done: false, by: null });
    await tickItem(as('csm2'), { accountId: 'slow', item: 'champion', done: true, note: 'Ann' });
    expect(await champion()).toMatchObject({ done: true, doneBy: 'person', by: 'csm2', note: 'Ann' });
    expect(await champion({ asOf: endOfDay('2026-11-11') })).toMatchObject({ done: false });
    await tickItem(as('csm1'), { accountId: 'slow', item: 'champion', done: false });
    expect(await champion()).toMatchObject({ done: false, by: 'csm1' });
    const audit = await ctx.store.readAudit({ account: 'slow', limit: 100 });
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual(
      expect.arrayContaining([
        ['checklist.ticked', 'csm2'],
        ['checklist.unticked', 'csm1'],
      ]),
    );
  });

  it('refuses an item that is not on the list, and who may not tick', async () => {
    const tick = (who: string, item: string) => tickItem(as(who), { accountId: 'slow', item, done: true });
    await expect(tick('csm1', 'moon')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    await expect(tick('auditor1', 'champion')).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
  });

  it('routes friction to who mends it until when; a newer record opens it again', async () => {
    const entry = async () =>
      (await getOnboarding(ctx, 'slow')).friction.find(({ key }) => key === 'integration:crm');
    expect(await entry()).toMatchObject({ isOpen: true, owner: null, shipOn: null });
    const about = { accountId: 'slow', what: 'integration:crm' };
    await noteFriction(as('csm1'), { ...about, owner: 'agent1', shipOn: '2026-11-20' });
    expect(await entry()).toMatchObject({ isOpen: true, owner: 'agent1', shipOn: '2026-11-20' });
    await noteFriction(as('csm1'), { ...about, mended: true });
    expect(await entry()).toMatchObject({ isOpen: false, owner: 'agent1' });
    ctx.clock.set(new Date('2026-11-12T13:00:00Z'));
    await ingest(ctx, [
      sampleEvent('integration.state', 'slow', '2026-11-12T12:30:00Z', {
        integration: 'crm',
        state: 'failed',
      }),
    ]);
    expect(await entry()).toMatchObject({ isOpen: true, owner: 'agent1' });
  });

  it('takes friction that no record shows, and refuses an owner who is nobody here', async () => {
    const noted = await noteFriction(as('csm1'), { accountId: 'slow', what: 'The VPN has no documentation' });
    expect(noted).toMatchObject({ key: 'noted:the-vpn-has-no-documentation', kind: 'noted', isOpen: true });
    const refused = noteFriction(as('csm1'), { accountId: 'slow', what: 'x', owner: 'ghost' });
    await expect(refused).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    const undated = noteFriction(as('csm1'), { accountId: 'slow', what: 'x', shipOn: '2026-02-30' });
    await expect(undated).rejects.toMatchObject({ code: 'HF_DATE_INVALID' });
  });

  it('keeps of what people write what they see', async () => {
    const what = '\u202EThe\u0000 VPN\r\nis\u200B slow';
    const noted = await noteFriction(as('csm1'), { accountId: 'slow', what });
    expect([noted.title, noted.key]).toEqual(['The VPN is slow', 'noted:the-vpn-is-slow']);
    const note = 'Done\u0000 by\u202E Ana ';
    await tickItem(as('csm1'), { accountId: 'slow', item: 'champion', done: true, note });
    await expect(noteFriction(as('csm1'), { accountId: 'slow', what: '\u0000\u200B' })).rejects.toMatchObject(
      {
        code: 'HF_USAGE',
      },
    );
  });

  it('proposes each way out of a failed step once a day, and nothing by itself', async () => {
    const recover = (key: string, way: 'retry' | 'template' | 'person') =>
      recoverStep(as('csm1'), { accountId: 'slow', key, way });
    for (const way of ['retry', 'template', 'person'] as const)
      expect(await recover('integration:crm', way)).toMatchObject({ ok: true });
    expect(await recover('integration:crm', 'retry')).toMatchObject({ ok: false, before: true });
    expect((await waiting()).map(({ kind, origin }) => `${kind} ${origin}`).sort()).toEqual([
      'job.retry member',
      'message.customer member',
      'task.create member',
    ]);
    expect(ledger.ledger).toEqual([]);
    await expect(recover('integration:mail', 'retry')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    await expect(recover('goal:sso_live', 'retry')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    ctx.clock.set(new Date('2026-11-13T12:00:00Z'));
    expect(await recover('integration:crm', 'retry')).toMatchObject({ ok: true });
  });

  it('of somebody who can be written to by nobody says so', async () => {
    await ingest(ctx, [contract('mute', '2026-11-01')]);
    const result = await proposeInvitation(as('csm1'), { accountId: 'mute', kind: 'office-hours' });
    expect(result).toMatchObject({ ok: false, before: false });
    expect(await waiting()).toEqual([]);
  });

  it('invites once, with the meeting on the card and as a file of the letter', async () => {
    const invite = () => proposeInvitation(as('csm1'), { accountId: 'slow', kind: 'champion-training' });
    const all = await Promise.all([invite(), invite(), invite()]);
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    const [proposal] = await waiting();
    const found = await ctx.store.findProposal(proposal?.id ?? '');
    const { params } = JSON.parse(new TextDecoder().decode(found?.body));
    expect(params.body).toContain('16 Nov 2026 at 10:00 (Europe/Berlin; 09:00 UTC), 60 minutes');
    expect(params.body).toContain('The invitation for your calendar is attached.');
    expect(params.invitation).toMatchObject({
      uid: 'slow.champion-training@holdfast',
      startsAt: '2026-11-16T09:00:00.000Z',
      minutes: 60,
      organizer: demoMembers.find(({ id }) => id === 'csm1')?.email,
    });
    const card = describePicture((await getProposal(as('csm1'), proposal?.id ?? '')) as ProposalPicture);
    expect(card).toContainEqual({
      path: 'params.invitation.startsAt',
      label: 'Invitation · starts at',
      value: '2026-11-16T09:00:00.000Z',
    });
    expect((await getOnboarding(ctx, 'slow')).proposals.map(({ what }) => what)).toEqual([
      'invitation:champion-training',
    ]);
  });

  it('is listed with one look at what any source has sent, however many there are', async () => {
    const { store, calls } = countCalls(ctx.store);
    const lines = await listOnboardings({ ...ctx, store });
    expect(lines.length).toBeGreaterThan(1);
    expect([calls.get('heardMilestones'), calls.get('latestByType')]).toEqual([1, 1]);
    expect([calls.get('readEventsOf'), calls.get('listChecklistTicks'), calls.get('readEvents')]).toEqual([
      1,
      1,
      undefined,
    ]);
    expect(lines).toEqual(await listOnboardings(ctx));
  });

  it('is the same in a list as by itself, now and in the past', async () => {
    for (const asOf of [ctx.clock.now(), endOfDay('2026-11-12'), endOfDay('2026-11-01')]) {
      const listed = await knowOnboardings(ctx, { asOf });
      expect(listed.length).toBeGreaterThan(0);
      for (const one of listed)
        expect(one).toEqual(await knowOnboarding(ctx, one.facts.account.id, { asOf }));
    }
    for (const one of await knowOnboardings(ctx))
      expect(one).toEqual(await knowOnboarding(ctx, one.facts.account.id));
  });

  it('is watched: what policy refuses is asked for once a day', async () => {
    const forbidding = await policiesForbidding('message.customer', 'message.post');
    const strict = { ...ctx, door: await testDoor([ledger], () => forbidding) };
    const before = await countRefusals(ctx);
    await watchOnboardings(strict);
    const once = (await countRefusals(ctx)) - before;
    expect(once).toBeGreaterThan(0);
    for (let hours = 0; hours < 3; hours++) await watchOnboardings(strict);
    expect((await countRefusals(ctx)) - before).toBe(once);
  });

  it('is watched: news and invitations are proposed once, whatever runs again or at once', async () => {
    await Promise.all([watchOnboardings(ctx), watchOnboardings(ctx)]);
    const again = await watchOnboardings(ctx);
    expect(again).toMatchObject({ congratulations: 0, told: 0, invitations: 0 });
    const proposed = (await knowOnboarding(ctx, 'swift')).proposals.map(({ what }) => what).sort();
    expect(proposed).toEqual([
      ...[
        'congratulation:first-value',
        'invitation:champion-training',
        'invitation:office-hours',
        'told:first-value',
      ],
    ]);
    // A first login of nine days ago is no news.
    expect((await knowOnboarding(ctx, 'slow')).proposals.map(({ what }) => what)).not.toContain(
      'congratulation:first-login',
    );
  });

  it('walks the seven steps, and remembers the walk of whoever works on it', async () => {
    const first = await walkOnboarding(as('csm1'), 'swift');
    expect(first.steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(first.walkedBefore).toBeNull();
    const check = (id: string, walk = first) =>
      walk.steps.flatMap(({ checks }) => checks).find((one) => one.id === id);
    expect(check('step-1-sso')).toMatchObject({ state: 'done', evidence: [expect.anything()] });
    expect(check('step-1-owner')).toMatchObject({ state: 'done' });
    expect(check('step-2-guided')).toMatchObject({ state: 'by-person' });
    expect(check('step-7-review')).toMatchObject({ state: 'missing', reason: 'nobody has been invited' });
    await tickItem(as('csm1'), { accountId: 'swift', item: 'step-2-guided', done: true });
    await proposeInvitation(as('csm1'), { accountId: 'swift', kind: 'business-review' });
    const second = await walkOnboarding(as('auditor1'), 'swift');
    expect(second.walkedBefore).toMatchObject({ by: 'csm1' });
    expect([check('step-2-guided', second)?.state, check('step-7-review', second)?.state]).toEqual([
      'done',
      'done',
    ]);
    expect((await walkOnboarding(as('csm2'), 'swift')).walkedBefore).toMatchObject({ by: 'csm1' });
  });

  it('is reviewed in text and CSV, where no cell runs as a formula', async () => {
    await ingest(ctx, [
      sampleEvent('value.measured', 'swift', '2026-11-11', {
        hoursSaved: 12,
        revenue: { amount: 50_000, currency: 'EUR' },
      }),
      sampleEvent('feature.requested', 'swift', '2026-11-11', {
        feature: '=HYPERLINK("http://evil.example")',
      }),
    ]);
    const review = reviewOnboarding(await knowOnboarding(ctx, 'swift'));
    expect(review).toMatchObject({ roi: { hoursSaved: 12, automations: null }, users: 1, seats: null });
    expect(review.text).toContain('12 hours saved');
    expect(review.csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(review.csv.split('\r\n')[0]).toBe('"section","name","value","detail","evidence"');
  });

  it('tells managers of the worst causes once a week where there is no channel', async () => {
    const alone = { ...ctx, channels: { alerts: null } };
    const slot = new Date('2026-11-16T07:00:00Z');
    const { causes } = await reportFriction(alone);
    expect(causes.map(({ key }) => key)).toContain('onboarding integration:crm');
    const { told } = await postFriction(alone, slot);
    expect(told).toBe(demoMembers.filter(({ role }) => role === 'manager').length);
    expect(await postFriction(alone, slot)).toMatchObject({ told: 0 });
  });
});
