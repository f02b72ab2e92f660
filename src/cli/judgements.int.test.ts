import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { getAccountHealth } from '../services/get-account-health.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { override, sentiment } from './judgements.ts';

let ctx: Awaited<ReturnType<typeof testContext>>;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
  await opened.store.writeMembers(demoMembers);
  await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-03-01', { name: 'Acme Corp' })]);
});
afterAll(() => close());

async function run(command: Command, args: string[], options: Options, as = 'csm1'): Promise<Outcome> {
  const member = demoMembers.find(({ id }) => id === as) ?? null;
  const session = { context: async () => ({ ...ctx, member }), asOf: undefined } as unknown as Session;
  return await command.run(session, args, options);
}

const timed = { until: '2026-12-31', reason: 'Their sponsor left' };

describe('override and sentiment in a terminal', () => {
  it('propose what was typed, to the hundredth', async () => {
    const { json } = await run(override, ['acme', '80.55'], timed);
    expect(json).toMatchObject({ state: 'proposed', version: 1, decision: { kind: 'approve' } });
    const [stored] = await ctx.store.listProposals({ limit: 1 });
    const { kind, account, params } = JSON.parse(Buffer.from(stored?.body ?? []).toString('utf8'));
    expect({ kind, account, params }).toEqual({
      kind: 'score.override',
      account: 'acme',
      params: { scoreHundredths: 8055, ...timed },
    });
  });

  it('a sentiment of a CSM is carried out when the command returns', async () => {
    const { json, exit } = await run(sentiment, ['Acme Corp', 'POOR'], timed);
    expect(json).toMatchObject({ state: 'done' });
    expect(exit ?? 0).toBe(0);
    expect(await getAccountHealth(ctx, { accountId: 'acme' })).toMatchObject({
      sentiment: { value: 'poor' },
    });
  });

  it('a refusal of policy is an answer that ends with 1', async () => {
    const { json, exit } = await run(override, ['acme', '80'], timed, 'auditor1');
    expect(json).toMatchObject({ state: 'refused', decision: { kind: 'deny' } });
    expect(exit).toBe(1);
  });

  it.each([
    [override, ['acme', '45'], { reason: 'x' }, '--until is missing'],
    [override, ['acme', '45'], { until: '2026-12-31' }, '--reason is missing'],
    [override, ['acme', '45'], { ...timed, reason: '  ' }, '--reason is missing'],
    [override, ['acme', '45'], { ...timed, until: '31.12.2026' }, '--until'],
    [override, ['acme', '-5'], timed, "'-5' is no score"],
    [override, ['acme', '100.01'], timed, "'100.01' is no score"],
    [override, ['acme', '45.123'], timed, "'45.123' is no score"],
    [sentiment, ['acme', 'great'], timed, "'great' is none of good, neutral, poor"],
    [sentiment, ['acme', 'good'], { until: '2026-12-31' }, '--reason is missing'],
  ] as const)(
    'what lacks something is refused with what to type (%#)',
    async (command, args, options, message) => {
      const before = (await ctx.store.listProposals({ limit: 100 })).length;
      await expect(run(command, [...args], options)).rejects.toMatchObject({
        message: expect.stringContaining(message),
        next: expect.stringMatching(/YYYY-MM-DD|Type: (override|sentiment) acme \w+ --until .* --reason "/),
      });
      expect(await ctx.store.listProposals({ limit: 100 })).toHaveLength(before);
    },
  );
});
