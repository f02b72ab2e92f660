import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { testContext } from '../../test/support/services.ts';
import { server, type TestEngine } from '../../test/support/stores.ts';
import { createManualClock } from '../domain/clock.ts';
import type { Identity, Member, Role } from '../domain/member.ts';
import { identifyMember } from '../services/identify-member.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createStore, type Store } from '../store/store.ts';
import { keepMembers } from './keep-members.ts';

const clock = createManualClock(new Date('2026-11-21T10:00:00Z'));

function slack(user: string): Identity {
  return { platform: 'slack', team: 'T1', user };
}

function member(id: string, role: Role, ...users: string[]): Member {
  return { id, name: id, role, identities: users.map(slack) };
}

function suite(open: () => Promise<{ database: Database; close(): Promise<void> }>): void {
  let database: Database;
  let store: Store;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ database, close } = await open());
    store = createStore(database);
  });
  afterEach(() => close());

  async function keep(members: Member[], origin: 'file' | 'demo' = 'file', onlyIntoEmpty = false) {
    await keepMembers({ database, clock }, { members, origin }, { onlyIntoEmpty });
  }

  async function join(user: string): Promise<string> {
    const ctx = await testContext(store, '2026-11-21T09:00:00Z');
    return (await identifyMember(ctx, slack(user)))?.id ?? '';
  }

  /** What the audit got since it was last asked, oldest first. */
  let seen = 0;
  async function news(): Promise<unknown[]> {
    const entries = (await store.readAudit({ limit: 100 })).filter(({ entry }) => entry > seen);
    seen = Math.max(seen, ...entries.map(({ entry }) => entry));
    return entries.reverse().map(({ actor, action, detail }) => `${actor} ${action} ${detail.member}`);
  }
  beforeEach(() => {
    seen = 0;
  });

  test('whoever leaves the file is nobody any more, and the audit says so once', async () => {
    await keep([member('ann', 'admin', 'U1'), member('bob', 'csm', 'U2')]);
    expect(await news()).toEqual(['system member.added ann', 'system member.added bob']);
    await keep([member('bob', 'csm', 'U2')]);
    expect(await store.findMember('ann')).toBeNull();
    expect(await store.findMemberByIdentity(slack('U1'))).toBeNull();
    expect(await store.readAudit({ limit: 1 })).toMatchObject([
      {
        at: clock.now(),
        action: 'member.removed',
        account: null,
        detail: { member: 'ann', role: 'admin', origin: 'file', identities: ['slack/T1/U1'] },
      },
    ]);
    await news();
    await keep([member('bob', 'csm', 'U2')]);
    expect(await news()).toEqual([]);
  });

  test('an emptied file removes everybody who stood in it', async () => {
    await keep([member('ann', 'admin', 'U1'), member('bob', 'csm')]);
    await keep([]);
    expect(await store.listMembers()).toEqual([]);
  });

  test('an identity that leaves the file opens nothing any more; a role that changes holds at once', async () => {
    await keep([member('ann', 'admin', 'U1', 'U2')]);
    await keep([member('ann', 'csm', 'U2', 'U3')]);
    expect(await store.findMemberByIdentity(slack('U1'))).toBeNull();
    expect(await store.findMemberByIdentity(slack('U3'))).toMatchObject({ id: 'ann', role: 'csm' });
    expect((await store.readAudit({ limit: 1 }))[0]).toMatchObject({
      action: 'member.changed',
      detail: {
        member: 'ann',
        fields: ['role'],
        roleBefore: 'admin',
        role: 'csm',
        identitiesAdded: ['slack/T1/U3'],
        identitiesRemoved: ['slack/T1/U1'],
      },
    });
  });

  test('an identity moves between two of the file, both ways', async () => {
    await keep([member('ann', 'admin', 'U1'), member('bob', 'csm', 'U2')]);
    await keep([member('ann', 'admin', 'U2'), member('bob', 'csm', 'U1')]);
    expect((await store.findMemberByIdentity(slack('U1')))?.id).toBe('bob');
    expect((await store.findMemberByIdentity(slack('U2')))?.id).toBe('ann');
  });

  test('who joined by asking stays; the file may take their identity, or them', async () => {
    await keep([member('ann', 'admin', 'U1')]);
    const [one, two, three] = [await join('U7'), await join('U8'), await join('U9')];
    await news();
    await keep([member('bob', 'manager', 'U8'), member(three, 'agent', 'U9')]);
    expect((await store.findMemberByIdentity(slack('U7')))?.id).toBe(one);
    expect((await store.findMemberByIdentity(slack('U8')))?.id).toBe('bob');
    expect(await store.findMember(two)).toMatchObject({ identities: [] });
    expect(await store.findMemberByIdentity(slack('U9'))).toMatchObject({ id: three, role: 'agent' });
    expect(await news()).toEqual([
      'system member.removed ann',
      `system member.changed ${two}`,
      'system member.added bob',
      `system member.changed ${three}`,
    ]);
    await keep([]);
    expect((await store.listMembers()).map(({ id }) => id)).toEqual([one, two]);
  });

  test("the demo company's people go when somebody is written down, or people really chat", async () => {
    await keep([member('csm1', 'csm', 'D1')], 'demo');
    await keep([member('ann', 'admin', 'U1')]);
    expect((await store.listMembers()).map(({ id }) => id)).toEqual(['ann']);
  });

  test("the playground's own identities come and go without a word", async () => {
    const local: Identity = { platform: 'local', team: 'local', user: 'ann' };
    await keep([member('ann', 'csm', 'U1')]);
    await news();
    await keep([{ ...member('ann', 'csm', 'U1'), identities: [slack('U1'), local] }]);
    expect((await store.findMemberByIdentity(local))?.id).toBe('ann');
    await keep([member('ann', 'csm', 'U1')]);
    expect(await store.findMemberByIdentity(local)).toBeNull();
    expect(await news()).toEqual([]);
  });

  test('a process that may not know the directory in force fills an empty store, and changes nobody', async () => {
    await keep([member('csm1', 'csm')], 'demo', true);
    expect(await news()).toEqual(['system member.added csm1']);
    await keep([], 'file', true);
    await keep([member('csm1', 'admin')], 'demo', true);
    expect(await store.listMembers()).toMatchObject([{ id: 'csm1', role: 'csm' }]);
    expect(await news()).toEqual([]);
  });

  test('several that start at once change each member once', async () => {
    const members = [member('ann', 'admin', 'U1'), member('bob', 'csm', 'U2')];
    await Promise.all([1, 2, 3, 4].map(() => keep(members)));
    expect(await news()).toEqual(['system member.added ann', 'system member.added bob']);
  });

  test('a change whose audit fails is undone', async () => {
    await keep([member('ann', 'admin', 'U1')]);
    const broken = createManualClock(new Date(Number.NaN));
    const change = keepMembers(
      { database, clock: broken },
      { members: [], origin: 'file' },
      { onlyIntoEmpty: false },
    );
    await expect(change).rejects.toThrow();
    expect((await store.findMemberByIdentity(slack('U1')))?.id).toBe('ann');
  });
}

describe('members on the embedded engine', () =>
  suite(async () => {
    const database = await openDatabase({ kind: 'memory', template: inject('embeddedTemplate') });
    return { database, close: () => database.close() };
  }));

describe.skipIf(!inject('serverUrl'))('members on a PostgreSQL server', () =>
  suite(async () => {
    const opened: Awaited<ReturnType<TestEngine['open']>> = await server.open();
    const database = await openDatabase({ kind: 'server', url: opened.url ?? '', migrationUrl: null });
    return { database, close: () => database.close().then(() => opened.close()) };
  }),
);
