import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../test/support/door.ts';
import { issueOf } from '../../test/support/issues.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { searchKnowledge } from '../copilot/knowledge-search.ts';
import type { StoredAnswer } from '../domain/answer.ts';
import { execute } from '../guardrail/execute.ts';
import type { RequestContext } from './context.ts';
import { tellOwners } from './tell-owners.ts';

const now = '2026-11-21T12:00:00.000Z';

describeEngines('who keeps an article', (engine) => {
  let ctx: RequestContext;
  let ledger: LedgerConnector;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ledger = createLedgerConnector('chat');
    const base = await testContext(opened.store, now, undefined, await testDoor([ledger]));
    const article = issueOf('old', { owner: 'ann', updated_at: '2026-11-10' });
    ctx = { ...base, knowledge: searchKnowledge({ readFiles: async () => [article] }) };
    const member = (id: string, name: string) => ({
      id,
      name,
      role: 'agent' as const,
      identities: [{ platform: 'slack' as const, team: 'T1', user: `U-${id}` }],
    });
    await opened.store.writeMembers([member('ann', 'Ann Lee'), member('bob', 'Bob Ray')]);
    const answer = { id: 'a1', kind: 'not_covered', question: 'why?', confidence: 0, nearest: [] };
    await ctx.store.addAnswer({
      answer: answer as unknown as StoredAnswer['answer'],
      at: new Date(now),
      by: 'bob',
      audience: 'internal',
      account: null,
      ticket: null,
      topic: null,
      found: [],
      writing: null,
    });
  });
  afterEach(() => close());

  const report = (by: string, at = now, documentId: string | null = 'old') =>
    ctx.store.giveVerdict({
      answerId: 'a1',
      by,
      verdict: 'wrong_article',
      documentId,
      note: 'The menu has moved',
      at: new Date(at),
    });
  const sent = async () => {
    await execute(ctx.door, ctx.store, { name: 'w', clock: ctx.clock, random: () => 0.5 }, 10);
    return ledger.ledger.map(({ body }) => body.params);
  };

  it('hears of a report alone and once, with what was said and the answer', async () => {
    await report('bob');
    const runs = await Promise.all([tellOwners(ctx), tellOwners(ctx)]);
    expect(runs.reduce((sum, { told }) => sum + told, 0)).toBe(1);
    expect(await tellOwners(ctx)).toEqual({ told: 0, unreachable: 0 });
    const [message, ...more] = await sent();
    expect(more).toEqual([]);
    expect(message?.channel).toBe('T1:U-ann');
    expect(JSON.stringify(message?.view)).toMatch(
      /Bob Ray called an article of yours wrong.*evidence\/answers\/a1.*The menu has moved/,
    );
  });

  it('hears of a report that was first of another article, once each', async () => {
    const articles = [
      issueOf('old', { owner: 'ann', updated_at: '2026-11-10' }),
      issueOf('new', { owner: 'cy', updated_at: '2026-11-10' }),
    ];
    ctx = { ...ctx, knowledge: searchKnowledge({ readFiles: async () => articles }) };
    const identity = { platform: 'slack' as const, team: 'T1', user: 'U-cy' };
    await ctx.store.writeMembers([{ id: 'cy', name: 'Cy', role: 'agent', identities: [identity] }]);
    for (const documentId of ['old', 'new', 'old', 'new']) {
      await report('bob', now, documentId);
      await Promise.all([tellOwners(ctx), tellOwners(ctx)]);
    }
    expect((await sent()).map((params) => String(params?.channel)).sort()).toEqual(['T1:U-ann', 'T1:U-cy']);
  });

  it.each([
    ['their own', () => report('ann')],
    ['one that is answered already', () => report('bob', '2026-11-01T12:00:00.000Z')],
    ['one of last month', () => report('bob', '2026-11-13T12:00:00.000Z')],
    ['one that names no article', () => report('bob', now, null)],
    ['one of an article that is gone', () => report('bob', now, 'gone')],
  ])('hears nothing of %s', async (_what, given) => {
    await given();
    expect(await tellOwners(ctx)).toEqual({ told: 0, unreachable: 0 });
    expect(await sent()).toEqual([]);
  });

  it('is counted when nobody knows where to meet them', async () => {
    await ctx.store.writeMembers([{ id: 'cy', name: 'Cy', role: 'agent', identities: [] }]);
    await report('bob');
    const ofCy = searchKnowledge({ readFiles: async () => [issueOf('old', { owner: 'cy' })] });
    expect(await tellOwners({ ...ctx, knowledge: ofCy })).toEqual({ told: 0, unreachable: 1 });
  });
});
