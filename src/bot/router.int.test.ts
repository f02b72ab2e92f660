import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from '../services/context.ts';
import { carryOn } from './conversation.ts';
import { answerChat } from './router.ts';

let ctx: RequestContext;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
  const slack = { platform: 'slack', team: 'T1', user: 'U1' } as const;
  await opened.store.writeMembers([{ id: 'ann', name: 'Ann', role: 'admin', identities: [slack] }]);
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp' }),
    sampleEvent('ticket.created', 'acme', '2026-09-02', { ticketId: 'OLD-1', priority: 'P2' }),
    sampleEvent('ticket.created', 'acme', '2026-11-10', { ticketId: 'NEW-2', priority: 'P2' }),
    sampleEvent('contract.updated', 'northfell-foods', '2026-09-01', { name: 'Northfell Foods' }),
    sampleEvent('ticket.created', 'northfell-foods', '2026-09-03', { ticketId: 'SEC-1', subject: 'Theirs' }),
    sampleEvent('ticket.created', 'acme', '2026-09-04', { ticketId: 'SEC-1', subject: 'Ours' }),
    sampleEvent('ticket.created', 'acme', '2026-09-05', { ticketId: '4712', subject: 'A number' }),
    sampleEvent('incident.opened', 'acme', '2026-11-11', { incidentId: 'INC-3', severity: 'major' }),
  ]);
});
afterAll(() => close());

async function ask(text: string): Promise<string> {
  const { view } = await answerChat(ctx, {
    platform: 'slack',
    team: 'T1',
    user: 'U1',
    channel: 'D1',
    place: 'direct',
    thread: null,
    asked: { kind: 'command', text },
  });
  return JSON.stringify(view);
}

test('a timeline shows the kinds and the days that were asked for', async () => {
  const all = await ask('timeline acme');
  for (const shown of ['OLD-1', 'NEW-2', 'INC-3']) expect(all).toContain(shown);
  const some = await ask('timeline acme --kind ticket --days 30');
  expect(some).toContain('NEW-2');
  expect(some).not.toContain('OLD-1');
  expect(some).not.toContain('INC-3');
});

test('health is as of the end of the day that was asked for', async () => {
  expect(await ask('health acme')).toContain('INC-3');
  const past = await ask('health acme --as-of 2026-10-01');
  expect(past).toContain('OLD-1');
  expect(past).not.toContain('NEW-2');
});

test('an unknown option is no part of the account', async () => {
  const answer = await ask('timeline acme --frobnicate 3');
  expect(answer).toContain('did not understand');
  expect(answer).toContain('/cs timeline acme 30');
});

test('a broken file of the server is told without its place', async () => {
  const broken = async (): Promise<never> => {
    throw new HoldfastError('HF_CONTENT_INVALID', '/srv/conf/knowledge/runbooks cannot be read: ENOTDIR');
  };
  const { view, trace } = await answerChat(
    { ...ctx, knowledge: { ...ctx.knowledge, search: broken } },
    {
      platform: 'slack',
      team: 'T1',
      user: 'U1',
      channel: 'D1',
      place: 'direct',
      thread: null,
      asked: { kind: 'command', text: 'ask why does the import stop' },
    },
  );
  expect(JSON.stringify(view)).not.toMatch(/srv|ENOTDIR/);
  expect(view.summary).toBe('A configuration or content file is broken.');
  expect(JSON.stringify(view)).toContain(trace);
});

test('a ticket that two accounts have is asked for with its account', async () => {
  const several = await ask('ticket SEC-1');
  for (const shown of [
    'northfell-foods (Northfell Foods)',
    'acme (Acme Corp)',
    '/cs ticket SEC-1 northfell-foods',
  ])
    expect(several).toContain(shown);
  expect(several).toContain('diagnose SEC-1 --account northfell-foods');
  for (const text of ['ticket SEC-1 acme', 'ticket SEC-1 --account acme', 'diagnose SEC-1 Acme Corp'])
    expect(await ask(text)).toContain('Ticket SEC-1: Ours');
  expect(await ask('ticket SEC-1 northfell-foods')).toContain('Ticket SEC-1: Theirs');
  expect(await ask('ticket SEC-1 zzyzx')).toContain("Unknown account 'zzyzx'");
});

test('ticket without a number asks which', async () => {
  expect(await ask('ticket')).toContain('Which ticket?');
});

test.each(['NEW-2', ' NEW-2 ', '4712', 'ask NEW-2'])(
  '%j alone opens the ticket that it names',
  async (text) => {
    expect(await ask(text)).toContain(`Ticket ${text.trim().replace('ask ', '')}`);
  },
);

test('what no ticket and no account is called stays an unknown account', async () => {
  expect(await ask('NEW-3')).toContain("Unknown account 'NEW-3'");
  expect(await ask('health NEW-2')).toContain("Unknown account 'NEW-2'");
});

test('knowledge names what can be asked of it', async () => {
  expect(await ask('knowledge')).toContain('/cs knowledge reports');
});

test('each setting on Home has a button that changes it, and Home says so', async () => {
  const place = {
    platform: 'slack',
    team: 'T1',
    user: 'U1',
    channel: 'D1',
    place: 'direct',
    thread: null,
  } as const;
  const home = async () =>
    JSON.stringify((await answerChat(ctx, { ...place, asked: { kind: 'home' } })).view);
  const press = async (action: string) => {
    expect(await home()).toContain(`"${action}"`);
    const { view } = await answerChat(ctx, { ...place, asked: { kind: 'click', action, value: '' } });
    expect(view.summary).not.toContain('do not understand');
    return await home();
  };
  expect(await press('alerts-daily')).toContain('come once a day');
  expect(await press('alerts-cards')).toContain('come as cards');
  expect(await press('book-off')).toContain('does not come in the morning');
  expect(await press('book-on')).toContain('comes each morning');
  expect(await press('digest-subscribe')).toContain('comes on Mondays at 8:00');
  expect(await press('digest-off')).toContain('is not sent to you');
  await press('book');
  await press('digest');
});

const direct = {
  platform: 'slack',
  team: 'T1',
  user: 'U1',
  channel: 'D1',
  place: 'direct',
  thread: null,
} as const;

test('A12 a thread under a question or its answer keeps its account, whatever the chat is about later', async () => {
  const say = async (text: string, change: object = {}) =>
    JSON.stringify((await answerChat(ctx, { ...direct, ...change, asked: { kind: 'message', text } })).view);
  await say('how is acme doing?', { message: '1.1' });
  await carryOn(ctx, { ...direct, message: '1.1', asked: { kind: 'message', text: '' } }, '1.2');
  await say('how is northfell foods doing?', { message: '2.1' });
  for (const thread of ['1.1', '1.2'])
    expect(await say('why did it change?', { thread })).toContain('Acme Corp');
  expect(await say('why did it change?')).toContain('Northfell Foods');
});

test('a question that names nobody is about the channel in view, and so is the first prompt', async () => {
  const viewing = { ...direct, channel: 'D9', viewing: 'cust-northfell-foods' };
  const { view } = await answerChat(ctx, {
    ...viewing,
    asked: { kind: 'message', text: 'why did it change?' },
  });
  expect(JSON.stringify(view)).toContain('Northfell Foods');
  const { prompts } = await answerChat(ctx, { ...viewing, asked: { kind: 'prompts' } });
  expect(prompts).toHaveLength(4);
  expect(prompts?.[0]?.title).toBe('How is Northfell Foods doing?');
});

test('a link of ours is previewed to members, never where another company reads, and only where a page is', async () => {
  const look = async (path: string, change: object = {}) =>
    (await answerChat(ctx, { ...direct, place: 'channel', ...change, asked: { kind: 'link', path } }))
      .preview;
  const records = await look('/evidence/events/2');
  expect(records?.summary).toContain('Acme Corp: ');
  expect((await look('/evidence/scores/acme'))?.summary).toMatch(/^Acme Corp: /);
  for (const path of [
    '/evidence/events/99999',
    '/evidence/scores/nobody',
    '/letters/x',
    '/evidence/constructor/x',
  ])
    expect(await look(path)).toBeUndefined();
  expect(await look('/evidence/events/2', { place: 'external' })).toBeUndefined();
});
