import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { testDoor } from '../../test/support/door.ts';
import { policiesOf, withFile } from '../../test/support/policies.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { Policies } from '../guardrail/policy/policy.ts';
import { approvalView } from '../views/approval-view.ts';
import type { RequestContext } from './context.ts';
import { decideOn } from './decide-proposal.ts';
import { describePicture } from './describe-picture.ts';
import { proposeReply } from './draft-reply.ts';
import { getProposal } from './get-proposal.ts';
import { proposeAction } from './propose-action.ts';

const refund = 'Hello Ann, we will refund you 500 EUR tomorrow.';

describe('F15: what a reply promises, wherever its text comes from', () => {
  let ctx: RequestContext;
  let policies: Policies | null = null;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await embedded.open();
    close = opened.close;
    const door = await testDoor();
    const shipped = door.policies();
    const base = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, {
      ...door,
      policies: () => policies ?? shipped,
    });
    await opened.store.writeMembers(demoMembers);
    ctx = { ...base, member: demoMembers.find(({ id }) => id === 'agent1') ?? null };
    await ingest(base, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme' }),
      sampleEvent('ticket.created', 'acme', '2026-11-20', { ticketId: 'T-1', priority: 'P2' }),
    ]);
  });
  afterAll(() => close());

  const propose = async (body: string) => {
    const params = { ticketId: 'T-1', body };
    const made = await proposeAction(ctx, { kind: 'ticket.reply', account: 'acme', params });
    if (!made.ok) throw new Error(made.reason);
    return made.proposal.id;
  };
  const cardOf = async (id: string): Promise<string> => {
    const picture = await getProposal(ctx, id);
    if (!picture) throw new Error('no picture');
    return JSON.stringify(approvalView(picture, describePicture(picture), ctx.clock.now()));
  };

  test('stands on the card of one that nobody drafted', async () => {
    const card = await cardOf(await propose(refund));
    expect(card).toMatch(
      /It promises something.*refund you 500 EUR tomorrow.*Nobody is named as having agreed/,
    );
    expect(await cardOf(await propose('Hello Ann, thank you for the file.'))).not.toContain('promises');
  });

  test('stands on the card after an edit that added it', async () => {
    const id = await propose('Hello Ann, thank you for the file.');
    const params = { ticketId: 'T-1', body: refund };
    const edited = await decideOn(ctx, { id, version: null, verb: 'edit', params });
    expect(edited.ok).toBe(true);
    expect(await cardOf(id)).toContain('Nobody is named as having agreed');
  });

  test('a variable that nobody filled is refused in an edit as in a proposal', async () => {
    const id = await propose('Hello Ann, thank you for the file.');
    for (const body of [
      'Hello {{contact.name}}',
      'Hello {{ contact\u200b.name }}',
      'Hello {{Contact.Name}}',
    ]) {
      const params = { ticketId: 'T-1', body };
      await expect(decideOn(ctx, { id, version: null, verb: 'edit', params })).rejects.toThrow(
        /nobody has filled/,
      );
      await expect(propose(body)).rejects.toThrow(/nobody has filled/);
    }
    await expect(propose('\u200b \u2060')).rejects.toThrow('must not be empty');
  });

  test('a note that policy denies keeps the reply beside it back', async () => {
    const denies =
      '@id("no-notes")\nforbid (principal, action == Action::"propose", resource) when { resource.kind == Kind::"ticket.note" };';
    policies = await policiesOf(withFile('everyday-work.cedar', (text) => `${text}\n${denies}\n`));
    try {
      const before = await ctx.store.listProposals({ limit: 100 });
      const draft = { account: 'acme', ticket: 'T-1', body: 'Hello Ann, thank you.', note: 'Ask Ben.' };
      await expect(proposeReply(ctx, draft)).rejects.toMatchObject({ fields: { input: 'note' } });
      expect(await ctx.store.listProposals({ limit: 100 })).toHaveLength(before.length);
    } finally {
      policies = null;
    }
  });

  test('an edit behind what is quoted of a promise is nobody’s', async () => {
    const body = `We will refund you 50 EUR, ${'as said and as written down, '.repeat(6)}this week`;
    const agreed = { account: 'acme', ticket: 'T-1', body, agreedBy: 'Helena Strand' };
    const [made] = await proposeReply(ctx, agreed);
    if (!made?.ok) throw new Error('not proposed');
    expect(await cardOf(made.proposal.id)).toContain('Named as having agreed: Helena Strand');
    const params = { ticketId: 'T-1', body: `${body}, and we pay you another 90,000 EUR on Friday` };
    await decideOn(ctx, { id: made.proposal.id, version: null, verb: 'edit', params });
    expect(await cardOf(made.proposal.id)).toContain('Nobody is named as having agreed');
  });

  test('does not go out by policy alone', async () => {
    const approve = /(@id\("everyday\.reply"\)\n)@effect\("approve"\)\n@escalate_hours\("4"\)/;
    policies = await policiesOf(
      withFile('everyday-work.cedar', (text) => text.replace(approve, '$1@effect("auto")')),
    );
    try {
      await expect(propose(refund)).rejects.toThrow(/promises .*nobody would look at it/);
      const id = await propose('Hello Ann, thank you for the file.');
      expect((await ctx.store.findProposal(id))?.proposal.state).not.toBe('proposed');
    } finally {
      policies = null;
    }
  });
});
