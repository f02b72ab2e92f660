import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { runCli } from '../../../test/support/cli.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { sendNudges } from '../../services/adoption/send-nudges.ts';
import type { RequestContext } from '../../services/context.ts';
import type { View, ViewButton } from '../../views/view.ts';
import { answerChat } from '../router.ts';

const now = '2026-12-02T10:00:00.000Z';

describeEngines('the first thirty days and adoption in chat', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now);
    const slack = (user: string) => [{ platform: 'slack' as const, team: 'T1', user }];
    await opened.store.writeMembers(
      demoMembers.map((member) => ({
        ...member,
        identities: member.id === 'csm1' ? slack('UCSM') : member.id === 'auditor1' ? slack('UAUDIT') : [],
      })),
    );
    const milestone = (on: string, name: string) =>
      sampleEvent('milestone.reached', 'acme', on, { milestone: name });
    const worked = (user: string, on: string) =>
      sampleEvent('feature.used', 'acme', on, { feature: 'reports' }, { user, role: 'operator' });
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-11-01', {
        name: 'Acme',
        domains: ['acme.example'],
        owner: 'csm1',
        startsOn: '2026-11-01',
        seats: 4,
        segment: 'smb',
        icp: 'manufacturing',
        useCase: 'order-approvals',
      }),
      ...[milestone('2026-11-03', 'sso_live'), milestone('2026-11-28', 'business_review')],
      sampleEvent('value.measured', 'acme', '2026-11-27', { hoursSaved: 40 }),
      sampleEvent('integration.state', 'acme', '2026-11-04', { integration: 'erp', state: 'failed' }),
      ...['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-24', '2026-12-01'].map((on) =>
        worked('ana', on),
      ),
      sampleEvent('user.session', 'acme', '2026-11-20', {}, { user: 'boss@acme.example', role: 'admin' }),
    ]);
  });
  afterEach(() => close());

  const answer = async (asked: Parameters<typeof answerChat>[1]['asked'], user = 'UCSM'): Promise<View> =>
    (
      await answerChat(ctx, {
        platform: 'slack',
        team: 'T1',
        user,
        channel: 'D1',
        place: 'direct',
        thread: null,
        asked,
      })
    ).view;
  const ask = async (text: string, user?: string) => await answer({ kind: 'command', text }, user);
  const words = (view: View): string => JSON.stringify(view).replaceAll('\u00a0', ' ');
  const buttons = (view: View, action: string): ViewButton[] =>
    view.blocks
      .flatMap((block) => (block.kind === 'buttons' ? block.buttons : []))
      .filter((button) => button.action === action);
  const press = async ({ action, value }: ViewButton, user?: string): Promise<View> =>
    await answer({ kind: 'click', action, value } as Parameters<typeof answer>[0], user);
  const waiting = async () =>
    (await ctx.store.listProposals({ limit: 100, states: ['proposed'] })).map(({ proposal }) => proposal);

  it('are walked in seven steps; what only a person knows is ticked by its button and stays so', async () => {
    const walk = await ask('onboard acme');
    for (const part of ['Acme', 'SSO', '/evidence/events/']) expect(words(walk)).toContain(part);
    const [tick] = buttons(walk, 'onboarding-tick');
    if (!tick) throw new Error('nothing can be ticked');
    expect((await press(tick)).summary).toContain('Noted');
    const left = buttons(await ask('onboard acme'), 'onboarding-tick').map(({ value }) => value);
    expect(left).not.toContain(tick.value);
    expect(await ctx.store.readAudit({ limit: 50 })).toContainEqual(
      expect.objectContaining({
        actor: 'csm1',
        account: 'acme',
        action: expect.stringContaining('onboarding'),
      }),
    );
  });

  it('are shown as of a past day as they were, and of a customer that nobody knows not at all', async () => {
    expect((await ask('onboarding acme')).summary).toContain('day 31, stuck, 2 of 14 goals reached');
    const past = await ask('onboarding acme --as-of 2026-11-05');
    expect(past.summary).toContain('day 4');
    expect(past.summary).toContain('1 of 14');
    expect(words(await ask('onboard zzyzx'))).toContain("Unknown account 'zzyzx'");
    expect(words(await ask('onboarding'))).toContain('Acme');
  });

  it('propose a way out of what failed, and an invitation, once; an auditor may look and not propose', async () => {
    const card = await ask('onboarding acme');
    const [way] = buttons(card, 'onboarding-recover');
    if (!way) throw new Error('no way out is offered');
    await press(way);
    await press(way);
    const proposed = await waiting();
    expect(proposed).toHaveLength(1);
    expect(proposed[0]).toMatchObject({ account: 'acme', requester: 'csm1' });
    const others = buttons(await ask('onboarding acme', 'UAUDIT'), 'onboarding-recover');
    for (const button of others) await press(button, 'UAUDIT');
    expect((await waiting()).filter(({ requester }) => requester === 'auditor1')).toEqual([]);
  });

  it('end with a review: its figures in the card, and every goal in a CSV of one width', async () => {
    const review = words(await ask('onboarding acme review'));
    for (const part of ['40 hours saved', '2 of 4 seats', 'operator']) expect(review).toContain(part);
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-review-'));
    try {
      const ran = await runCli(folder, ctx, ['onboarding', 'acme', '--review', '--out', 'review.csv']);
      expect(ran.exit).toBe(0);
      const text = readFileSync(join(folder, 'review.csv'), 'utf8');
      const rows = text
        .trim()
        .split('\r\n')
        .map((line) => line.split('","').length);
      expect(new Set(rows)).toEqual(new Set([5]));
      expect(text.match(/"goal/g)).toHaveLength(14);
      expect(text).toMatch(/"goal of day 7","SSO live","pass","[^"]+","event-\d+"/);
      expect(text).toMatch(/"return","hours saved","40","","event-\d+"/);
      expect(text).toContain(
        '"goal of day 7","1 integration enabled","fail","0 integrations of 1 connected",""',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('adoption shows the use case with its evidence, nudges their report, and a kit what a champion needs', async () => {
    const adoption = words(await ask('adoption acme'));
    for (const part of ['Acme', '/evidence/']) expect(adoption).toContain(part);
    expect(words(await ask('adoption zzyzx'))).toContain("Unknown account 'zzyzx'");
    await sendNudges(ctx, 'all');
    expect(words(await ask('nudges'))).toMatch(/nudge/i);
    const kits = words(await ask('kit'));
    expect(kits).toContain('order-approvals');
    expect(words(await ask('kit order-approvals'))).toMatch(/champion/i);
    expect(words(await ask('kit no-such-case'))).toContain('no-such-case');
  });
});
