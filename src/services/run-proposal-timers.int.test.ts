import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { Database } from '../store/database.ts';
import type { RequestContext } from './context.ts';
import { proposeAction } from './propose-action.ts';
import { runProposalTimers } from './run-proposal-timers.ts';
import { type CardPort, showCards } from './show-cards.ts';

describeEngines('rows whose record somebody has broken', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let database: Database;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    ({ close, database } = opened);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
    const contract = { name: 'Acme', domains: ['acme.example'] };
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
  });
  afterAll(() => close());

  async function proposed(subject: string): Promise<string> {
    const csm: RequestContext = { ...ctx, member: demoMembers.find(({ id }) => id === 'csm1') ?? null };
    const params = { to: ['ann@acme.example'], subject, body: 'Hello' };
    const made = await proposeAction(csm, { kind: 'message.customer', account: 'acme', params });
    if (!made.ok) throw new Error(made.reason);
    return made.proposal.id;
  }
  const breakLife = (id: string, life: string) =>
    sql`update proposals set life = ${life}::jsonb where id = ${id}`.execute(database.queries);

  test('TB22 do not keep the clock from the others, and are written down once', async () => {
    const [empty, halfBroken, fine] = [await proposed('a'), await proposed('b'), await proposed('c')];
    await breakLife(empty, '{}');
    const { proposal } = (await ctx.store.findProposal(halfBroken))!;
    await breakLife(halfBroken, JSON.stringify({ ...proposal, ruling: {}, proposedAt: 'never' }));
    ctx.clock.set(new Date('2026-12-21T12:00:00.000Z'));
    let looks = 0;
    const store: typeof ctx.store = {
      ...ctx.store,
      dueProposals: async (...given) => {
        if (++looks > 10) throw new Error('it does not end');
        return await ctx.store.dueProposals(...given);
      },
    };
    await runProposalTimers({ ...ctx, store });
    expect((await ctx.store.findProposal(fine))?.proposal.state).toBe('expired');
    await runProposalTimers(ctx);
    const entries = await ctx.store.readAudit({ limit: 20 });
    const unreadable = entries.filter(({ action }) => action === 'proposal.unreadable');
    expect(unreadable.map(({ detail }) => detail.proposal)).toContain(empty);
    expect(new Set(unreadable.map(({ detail }) => detail.proposal)).size).toBe(unreadable.length);
  });

  test('TC10 do not keep the cards of the others from being shown', async () => {
    for (let n = 0; n < 20; n++) await breakLife(await proposed(`broken ${n}`), '{}');
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 1_000));
    const fine = await proposed('fine');
    const shown: string[] = [];
    const port: CardPort = {
      platform: 'local',
      channel: 'C1',
      post: async (_view, key) => {
        shown.push(key);
        return key;
      },
      update: async () => undefined,
      tell: async () => undefined,
    };
    for (let pass = 0; pass < 3; pass++) await showCards(ctx, port);
    expect(shown).toEqual([`card-${fine}`]);
  });
});
