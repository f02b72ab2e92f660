import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../test/support/door.ts';
import { issueOf } from '../../test/support/issues.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { searchKnowledge } from '../copilot/knowledge-search.ts';
import type { StoredAnswer } from '../domain/answer.ts';
import type { KnownIssue } from '../domain/known-issue.ts';
import { execute } from '../guardrail/execute.ts';
import type { RequestContext } from './context.ts';
import { tellReporters } from './tell-reporters.ts';

const now = '2026-11-21T12:00:00.000Z';

describeEngines('who called an article wrong', (engine) => {
  let ctx: RequestContext;
  let ledger: LedgerConnector;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ledger = createLedgerConnector('chat');
    ctx = await testContext(opened.store, now, undefined, await testDoor([ledger]));
    const member = (id: string, platform: 'slack' | 'local') => ({
      id,
      name: id,
      role: 'agent' as const,
      identities: [{ platform, team: 'T1', user: platform === 'slack' ? `U-${id}` : id }],
    });
    await opened.store.writeMembers([
      member('ann', 'slack'),
      member('bob', 'local'),
      { id: 'cy', name: 'cy', role: 'agent', identities: [] },
    ]);
    await ctx.store.addAnswer(answered());
  });
  afterEach(() => close());

  function answered(): StoredAnswer {
    const answer = { id: 'a1', kind: 'not_covered', question: 'why?', confidence: 0, nearest: [] };
    return {
      answer: answer as unknown as StoredAnswer['answer'],
      at: new Date(now),
      by: 'ann',
      audience: 'internal',
      account: null,
      ticket: null,
      topic: null,
      found: [],
      writing: null,
    };
  }
  const knowing = (given: Partial<KnownIssue>): RequestContext => ({
    ...ctx,
    knowledge: searchKnowledge({ readFiles: async () => [issueOf('old', given)] }),
  });
  const report = (by: string, documentId: string | null = 'old') =>
    ctx.store.giveVerdict({
      answerId: 'a1',
      by,
      verdict: 'wrong_article',
      documentId,
      note: 'Old menu',
      at: new Date('2026-11-10T12:00:00Z'),
    });

  it('hears that it was corrected, alone and once', async () => {
    await report('ann');
    await report('bob');
    expect(await tellReporters(knowing({ updated_at: '2026-11-10' }))).toEqual({ told: 0, unreachable: 0 });
    expect(await tellReporters(knowing({ updated_at: '2099-01-01' }))).toEqual({ told: 0, unreachable: 0 });
    const corrected = knowing({ updated_at: '2026-11-12', title: 'How it is now' });
    const runs = await Promise.all([tellReporters(corrected), tellReporters(corrected)]);
    expect(runs.reduce((sum, { told }) => sum + told, 0)).toBe(2);
    expect(await tellReporters(corrected)).toEqual({ told: 0, unreachable: 0 });
    await execute(ctx.door, ctx.store, { name: 'w', clock: ctx.clock, random: () => 0.5 }, 10);
    expect(ledger.ledger.map(({ body }) => body.params.channel).sort()).toEqual(['T1:U-ann', 'U0bob']);
    expect(JSON.stringify(ledger.ledger[0]?.body.params.view)).toContain('/evidence/knowledge/old');
    expect(JSON.stringify(ledger.ledger)).not.toContain('Old menu');
  });

  it('is counted when nobody knows where to meet them, and is not told of what is gone', async () => {
    await report('cy');
    await report('nobody');
    await report('ann', null);
    await report('bob', 'gone');
    expect(await tellReporters(knowing({ updated_at: '2026-11-12' }))).toEqual({ told: 0, unreachable: 2 });
    expect(await ctx.store.listProposals({ limit: 10 })).toEqual([]);
  });
});
