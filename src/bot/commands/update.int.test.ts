import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { RequestContext } from '../../services/context.ts';
import { updateSubscriptions } from '../../services/updates/update-targets.ts';
import type { View } from '../../views/view.ts';
import { answerChat } from '../router.ts';

const now = '2026-11-27T10:00:00.000Z';

describeEngines('updates in chat', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now);
    const identities = [{ platform: 'slack' as const, team: 'T1', user: 'UEXEC' }];
    await opened.store.writeMembers(
      demoMembers.map((member) => ({ ...member, identities: member.id === 'exec1' ? identities : [] })),
    );
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', {
        name: 'Acme',
        domains: ['acme.example'],
        segment: 'smb',
      }),
      sampleEvent('contract.updated', 'acme-eu', '2026-01-01', { name: 'Acme Europe' }),
      sampleEvent(
        'feature.used',
        'acme',
        '2026-11-25',
        { feature: 'reports' },
        { user: 'ana@acme.example', role: 'admin' },
      ),
    ]);
  });
  afterEach(() => close());

  const ask = async (text: string): Promise<string> => {
    const asked = { kind: 'command' as const, text };
    const where = {
      platform: 'slack' as const,
      team: 'T1',
      channel: 'D1',
      place: 'direct' as const,
      thread: null,
    };
    const { view } = await answerChat(ctx, { ...where, user: 'UEXEC', asked });
    return wordsOf(view);
  };
  const wordsOf = (view: View): string => JSON.stringify(view).replaceAll('\u00a0', ' ');
  const own = () => updateSubscriptions(ctx, 'exec1');

  it('show the week of a customer, with a page behind its figures that stays', async () => {
    const said = await ask('update acme');
    expect(said).toMatch(/Acme, 20 Nov to 26 Nov 2026/);
    expect(said).toMatch(/No incidents, urgent tickets, known issues or outcomes/);
    const id = /\/evidence\/updates\/(aw[0-9a-f]{30})/.exec(said)?.[1] ?? '';
    expect(await ctx.store.findWeek(id)).not.toBeNull();
  });

  it('are subscribed to, listed and ended, of a customer and of a segment', async () => {
    expect(await ask('update acme subscribe')).toMatch(
      /Each Monday at 08:00 \(Europe\/Berlin\).*Acme, here in chat/,
    );
    expect(await ask('update acme subscribe mail')).toContain('by e-mail');
    expect(await ask('update segment nosuch subscribe')).toMatch(/No customer is of the segment.*smb/);
    expect(await ask('update segment a\u0000b subscribe')).toContain('No customer is of the segment');
    expect(await ask('update segment SMB subscribe chat')).toContain('every customer of segment smb');
    expect(await own()).toMatchObject([
      { of: { account: 'acme' }, by: 'mail' },
      { of: { segment: 'smb' }, by: 'chat' },
    ]);
    expect(await ask('updates')).toMatch(/Acme, by e-mail.*every customer of segment smb, in chat/);
    expect(await ask('update acme off')).toContain('No more updates of Acme');
    expect(await ask('update acme off')).toContain('nothing was changed');
    expect(await ask('update segment Smb off')).toContain('No more updates');
    expect(await own()).toEqual([]);
  });

  it('draft the letter that its people would get, and send nothing', async () => {
    const said = await ask('update acme letter');
    expect(said).toContain('ana@acme.example');
    expect(said).toContain('Uses of features: 1 (none the week before)');
    expect(said).toContain('nothing is proposed or sent');
    expect(await ask('update acme-eu letter')).toContain('none, because');
    expect(await ctx.store.listProposals({ limit: 5 })).toEqual([]);
  });

  it('ask which customer is meant', async () => {
    expect(await ask('update acm')).toMatch(/acme/);
  });
});
