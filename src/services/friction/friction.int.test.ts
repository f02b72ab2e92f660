import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { decideOn } from '../decide-proposal.ts';
import { declareStatus } from '../issues/declare-status.ts';
import { draftNotices } from '../issues/draft-notices.ts';
import { runEffects } from '../run-effects.ts';
import { postFriction } from './post-friction.ts';
import { reportFriction } from './report-friction.ts';

const monday = '2026-11-23T09:00:00.000Z';
const issue = issueOf('timeouts', {
  title: 'Pipelines time out',
  error_signatures: ['PIPELINE_TIMEOUT'],
  owner: 'csm1',
  ships_on: '2026-12-04',
});

describeEngines('the weekly friction', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    const connectors = ['outbox', 'mail', 'chat'].map((name) => createLedgerConnector(name as 'chat'));
    for (const { answers } of connectors)
      answers.push(
        ...Array.from({ length: 9 }, () => ({ kind: 'done' as const, receipt: { message: 'M' } })),
      );
    const door = await testDoor(connectors);
    ctx = { ...(await testContext(opened.store, monday, undefined, door)), knowledge: knowledgeOf([issue]) };
    await opened.store.writeMembers(demoMembers);
    const contract = (id: string, arr: object, more: object = {}) =>
      sampleEvent('contract.updated', id, '2026-01-10', {
        name: id,
        startsOn: '2026-01-01',
        domains: [`${id}.example`],
        arr,
        ...more,
      });
    const fails = (id: string, on: string, code: string) => sampleEvent('error.raised', id, on, { code });
    await ingest(ctx, [
      contract('eu', { amount: 100_00, currency: 'EUR' }),
      contract('us', { amount: 200_00, currency: 'USD' }),
      contract('fresh', { amount: 50_00, currency: 'EUR' }, { startsOn: '2026-11-10' }),
      contract('gone', { amount: 999_00, currency: 'EUR' }),
      sampleEvent('contract.updated', 'gone', '2026-11-22', { status: 'ended' }),
      fails('eu', '2026-11-20', 'PIPELINE_TIMEOUT'),
      fails('us', '2026-11-12', 'PIPELINE_TIMEOUT'),
      fails('gone', '2026-11-20', 'PIPELINE_TIMEOUT'),
      fails('fresh', '2026-11-21', 'PIPELINE_TIMEOUT'),
      sampleEvent('integration.state', 'fresh', '2026-11-20', { integration: 'crm', state: 'failed' }),
      sampleEvent('user.session', 'eu', '2026-11-21', {}, { user: 'ann@eu.example', role: 'admin' }),
    ]);
  });
  afterEach(() => close());

  it('has each cause once, with customers who are still here, ARR by currency, owner and ship date', async () => {
    const { causes, unrouted, late } = await reportFriction(ctx);
    const [first, ...rest] = causes;
    expect(first).toMatchObject({
      issueId: 'timeouts',
      title: 'Pipelines time out',
      sources: ['known-issue', 'onboarding'],
      arr: [
        { amount: 150_00, currency: 'EUR' },
        { amount: 200_00, currency: 'USD' },
      ],
      times: 2,
      timesBefore: 1,
      owners: ['csm1'],
      shipsOn: '2026-12-04',
      url: expect.stringContaining('/evidence/issues/timeouts?knownAt='),
    });
    expect(first?.customers.map(({ id }) => id)).toEqual(['eu', 'fresh', 'us']);
    const crm = rest.find(({ key }) => key === 'onboarding integration:crm');
    expect(crm).toMatchObject({ owners: [], shipsOn: null, customers: [{ id: 'fresh' }] });
    expect(rest.some(({ key }) => key.includes('PIPELINE_TIMEOUT'))).toBe(false);
    expect([unrouted, late]).toEqual([rest.length, 0]);
  });

  it('is late once the ship date has passed', async () => {
    expect((await reportFriction(ctx, { until: new Date('2026-12-05T09:00:00Z') })).late).toBe(1);
  });

  it('moves what was fixed to what was shipped, with how many customers were told', async () => {
    await reportFriction(ctx);
    const manager = { ...ctx, member: demoMembers.find(({ id }) => id === 'manager1') ?? null };
    await declareStatus(manager, { id: 'timeouts', status: 'fixed', fixedIn: '4.2' });
    const before = await reportFriction(ctx);
    expect(before.causes.map(({ key }) => key)).not.toContain('issue timeouts');
    expect(before.shipped).toMatchObject([{ id: 'timeouts', fixedIn: '4.2', told: 0, waiting: 0, hit: 4 }]);
    const [draft] = await draftNotices(ctx, 'timeouts');
    const proposal = draft?.drafted[0]?.proposalId ?? expect.fail(JSON.stringify(draft));
    expect((await reportFriction(ctx)).shipped).toMatchObject([{ told: 0, waiting: 1 }]);
    await decideOn(manager, { id: proposal, version: null, verb: 'approve' });
    for (let turn = 0; turn < 3; turn++) {
      while (await runEffects(ctx, 'w1'));
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 2_000));
    }
    expect((await reportFriction(ctx)).shipped).toMatchObject([{ told: 1, waiting: 0 }]);
  });

  it('is posted once for a slot into the channel', async () => {
    const slot = new Date(monday);
    const posts = await Promise.all([postFriction(ctx, slot), postFriction(ctx, slot)]);
    expect(posts.map(({ told }) => told).sort()).toEqual([0, 1]);
    expect(await postFriction(ctx, slot)).toMatchObject({ told: 0 });
  });
});
