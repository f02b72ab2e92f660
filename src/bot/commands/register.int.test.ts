import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf } from '../../../test/support/alerts.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { type SlackHarness, startSlackHarness } from '../../../test/support/slack-emulator.ts';
import { internal, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { addEntry } from '../../services/register/add-entry.ts';
import { submitEnvelope } from '../playground/envelopes.ts';
import { fillForm } from '../playground/filled-form.ts';
import { workspaceIds } from '../playground/workspace.ts';
import { answerChat } from '../router.ts';

describeEngines('the register in the real chat app', (engine) => {
  let harness: SlackHarness;
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let presses = 0;
  const { command, click } = slackRequests(() => harness);

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-23T09:00:00.000Z');
    const slack = (id: string) => [{ platform: 'slack' as const, team: workspaceIds.team, user: `U0${id}` }];
    await opened.store.writeMembers(
      demoMembers.map((member) => ({ ...member, identities: slack(member.id) })),
    );
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-10', { name: 'Acme', owner: 'csm1' }),
    ]);
    harness = await startSlackHarness({ answer: (request) => answerChat(ctx, request) });
  });
  afterEach(async () => {
    await harness.close();
    await close();
  });

  const last = (): string => JSON.stringify(harness.screen(internal.id, user).at(-1)?.blocks ?? []);
  /** The value of the latest button of this name. */
  const buttonOf = (label: string): { action_id: string; value: string } => {
    const blocks = harness
      .screen(internal.id, user)
      .flatMap((message) => message.blocks as unknown as Record<string, unknown>[]);
    const found = blocks
      .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
      .findLast((element) => element?.text?.text === label);
    return found ?? expect.fail(`no button ${label} in ${JSON.stringify(blocks)}`);
  };
  const press = async (button: { action_id: string; value: string }, who = user) => {
    const { action_id, value } = button;
    await harness.send(
      click({
        user: who,
        action: { type: 'button', action_id, value },
        triggerId: harness.api.trigger(who),
        messageTs: `1795255200.${String(++presses).padStart(6, '0')}`,
      }),
    );
  };
  const submit = async (given: Record<string, unknown>, who = user) => {
    const [viewId, opened] = [...harness.api.openViews.entries()].at(-1) ?? expect.fail('no form is open');
    const { view } = opened as unknown as { view: Record<string, unknown> };
    const { state } = fillForm(view, given);
    return await harness.send(
      submitEnvelope({ user: who, viewId, view, state, triggerId: harness.api.trigger(who) }),
    );
  };
  const add = async (title: string) => {
    const member = demoMembers.find(({ id }) => id === 'csm1') ?? null;
    const fields = { title, account: 'acme', nextReviewOn: '2026-11-23' };
    const result = await addEntry({ ...ctx, member }, { fields });
    return result.ok ? result.entry : expect.fail('not added');
  };

  it('a decision whose walk was forgotten meanwhile counts, and says so', async () => {
    const entry = await add('Champion leaves');
    await harness.send(command('review mine'));
    await ctx.store.forgetRegisterReviews(new Date('2026-12-31T00:00:00.000Z'));
    await press(buttonOf('Keep a week'));
    expect(last()).toContain('Kept for a week: Champion leaves');
    const [kept] = await ctx.store.findRegisterEntries([entry.id]);
    expect(kept?.nextReviewOn).toBe('2026-11-30');
  });

  it('is walked with its buttons: kept, changed by a form, left, and summed up at the end', async () => {
    for (const title of ['Alpha', 'Beta', 'Gamma']) await add(title);
    await harness.send(command('review'));
    expect(last()).toContain('1 of 3 · Acme: Alpha');
    const first = buttonOf('Keep a week');
    await press(first);
    expect(last()).toContain('Kept for a week: Alpha');
    expect(last()).toContain('2 of 3 · Acme: Beta');
    await press(first);
    expect(last()).toContain('You kept it (23 Nov 2026, 09:00 UTC) after this was shown');
    await press(buttonOf('Owner, due …'));
    await submit({ owner: 'csm2', dueOn: '2026-12-04' });
    expect(last()).toContain('Changed: Beta');
    expect(last()).toContain('3 of 3 · Acme: Gamma');
    await press(buttonOf('Next'));
    expect(last()).toContain('Reviewed 3 entries: 1 kept, 1 changed, 1 left as it is');
    expect(last()).toContain('owner → Tobias Adeyemi; due → 4 Dec 2026; next review → 30 Nov 2026');
  });

  it('lets two people walk at once: the slower hears who was faster, and nothing is lost', async () => {
    const entry = await add('Alpha');
    await harness.send(command('review all'));
    const done = buttonOf('Done');
    const drop = buttonOf('Drop');
    await press(drop);
    await press(done, 'U0manager1');
    await submit({ reason: 'moot' });
    expect((await ctx.store.findRegisterEntries([entry.id]))[0]).toMatchObject({
      state: 'done',
      end: { by: 'manager1' },
    });
    expect(last()).toContain('Helena Strand marked it done');
    expect(last()).toContain('1 decided by others');
  });

  it('is added to through a form that says beside each input what is wrong and keeps what was written', async () => {
    await harness.send(command('register add acme', { triggerId: harness.api.trigger(user) }));
    const refused = await submit({ title: '   ', worth: 'a lot', owner: 'csm1' });
    expect(JSON.parse(refused.body)).toEqual({
      response_action: 'errors',
      errors: {
        title: 'Say in a few words what it is about.',
        worth: 'Write the currency and the amount, such as USD 12,000.',
      },
    });
    await submit({ title: 'العميل يغادر', worth: 'EUR 12,000', kind: 'opportunity', owner: 'csm1' });
    expect(last()).toContain('Added to the register.');
    expect(await ctx.store.listRegister({ limit: 9 })).toMatchObject([
      {
        title: 'العميل يغادر',
        kind: 'opportunity',
        account: 'acme',
        owner: 'csm1',
        worth: { amount: 1_200_000, currency: 'EUR' },
      },
    ]);
    await harness.send(command('register'));
    expect(last()).toContain('Your register: 1 open');
  });

  it('takes an account in words into the form only where it is sure', async () => {
    await harness.send(command('register add', { triggerId: harness.api.trigger(user) }));
    const refused = await submit({ title: 'x', account: 'Nobody Ltd' });
    expect(JSON.parse(refused.body).errors.account).toMatch(/^No customer is called so/);
    await submit({ title: 'x', account: 'Acme' });
    expect((await ctx.store.listRegister({ limit: 9 }))[0]?.account).toBe('acme');
  });

  it('takes an alert from its card, once, and says so where it vanished', async () => {
    await ctx.store.writeAlerts([alertOf('a1')], []);
    const button = { action_id: 'holdfast:alert-register:0', value: 'a1' };
    await press(button);
    expect(last()).toContain('Added to the register.');
    await press(button);
    expect(last()).toContain('It is in the register already.');
    await press({ ...button, value: 'gone' });
    expect(last()).toContain('This alert is not on record any more');
    expect(await ctx.store.listRegister({ limit: 9 })).toHaveLength(1);
  });

  it('refuses an auditor, whose press is in the audit', async () => {
    const entry = await add('Alpha');
    await press({ action_id: 'holdfast:register-done:0', value: `${entry.id} 1` }, 'U0auditor1');
    expect((await ctx.store.findRegisterEntries([entry.id]))[0]?.state).toBe('open');
    expect((await ctx.store.readAudit({ limit: 1 }))[0]).toMatchObject({
      action: 'register.refused',
      actor: 'auditor1',
    });
  });
});
