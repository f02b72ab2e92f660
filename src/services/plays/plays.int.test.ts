import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { countRefusals, policiesForbidding } from '../../../test/support/policies.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Play } from '../../domain/play.ts';
import type { Playbook, PlaybookStep } from '../../domain/playbook.ts';
import type { Store } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';
import { decideOn } from '../decide-proposal.ts';
import { getTimeline } from '../get-timeline.ts';
import { proposeAction } from '../propose-action.ts';
import { runEffects } from '../run-effects.ts';
import { advancePlay } from './advance-play.ts';
import { advancePlays } from './advance-plays.ts';
import { directPlay } from './direct-play.ts';
import { getPlays, readPlays } from './get-plays.ts';
import { movePlay, readPlay } from './move-play.ts';

const now = '2026-11-21T12:00:00.000Z';
const common = { title: 'A step', look_at: ['use' as const] };
const look: PlaybookStep = { ...common, id: 'look', kind: 'task', due_days: 2, role: 'owner' };
const write: PlaybookStep = {
  ...common,
  id: 'write',
  kind: 'draft',
  due_days: 1,
  role: 'owner',
  title: 'Write to them',
  subject: 'A word about {{account.name}}',
  body: 'Hello,\n\nall well?\n\n{{csm.name}}',
};
const pause: PlaybookStep = { ...common, id: 'pause', kind: 'wait', days: 7 };
const offer: PlaybookStep = {
  ...common,
  id: 'offer',
  kind: 'approval',
  due_days: 3,
  role: 'owner',
  action: 'concession.grant',
  percent: 20,
  reason: 'Last resort',
  expires_days: 30,
};
const worked: PlaybookStep = {
  ...common,
  id: 'worked',
  kind: 'check',
  fact: 'uses7',
  is: 'at_least',
  value: 5,
};

function playbook(steps: PlaybookStep[], version = 1): Playbook {
  return {
    id: 'quiet',
    kind: 'playbook',
    title: 'A quiet customer',
    version,
    owner: 'csm1',
    updated_at: '',
    reviewed_on: '',
    source: '',
    for: ['no-login'],
    tiers: 'any',
    segments: 'any',
    stages: 'any',
    steps,
    guidance: '',
  };
}

describeEngines('plays', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let ledger: LedgerConnector;
  let opened: { store: Store; close(): Promise<void> };
  /** Every test has accounts and a version of its own. */
  let [a, b, version] = ['', '', 0];
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const know = (...steps: PlaybookStep[]): void => {
    ctx.content.playbooks = [playbook(steps, ++version)];
  };
  const carryOut = async (): Promise<void> => {
    while (await runEffects(ctx, 'w1'));
  };
  const start = async (account = a): Promise<string> => {
    const params = { playbook: 'quiet', why: 'Nobody has been there' };
    const result = await proposeAction(as('csm1'), { kind: 'playbook.start', account, params });
    if (!result.ok) throw new Error(result.reason);
    await carryOut();
    return result.proposal.id;
  };
  const read = async (id: string): Promise<Play> => {
    const known = await readPlay(ctx, id);
    if (!known) throw new Error('no play');
    return known.play;
  };
  const stateOf = async (id: string): Promise<string> => {
    const { life } = await read(id);
    return life.state === 'running' ? life.current : life.outcome;
  };
  const proposals = async (kind: string) =>
    (await ctx.store.listProposals({ limit: 100, states: ['proposed', 'approved', 'done', 'rejected'] }))
      .map(({ proposal }) => proposal)
      .filter((proposal) => proposal.kind === kind && proposal.account === a);
  const passDays = (days: number): void =>
    ctx.clock.set(new Date(ctx.clock.now().getTime() + days * 86_400_000));

  beforeAll(async () => {
    opened = await engine.open();
    await opened.store.writeMembers(demoMembers);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    ledger = createLedgerConnector();
    ctx = await testContext(opened.store, now, undefined, await testDoor([ledger]));
    ctx.content = { ...ctx.content };
    know(look, write, pause, worked);
    [a, b] = [`a${version}`, `b${version}`];
    const contract = { name: 'Alder', owner: 'csm1', tier: 'pro', startsOn: '2025-01-01' };
    await ingest(ctx, [
      sampleEvent('contract.updated', a, '2026-01-01', { ...contract, domains: ['a.example'] }),
      sampleEvent('contract.updated', b, '2026-01-01', { name: 'Birch' }),
      sampleEvent('feature.used', a, '2026-10-01', {}, { user: 'boss@a.example', role: 'admin' }),
    ]);
  });
  afterEach(async () => {
    for (const id of await ctx.store.listRunningPlays(null, 100)) {
      await directPlay(ctx, id, { verb: 'end', outcome: 'not-needed', reason: 'The test is over' });
    }
  });

  describe('starting', () => {
    it('a person starts one at once: it begins with its first step, and nothing goes out', async () => {
      const id = await start();
      expect(await read(id)).toMatchObject({
        account: a,
        tier: 'pro',
        startedBy: 'csm1',
        why: 'Nobody has been there',
        recipe: { id: 'quiet', version },
        life: { state: 'running', current: 'look' },
      });
      expect(ledger.ledger).toEqual([]);
    });

    it('an unknown playbook is refused where it is proposed', async () => {
      const input = { kind: 'playbook.start', account: a, params: { playbook: 'nothing' } };
      await expect(proposeAction(as('csm1'), input)).rejects.toMatchObject({
        code: 'HF_ACTION_INVALID',
        message: "There is no playbook 'nothing'",
      });
      const old = { kind: 'playbook.start', account: a, params: { playbook: 'quiet', version: 99_999 } };
      await expect(proposeAction(as('csm1'), old)).rejects.toMatchObject({ code: 'HF_ACTION_INVALID' });
    });

    it('twice is once: the one that runs goes on', async () => {
      const first = await start();
      await start();
      expect((await readPlays(ctx, a)).map(({ id }) => id)).toEqual([first]);
      await directPlay(as('csm1'), first, { verb: 'end', outcome: 'not-needed', reason: 'Holiday' });
      const second = await start();
      expect((await readPlays(ctx, a)).map(({ id }) => id)).toEqual([second, first]);
    });

    it('it ends under the version that it began with', async () => {
      const id = await start();
      know(pause, worked);
      expect((await advancePlay(ctx, id))?.recipe).toMatchObject({ version: version - 1 });
      expect((await read(id)).steps).toHaveLength(4);
    });

    it('a file that changed under its version starts nothing', async () => {
      await start();
      ctx.content.playbooks = [playbook([pause, worked], version)];
      await expect(start(b)).rejects.toMatchObject({
        code: 'HF_CONTENT_INVALID',
        message: `Playbook 'quiet' changed but its version is still ${version}`,
      });
    });

    it('approved bytes that name what nobody kept are denied, and hold up nobody else', async () => {
      know(look, worked);
      const result = await proposeAction(as('csm1'), {
        kind: 'playbook.start',
        account: a,
        params: { playbook: 'quiet' },
      });
      const { store } = ctx;
      const blind = { ...ctx, store: { ...store, findRecipe: async () => null } };
      blind.store.transaction = (work) =>
        store.transaction((transaction) => work({ ...transaction, findRecipe: async () => null }));
      await runEffects(blind, 'w1');
      const found = result.ok ? await ctx.store.findProposal(result.proposal.id) : null;
      expect(found?.proposal).toMatchObject({
        state: 'failed',
        reason: "There is no playbook 'quiet' to start",
      });
      expect(await readPlays(ctx, a)).toEqual([]);
    });
  });

  describe('a draft', () => {
    it('is proposed as soon as its turn comes, by the installation, and any approver may approve it', async () => {
      const id = await start();
      expect(await directPlay(as('csm1'), id, { verb: 'done', step: 'look', note: 'Checked' })).toMatchObject(
        {
          ok: true,
        },
      );
      const [message] = await proposals('message.customer');
      expect(message).toMatchObject({
        origin: 'agent',
        requester: 'system',
        state: 'proposed',
        account: a,
      });
      const stored = await ctx.store.findProposal(message?.id ?? '');
      const text = Buffer.from(stored?.body ?? []).toString('utf8');
      expect(text).toContain('"to":["boss@a.example"]');
      expect(text).toContain('A word about Alder');
      expect(text).toContain('Maren Castellane');
      const approved = await decideOn(as('manager1'), { id: message?.id ?? '', version: 1, verb: 'approve' });
      expect(approved.ok).toBe(true);
      await carryOut();
      expect(ledger.ledger).toHaveLength(1);
      await advancePlays(ctx);
      expect(await stateOf(id)).toBe('pause');
    });

    it('that somebody rejects is without success, and the play goes on', async () => {
      know(write, worked, { ...pause, id: 'later' }, { ...worked, id: 'again' });
      const id = await start();
      await advancePlays(ctx);
      const [message] = await proposals('message.customer');
      const no = { id: message?.id ?? '', version: 1, verb: 'reject' as const, reason: 'Not now' };
      await decideOn(as('manager1'), no);
      await advancePlays(ctx);
      expect((await read(id)).steps[0]).toMatchObject({ state: 'failed', note: 'Rejected: Not now' });
      expect(await stateOf(id)).toBe('later');
    });

    it('with nobody to write to says so once, and waits for a person', async () => {
      know(write, worked);
      const id = await start(b);
      await advancePlays(ctx);
      await advancePlays(ctx);
      const known = await readPlay(ctx, id);
      expect(known?.play.steps[0]?.note).toBe('No record says what {{csm.name}} is');
      expect(known?.revision).toBe(3);
      expect(await proposals('message.customer')).toEqual([]);
      await directPlay(as('csm1'), id, { verb: 'skip', step: 'write', reason: 'I rang them' });
      expect(await stateOf(id)).toBe('no-change');
    });

    it('that policy refuses is asked for once a day, and at once under other policies', async () => {
      know(write, worked);
      const forbidding = await policiesForbidding('message.customer');
      const strict = { ...ctx, door: await testDoor([ledger], () => forbidding) };
      const id = await start();
      const before = await countRefusals(ctx);
      for (let minutes = 0; minutes < 60; minutes += 5) await advancePlay(strict, id);
      expect((await countRefusals(ctx)) - before).toBe(1);
      expect((await read(id)).steps[0]?.note).toMatch(/^Policy does not let system propose message.customer/);
      passDays(1);
      await advancePlay(strict, id);
      expect((await countRefusals(ctx)) - before).toBe(2);
      await advancePlay(ctx, id);
      expect(await proposals('message.customer')).toHaveLength(1);
    });

    it('two workers propose it once', async () => {
      know(write, worked);
      const id = await start();
      await Promise.all([1, 2, 3, 4].map(() => advancePlay(ctx, id)));
      expect(await proposals('message.customer')).toHaveLength(1);
    });

    it('a process that ends between proposing and noting leaves neither', async () => {
      know(write, worked);
      const id = await start();
      const { store } = ctx;
      const dying: RequestContext = {
        ...ctx,
        store: {
          ...store,
          transaction: (work) =>
            store.transaction(async (transaction) => {
              await work(transaction);
              throw new Error('killed');
            }),
        },
      };
      await expect(advancePlay(dying, id)).rejects.toThrow('killed');
      expect(await proposals('message.customer')).toEqual([]);
      expect((await read(id)).steps[0]).toMatchObject({ state: 'current', proposalId: null });
      await advancePlay(ctx, id);
      expect(await proposals('message.customer')).toHaveLength(1);
    });
  });

  describe('time and facts', () => {
    it('a wait ends when its days are over, and the check after it says how it went', async () => {
      know(pause, worked);
      const id = await start();
      passDays(6);
      expect(await advancePlays(ctx)).toEqual({ running: 1, ended: 0, failed: 0 });
      passDays(1);
      expect(await advancePlays(ctx)).toEqual({ running: 0, ended: 1, failed: 0 });
      expect((await read(id)).life).toMatchObject({ outcome: 'no-change', by: 'system' });
    });

    it('a check that holds ends it as saved, with the figure', async () => {
      know(pause, worked);
      const id = await start();
      passDays(7);
      await ingest(ctx, [
        sampleEvent('feature.used', a, '2026-11-27', { count: 6 }, { user: 'x@a.example' }),
      ]);
      await advancePlays(ctx);
      expect((await read(id)).life).toMatchObject({
        outcome: 'saved',
        reason: 'uses in 7 days: 6, asked for at least 5',
      });
    });

    it('a contract that ends meanwhile ends it as lost', async () => {
      const id = await start();
      await ingest(ctx, [sampleEvent('contract.updated', a, '2026-11-21', { status: 'ended' })]);
      await advancePlays(ctx);
      expect((await read(id)).life).toMatchObject({ outcome: 'lost', reason: 'Its contract ended' });
    });

    it('one that cannot be advanced holds up no other', async () => {
      know(pause, worked);
      const [first, second] = [await start(a), await start(b)];
      passDays(7);
      const { store } = ctx;
      const broken = { ...ctx, store: { ...store } };
      broken.store.findPlay = async (id) => {
        if (id === first) throw new Error('unreadable');
        return await store.findPlay(id);
      };
      expect(await advancePlays(broken)).toEqual({ running: 0, ended: 1, failed: 1 });
      expect(await stateOf(second)).toBe('no-change');
    });
  });

  describe('an offer', () => {
    beforeEach(() => know(look, offer, worked));

    it('is proposed by a person alone, and granted when others approve it', async () => {
      const id = await start();
      await directPlay(as('csm1'), id, { verb: 'done', step: 'look' });
      await advancePlays(ctx);
      expect(await proposals('concession.grant')).toEqual([]);
      const proposed = await directPlay(as('csm1'), id, { verb: 'offer', step: 'offer' });
      const [grant] = await proposals('concession.grant');
      expect(proposed).toMatchObject({ ok: true, proposalId: grant?.id });
      expect(grant).toMatchObject({ requester: 'csm1', origin: 'member', state: 'proposed' });
      expect(await directPlay(as('csm1'), id, { verb: 'offer', step: 'offer' })).toEqual({
        ok: false,
        reason: 'It is proposed: people decide about it. Rejected or taken back, the play goes on.',
      });
      await decideOn(as('exec1'), { id: grant?.id ?? '', version: 1, verb: 'approve' });
      await decideOn(as('manager1'), { id: grant?.id ?? '', version: 1, verb: 'approve' });
      await carryOut();
      await advancePlays(ctx);
      expect((await read(id)).steps[1]).toMatchObject({ state: 'done', note: 'Approved and carried out' });
    });

    it('what policy refuses is a sentence, and the step stays', async () => {
      const id = await start();
      await directPlay(as('csm1'), id, { verb: 'done', step: 'look' });
      const refused = await directPlay(as('agent1'), id, { verb: 'offer', step: 'offer' });
      expect(refused).toMatchObject({
        ok: false,
        reason: expect.stringContaining('Policy does not let agent'),
      });
      expect(await stateOf(id)).toBe('offer');
    });
  });

  describe('what people say of it', () => {
    it('of two who press the button at once, one wins', async () => {
      const id = await start();
      const known = await readPlay(ctx, id);
      if (!known) throw new Error('no play');
      const command = { kind: 'finish' as const, step: 'look', by: 'csm1', note: '' };
      const results = await Promise.all([1, 2, 3].map(() => movePlay(ctx, known, command)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.filter((result) => !result.ok && result.refusal === 'moved')).toHaveLength(2);
    });

    it('it ends with an outcome and a reason, which stand in the audit', async () => {
      const id = await start();
      await directPlay(as('csm1'), id, { verb: 'end', outcome: 'saved', reason: 'They\u0000 signed' });
      expect((await read(id)).life).toMatchObject({ outcome: 'saved', reason: 'They signed', by: 'csm1' });
      const entries = (await ctx.store.readAudit({ account: a, limit: 50 })).map(({ action }) => action);
      expect(entries).toContain('play.ended');
      expect(await directPlay(as('csm1'), id, { verb: 'done', step: 'look' })).toEqual({
        ok: false,
        reason: 'This play is over.',
      });
    });

    it.each([
      [{ verb: 'end', outcome: 'fine', reason: 'x' }, 'HF_USAGE'],
      [{ verb: 'end', outcome: 'saved', reason: ' ' }, 'HF_USAGE'],
      [{ verb: 'skip', step: 'look', reason: '\u200b' }, 'HF_USAGE'],
    ] as const)('%j is refused with what to do', async (direction, code) => {
      const id = await start();
      await expect(directPlay(as('csm1'), id, direction)).rejects.toMatchObject({ code });
    });

    it('auditors change nothing, and there is no play of another id', async () => {
      const id = await start();
      const done = { verb: 'done', step: 'look' } as const;
      await expect(directPlay(as('auditor1'), id, done)).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
      await expect(directPlay(as('csm1'), 'nope\u0000', done)).rejects.toMatchObject({
        code: 'HF_NOT_FOUND',
      });
    });
  });

  it('start, steps and outcome stand on the timeline', async () => {
    const id = await start();
    await directPlay(as('csm1'), id, { verb: 'done', step: 'look' });
    passDays(1);
    await directPlay(as('csm1'), id, { verb: 'end', outcome: 'saved', reason: 'Back' });
    const { entries } = await getTimeline(ctx, { accountId: a, kinds: ['play'] });
    expect(entries.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'play: Play ended, saved: A quiet customer',
      'play: Step done: A step',
      `play: Play started: A quiet customer (quiet, version ${version})`,
    ]);
    expect(new Set(entries.map(({ url }) => url))).toEqual(new Set([`/evidence/plays/${id}`]));
    const all = await getTimeline(ctx, { accountId: a });
    expect(all.entries.map(({ kind }) => kind)).toContain('play');
  });

  it('what to start next is said with the finding and the reason', async () => {
    await ingest(ctx, [
      sampleEvent('billing.invoice', a, '2026-11-01', {
        invoiceId: `inv-${a}`,
        status: 'overdue',
        dueOn: '2026-10-01',
      }),
    ]);
    ctx.content.playbooks = [{ ...playbook([look, worked], ++version), for: ['unpaid-invoice'] }];
    const { recommended } = await getPlays(ctx, a);
    expect(recommended).toMatchObject({ playbook: 'quiet', rule: 'unpaid-invoice' });
    expect(recommended?.why).toMatch(/\d.*\. The standard playbook for this\./);
    await start();
    expect((await getPlays(ctx, a)).recommended).toBeNull();
    await expect(getPlays(ctx, 'zzz')).rejects.toMatchObject({ code: 'HF_ACCOUNT_UNKNOWN' });
  });
});
