import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { createManualClock } from '../../domain/clock.ts';
import { PostFailed } from '../platform/post-failed.ts';
import { createTeamsConnector, type TeamsConnector } from '../teams/connector.ts';
import { startTeamsService, type TeamsService } from './teams-service.ts';
import { createTenant, tenantIds } from './teams-tenant.ts';

// The double answers as the connector of Teams does: whoever tests against it meets what Teams would do.

let service: TeamsService;
let connector: TeamsConnector;
/** The tokens that were asked for, the last one last. */
let tokens: string[];

beforeEach(async () => {
  service = await startTeamsService(
    createTenant(demoMembers, createManualClock(new Date('2026-11-21T10:00:00Z'))),
  );
  tokens = [];
  connector = createTeamsConnector({
    authorization: async (isRefused) => {
      tokens.push(isRefused ? 'new' : 'old');
      return `Bearer ${tokens.at(-1)}`;
    },
    botId: 'holdfast',
    tenantId: tenantIds.tenant,
    mayCall: (serviceUrl) => serviceUrl === service.url,
  });
});
afterEach(() => service.close());

const at = (place: string = tenantIds.internal) => ({ serviceUrl: service.url, place, thread: null });
const card = { type: 'message', summary: 'Acme', attachments: [] };
const seen = (member: string, place: string = tenantIds.internal) =>
  service.tenant.visible(place, `29:${member}`).map(({ activity }) => activity.summary);
const failureOf = async (call: Promise<unknown>): Promise<PostFailed> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof PostFailed) return error;
  throw new Error(`it did not fail: ${String(error)}`);
};

test('a post is there for everybody, and changes in place', async () => {
  const id = await connector.post(at(), card);
  await connector.update(at(), id, { ...card, summary: 'Acme now' });
  expect([seen('csm1'), seen('exec1')]).toEqual([['Acme now'], ['Acme now']]);
});

test('a private message is seen by one person, in a channel alone, and only where the tenant takes them', async () => {
  await connector.post(at(), card, '29:csm1');
  expect([seen('csm1'), seen('exec1')]).toEqual([['Acme'], []]);
  expect(await failureOf(connector.post(at('a:csm1'), card, '29:csm1'))).toMatchObject({ permanent: true });
  expect(await failureOf(connector.post(at(), card, '29:nobody'))).toMatchObject({ nothingHappened: true });
  service.takesTargeted = false;
  expect(await failureOf(connector.post(at(), card, '29:csm1'))).toMatchObject({ permanent: true });
});

test('a token that ran out is renewed once, and the call made once', async () => {
  service.token = 'new';
  await connector.post(at(), card);
  expect(tokens).toEqual(['old', 'new']);
  expect(seen('csm1')).toEqual(['Acme']);
  service.token = 'never';
  expect(await failureOf(connector.post(at(), card))).toMatchObject({
    nothingHappened: true,
    permanent: true,
  });
  expect(tokens).toEqual(['old', 'new', 'old', 'new']);
  expect(seen('csm1')).toEqual(['Acme']);
});

test('what is too much at once says for how long, and nothing happened', async () => {
  service.failNext('post', { status: 429, retryAfterSeconds: 7 });
  expect(await failureOf(connector.post(at(), card))).toMatchObject({
    nothingHappened: true,
    away: 'busy',
    retryAfterMs: 7_000,
  });
  expect(seen('csm1')).toEqual([]);
});

test('an answer that is lost leaves what was done: nobody can say that nothing happened', async () => {
  service.failNext('post', { status: 502, when: 'after' });
  expect(await failureOf(connector.post(at(), card))).toMatchObject({ nothingHappened: false });
  expect(seen('csm1')).toEqual(['Acme']);
});

test('a place or message that is not there, one of somebody else, and one that is too large are refused', async () => {
  const theirs = service.tenant.add({
    conversation: tenantIds.internal,
    thread: null,
    from: '29:csm1',
    activity: { text: 'mine' },
    onlyFor: null,
  });
  const large = { ...card, text: 'a'.repeat(28_001) };
  for (const call of [
    connector.post(at('19:nowhere@thread.tacv2'), card),
    connector.update(at(), 'nothing', card),
    connector.update(at(), theirs.id, card),
    connector.post(at(), large),
  ])
    expect(await failureOf(call)).toMatchObject({ nothingHappened: true, permanent: true });
});

test('the chat of the two is one, by either name of a person, and nobody else has one', async () => {
  const begin = (user: string) => connector.begin(service.url, { user, tenant: tenantIds.tenant });
  expect(await begin('29:csm1')).toBe(await begin('directory-csm1'));
  expect(await failureOf(begin('29:nobody'))).toMatchObject({ permanent: true });
});
