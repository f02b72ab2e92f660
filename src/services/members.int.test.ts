import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { MemberDirectory } from '../content/members.ts';
import type { Identity, Role } from '../domain/member.ts';
import type { Store } from '../store/store.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { identifyMember } from './identify-member.ts';
import { recordRefusal } from './record-refusal.ts';

const now = '2026-11-21T12:00:00.000Z';

let ctx: RequestContext;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
  ctx = await testContext(store, now);
});

afterAll(() => close());

function welcoming(newcomers: MemberDirectory['newcomers']): RequestContext {
  return { ...ctx, content: { ...ctx.content, directory: { newcomers, members: [] } } };
}

function slack(user: string, team = 'T1'): Identity {
  return { platform: 'slack', team, user };
}

describe('who is asking', () => {
  it('somebody who is written down is that member', async () => {
    await store.writeMembers([{ id: 'ann', name: 'Ann', role: 'admin', identities: [slack('U1')] }]);
    expect(await identifyMember(welcoming('refuse'), slack('U1'))).toMatchObject({
      id: 'ann',
      role: 'admin',
    });
  });

  it('somebody new becomes a member with the newcomer role, and the audit says so', async () => {
    const member = await identifyMember(welcoming('agent'), slack('U2'));
    expect(member).toMatchObject({ id: 'slack.t1.u2', role: 'agent', identities: [slack('U2')] });
    expect(await store.findMember('slack.t1.u2')).toEqual(member);
    expect((await store.readAudit({ limit: 1 }))[0]).toMatchObject({
      actor: 'system',
      action: 'member.joined',
      detail: { member: 'slack.t1.u2', role: 'agent', platform: 'slack' },
    });
  });

  it('the second time they are known, whatever the newcomer role has become', async () => {
    expect(await identifyMember(welcoming('admin'), slack('U2'))).toMatchObject({ role: 'agent' });
    expect(await identifyMember(welcoming('refuse'), slack('U2'))).toMatchObject({ role: 'agent' });
  });

  it('who asks twice at once joins once', async () => {
    const members = await Promise.all([1, 2, 3].map(() => identifyMember(welcoming('csm'), slack('U7'))));
    expect(new Set(members.map((member) => member?.id)).size).toBe(1);
    const joined = (await store.readAudit({ limit: 50 })).filter(
      ({ detail }) => detail.member === 'slack.t1.u7',
    );
    expect(joined).toHaveLength(1);
  });

  it('where newcomers are refused, nobody is added', async () => {
    expect(await identifyMember(welcoming('refuse'), slack('U3'))).toBeNull();
    expect(await store.findMemberByIdentity(slack('U3'))).toBeNull();
  });

  it('the same name in another team is another person', async () => {
    const here = await identifyMember(welcoming('csm'), slack('U4', 'T1'));
    const there = await identifyMember(welcoming('csm'), slack('U4', 'T2'));
    expect(here?.id).not.toBe(there?.id);
  });

  it.each<[string, Identity, Identity]>([
    [
      'in case alone',
      { platform: 'teams', team: 't', user: '29:AbC' },
      { platform: 'teams', team: 't', user: '29:aBc' },
    ],
    [
      'in signs alone',
      { platform: 'teams', team: 't', user: '28:x_y' },
      { platform: 'teams', team: 't', user: '28/x_y' },
    ],
    [
      'far behind',
      { platform: 'teams', team: 't', user: `${'a'.repeat(90)}1` },
      { platform: 'teams', team: 't', user: `${'a'.repeat(90)}2` },
    ],
  ])('two people whose identities differ %s are two members', async (_, one, other) => {
    const first = await identifyMember(welcoming('csm'), one);
    const second = await identifyMember(welcoming('agent'), other);
    expect(second?.id).not.toBe(first?.id);
    expect(await store.findMemberByIdentity(one)).toMatchObject({
      id: first?.id,
      role: 'csm',
      name: one.user,
    });
    expect(await store.findMemberByIdentity(other)).toMatchObject({
      id: second?.id,
      role: 'agent',
      name: other.user,
    });
    for (const member of [first, second]) expect(member?.id).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/);
  });

  it('a newcomer never takes over a member of the same id', async () => {
    await store.writeMembers([{ id: 'slack.t1.u9', name: 'Root', role: 'admin', identities: [] }]);
    const newcomer = await identifyMember(welcoming('agent'), slack('U9'));
    expect(newcomer).toMatchObject({ role: 'agent' });
    expect(newcomer?.id).not.toBe('slack.t1.u9');
    expect(await store.findMember('slack.t1.u9')).toMatchObject({ name: 'Root', role: 'admin' });
  });
});

describe('refusals', () => {
  function as(role: Role): RequestContext {
    return { ...ctx, member: { id: `the-${role}`, name: role, role, identities: [] } };
  }

  it('whoever may not read the audit is refused, and that is in the audit', async () => {
    await expect(requireReadable(as('csm'), 'audit', 'acme')).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
    expect((await store.readAudit({ limit: 1 }))[0]).toMatchObject({
      at: new Date(now),
      actor: 'the-csm',
      action: 'audit.refused',
      account: 'acme',
      detail: { role: 'csm' },
    });
  });

  it('whoever may read leaves no refusal', async () => {
    const [before] = await store.readAudit({ limit: 1 });
    await requireReadable(as('auditor'), 'audit', null);
    await requireReadable(as('csm'), 'account', 'acme');
    await requireReadable(ctx, 'configuration', null);
    expect((await store.readAudit({ limit: 1 }))[0]?.entry).toBe(before?.entry);
  });

  it('a refusal in chat is written down with its place', async () => {
    const place = { platform: 'slack', team: 'T1', user: 'U1', channel: 'C1' };
    await recordRefusal(ctx, 'unknown', 'shared_channel', place);
    expect((await store.readAudit({ limit: 1 }))[0]).toMatchObject({
      actor: 'unknown',
      action: 'account.refused',
      account: null,
      detail: { reason: 'shared_channel', ...place },
    });
  });
});
