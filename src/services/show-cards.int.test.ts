import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { View } from '../views/view.ts';
import type { RequestContext } from './context.ts';
import { decideOn } from './decide-proposal.ts';
import { proposeAction } from './propose-action.ts';
import { type CardPort, showCards } from './show-cards.ts';

/** A channel in memory: messages by id, what people were told alone, and what its platform refuses. */
function createChannel(): CardPort & {
  messages: Map<string, View>;
  told: [string, string][];
  refuse: Set<string>;
  breaks: Set<string>;
} {
  const messages = new Map<string, View>();
  const told: [string, string][] = [];
  const refuse = new Set<string>();
  const breaks = new Set<string>();
  let count = 0;
  return {
    platform: 'local',
    channel: 'C1',
    messages,
    told,
    refuse,
    breaks,
    post: async (view) => {
      if ([...breaks].some((part) => view.summary.includes(part))) throw new Error('the line is cut');
      const id = `m${++count}`;
      messages.set(id, view);
      return id;
    },
    update: async (message, view) => {
      if (!messages.has(message)) throw Object.assign(new Error('message_not_found'), { permanent: true });
      if (refuse.has(message)) throw Object.assign(new Error('ratelimited'), { permanent: false });
      messages.set(message, view);
    },
    tell: async ({ id }, view) => {
      if (breaks.has(id)) throw new Error('the line is cut');
      if (refuse.has(id)) throw Object.assign(new Error('account_inactive'), { permanent: true });
      told.push([id, view.summary]);
    },
  };
}

describeEngines('cards of proposals', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let channel: ReturnType<typeof createChannel>;
  const open: string[] = [];

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-03-01', {
        name: 'Acme Corp',
        seats: 5,
        owner: 'csm1',
        domains: ['acme.example'],
      }),
    ]);
  });
  afterAll(() => close());
  beforeEach(() => {
    channel = createChannel();
  });
  // What a test left open ends before the next one, where nobody looks.
  afterEach(async () => {
    for (const id of open.splice(0)) await reject(id);
    later();
    // One pass takes a batch; what it left would be shown in the next test.
    while (await showCards(ctx, createChannel()));
  });

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });

  async function proposeMail(subject: string): Promise<string> {
    const result = await proposeAction(as('csm1'), {
      kind: 'message.customer',
      account: 'acme',
      params: { to: ['dana@acme.example'], subject, body: 'Hello' },
    });
    if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
    open.push(result.proposal.id);
    return result.proposal.id;
  }

  const reject = (id: string) =>
    decideOn(as('manager1'), { id, version: 1, verb: 'reject', reason: 'Not now, please.' });
  /** What was put off is due then. */
  const later = (): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + 30_000));
  const summaries = () => [...channel.messages.values()].map(({ summary }) => summary);

  test('a proposal gets one card, which changes in place', async () => {
    const id = await proposeMail('One');
    await showCards(ctx, channel);
    await showCards(ctx, channel);
    expect(summaries()).toEqual([expect.stringMatching(/^Waiting for approval: .*One$/)]);
    await reject(id);
    await showCards(ctx, channel);
    expect(summaries()).toEqual([expect.stringMatching(/^Rejected: .*One$/)]);
  });

  test('a card that somebody deleted is posted anew, and changes from then on', async () => {
    const id = await proposeMail('One');
    await showCards(ctx, channel);
    channel.messages.clear();
    await reject(id);
    await showCards(ctx, channel);
    expect(summaries()).toEqual([expect.stringMatching(/^Rejected: /)]);
    await showCards(ctx, channel);
    expect(channel.messages.size).toBe(1);
  });

  test('a card that cannot be shown now keeps no other from being shown, and is tried again', async () => {
    await proposeMail('Broken');
    await proposeMail('Whole');
    channel.breaks.add('Broken');
    await expect(showCards(ctx, channel)).rejects.toThrow('the line is cut');
    expect(summaries()).toEqual([expect.stringContaining('Whole')]);
    channel.breaks.clear();
    await showCards(ctx, channel);
    expect(summaries()).toHaveLength(1);
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 30_000));
    await showCards(ctx, channel);
    expect(summaries()).toHaveLength(2);
  });

  test('more cards that cannot be shown than one pass takes do not stand before a new one', async () => {
    for (let count = 0; count < 21; count++) await proposeMail(`Broken ${count}`);
    channel.breaks.add('Broken');
    for (let pass = 0; pass < 2; pass++) await showCards(ctx, channel).catch(() => undefined);
    await proposeMail('Whole');
    await showCards(ctx, channel);
    expect(summaries()).toEqual([expect.stringContaining('Whole')]);
  });

  test('TC10 a proposal whose bytes somebody has broken keeps no other from being shown', async () => {
    const broken = await proposeMail('Broken');
    await proposeMail('Whole');
    const stored = await ctx.store.findProposal(broken);
    // The oldest, so that it comes first.
    const written = { ...stored!, timerAt: null, updatedAt: '2026-11-20T12:00:00.000Z' };
    await ctx.store.writeProposals({ changed: [{ ...written, body: Buffer.from('{}') }] });
    await showCards(ctx, channel);
    expect(summaries()).toEqual([expect.stringContaining('Broken'), expect.stringContaining('Whole')]);
    expect(JSON.stringify(channel.messages.get('m1'))).toContain('Changed outside of Holdfast');
    expect(JSON.stringify(channel.messages.get('m1'))).not.toContain('Exactly this');
    await ctx.store.writeProposals({ changed: [written] });
  });

  test('TB22 an escalation reaches whoever has the next role up, granted ones too, and nobody twice', async () => {
    const told: string[] = [];
    const port: CardPort = { ...channel, tell: async ({ id }) => void told.push(id) };
    await ctx.store.addRoleGrant({ proposalId: 'g1', member: 'csm2', role: 'exec', endsAt: null });
    const id = await proposeMail('Late');
    await ctx.store.transaction(async (store) => {
      const [stored] = await store.lockProposals([id]);
      const escalatedAt = ctx.clock.now().toISOString();
      const proposal = { ...stored!.proposal, escalatedAt, revision: 2 };
      await store.writeProposals({
        changed: [{ ...stored!, proposal, timerAt: null, updatedAt: escalatedAt }],
      });
    });
    await showCards(ctx, port);
    await showCards(ctx, port);
    expect(told.sort()).toEqual(['csm2', 'exec1']);
    expect(summaries()).toContainEqual(expect.stringContaining('Escalated to'));
    await ctx.store.endRoleGrants({ member: 'csm2', role: 'exec', at: ctx.clock.now() });
  });

  test('a refusal that passes is no reason for a second card', async () => {
    const id = await proposeMail('One');
    await showCards(ctx, channel);
    channel.refuse.add('m1');
    await reject(id);
    await expect(showCards(ctx, channel)).rejects.toThrow('ratelimited');
    expect(channel.messages.size).toBe(1);
  });

  test('TB23 a platform that lost its messages shows what is open again, and nothing that ended', async () => {
    const ended = await proposeMail('Ended');
    await proposeMail('Open');
    await reject(ended);
    await showCards(ctx, channel);
    channel.messages.clear();
    await ctx.store.forgetCards('slack');
    await showCards(ctx, channel);
    expect(summaries()).toEqual([]);
    await ctx.store.forgetCards('local');
    await showCards(ctx, channel);
    expect(summaries()).toEqual([expect.stringMatching(/^Waiting for approval: .*Open$/)]);
  });

  describe('whoever asked', () => {
    const rejected = [
      'csm1',
      expect.stringMatching(/^🚫 Rejected by Helena Strand: .*One · nothing was done$/),
    ];

    test('is told once what came of it, alone, and not while it waits', async () => {
      const id = await proposeMail('One');
      await showCards(ctx, channel);
      expect(channel.told).toEqual([]);
      await reject(id);
      for (let pass = 0; pass < 2; pass++) await showCards(ctx, channel);
      expect(channel.told).toEqual([rejected]);
    });

    test('is told again later where the line was cut, and the card stays one', async () => {
      const id = await proposeMail('One');
      await showCards(ctx, channel);
      await reject(id);
      channel.breaks.add('csm1');
      await expect(showCards(ctx, channel)).rejects.toThrow('the line is cut');
      channel.breaks.clear();
      for (let pass = 0; pass < 3; pass++, later()) await showCards(ctx, channel);
      expect(channel.told).toEqual([rejected]);
      expect(channel.messages.size).toBe(1);
    });

    test('is let be where the platform never reaches them, and the card is shown', async () => {
      const id = await proposeMail('One');
      await showCards(ctx, channel);
      await reject(id);
      channel.refuse.add('csm1');
      await showCards(ctx, channel);
      channel.refuse.clear();
      later();
      await showCards(ctx, channel);
      expect(channel.told).toEqual([]);
      expect(summaries()).toEqual([expect.stringMatching(/^Rejected: /)]);
    });

    test('hears of what ended before it had a card, or when a restart lost the card, and no card is made', async () => {
      await reject(await proposeMail('One'));
      for (let pass = 0; pass < 2; pass++) await showCards(ctx, channel);
      const lost = await proposeMail('Lost One');
      await showCards(ctx, channel);
      channel.messages.clear();
      await reject(lost);
      await ctx.store.forgetCards('local');
      for (let pass = 0; pass < 2; pass++) await showCards(ctx, channel);
      expect(channel.told).toEqual([rejected, rejected]);
      expect(summaries()).toEqual([]);
    });

    test('hears nothing of what ended long before there was a chat', async () => {
      await reject(await proposeMail('Old'));
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 8 * 86_400_000));
      await showCards(ctx, channel);
      expect(channel.told).toEqual([]);
    });

    test('hears nothing of what they took back themselves', async () => {
      const id = await proposeMail('Mine');
      await showCards(ctx, channel);
      await decideOn(as('csm1'), { id, version: 1, verb: 'cancel', reason: 'a mistake' });
      await showCards(ctx, channel);
      expect(channel.told).toEqual([]);
    });
  });
});
