import Fastify from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import {
  type Playground,
  type PlaygroundOptions,
  startPlayground,
} from '../../src/bot/playground/playground.ts';
import { registerPlayground } from '../../src/bot/playground/routes.ts';
import type { ChatRequest } from '../../src/bot/reply.ts';
import { answerChat } from '../../src/bot/router.ts';
import { mayDecide } from '../../src/services/approvals-waiting.ts';
import { delegateApprovals } from '../../src/services/delegate-approvals.ts';
import { getProposalByButton } from '../../src/services/get-proposal.ts';
import { type CardPort, showCards } from '../../src/services/show-cards.ts';
import { alertView } from '../../src/views/alert-view.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { alertOf } from '../support/alerts.ts';
import { createLedgerConnector, testDoor } from '../support/door.ts';
import { ingest, testContext } from '../support/services.ts';
import { embedded } from '../support/stores.ts';
import type { Seat, Shown, Where } from './seat.ts';
import { seatAt, slackSeat } from './slack-seat.ts';
import { teamsSeat } from './teams-seat.ts';

type Context = Awaited<ReturnType<typeof testContext>>;
/** Asks for an answer of a machine that is broken. */
const brokenWords = 'how is Acme breaking?';

type Platform = 'slack' | 'teams' | 'local';

const seats: Readonly<Record<Platform, (options: PlaygroundOptions, ctx: Context) => Promise<Seat>>> = {
  slack: (options) => slackSeat(options),
  teams: (options, ctx) => teamsSeat(options, (button) => decidersOf(ctx, button)),
  local: scriptedSeat,
};

// J7: one working day, with the same words, labels and expectations wherever people chat.
describe.each(['slack', 'teams', 'local'] as const)('a working day on %s', (platform) => {
  let ctx: Context;
  let seat: Seat;
  let closeStore: () => Promise<void>;

  beforeAll(async () => {
    const opened = await embedded.open();
    closeStore = opened.close;
    const door = await testDoor([createLedgerConnector('chat'), createLedgerConnector('outbox')]);
    ctx = await testContext(opened.store, '2026-11-23T12:00:00.000Z', undefined, door);
    const identityOf = (id: string) => [{ platform, team: 'T1', user: id }];
    await ctx.store.writeMembers(demoMembers.map((one) => ({ ...one, identities: identityOf(one.id) })));
    const contract = (id: string, name: string) =>
      sampleEvent('contract.updated', id, '2026-01-10', {
        name,
        owner: 'csm1',
        segment: 'smb',
        startsOn: '2026-01-01',
      });
    await ingest(ctx, [
      contract('acme', 'Acme Corporation'),
      contract('bolt-eu', 'Bolt Europe'),
      contract('bolt-us', 'Bolt America'),
      sampleEvent('user.session', 'acme', '2026-11-22', { durationSeconds: 600 }),
      sampleEvent('ticket.created', 'acme', '2026-11-20', {
        ticketId: 'T-1',
        priority: 'P1',
        subject: 'Import stops',
      }),
    ]);
    await ctx.store.writeAlerts([alertOf('a1')], []);
    seat = await seats[platform](optionsOf(ctx, platform), ctx);
  });
  afterAll(async () => {
    await seat.close();
    await closeStore();
  });

  const last = async (member: string, where: Where = 'chat'): Promise<Shown> => {
    const shown = (await seat.shown(member, where)).at(-1);
    if (!shown) throw new Error('nothing is there');
    return shown;
  };
  const say = async (member: string, text: string, where: Where = 'chat'): Promise<Shown> => {
    await seat.say(member, text, where);
    return await last(member, where);
  };

  const newest = async () => {
    const [stored] = await ctx.store.listProposals({ limit: 1 });
    if (!stored) throw new Error('nothing is proposed');
    return stored.proposal;
  };

  /** A card in the channel of approvals, as a manager sees it now. */
  const cardOf = async (message: string): Promise<Shown> => {
    const found = (await seat.shown('manager1', 'approvals')).find(({ id }) => id === message);
    if (!found) throw new Error('the card is gone');
    return found;
  };

  it('A4 how is Acme doing: the score, and what can be asked next', async () => {
    const answer = await say('csm1', 'how is Acme doing?');
    expect(answer.text).toMatch(/Acme Corporation: \d+\.\d\d of 100, (red|amber|green)/);
    expect(answer.text).toContain('Component');
    expect(answer.text).toContain('P1 Import stops');
    expect(answer.buttons).toEqual(['Why did it change?', 'Timeline']);
    await seat.press('csm1', 'chat', answer.id, 'Timeline');
    const timeline = await last('csm1');
    expect(timeline.id).not.toBe(answer.id);
    expect(timeline.text).toContain('Ticket T-1 created');
    expect((await seat.shown('csm1', 'chat')).find(({ id }) => id === answer.id)?.text).toBe(answer.text);
  });

  it('A5 an ambiguous name is asked about, and the choice becomes the answer', async () => {
    const before = (await seat.shown('csm2', 'chat')).length;
    const question = await say('csm2', 'health bolt');
    expect(question.text).toMatch(/Which/);
    expect(question.buttons).toEqual([expect.stringContaining('Bolt'), expect.stringContaining('Bolt')]);
    await seat.press('csm2', 'chat', question.id, question.buttons[0] ?? '');
    expect((await last('csm2')).text).toMatch(/Bolt (Europe|America): /);
    expect((await seat.shown('csm2', 'chat')).length - before).toBeLessThanOrEqual(2);
  });

  it('A5 a name that nobody has gets the nearest, and no guess', async () => {
    const { text } = await say('csm1', 'health acmee corporatoin xy');
    expect(text).toContain('acme');
    expect(text).not.toMatch(/of 100/);
  });

  it('A6 what is asked in a channel is read by who asked alone', async () => {
    await seat.say('csm1', 'health acme', 'channel');
    expect((await last('csm1', 'channel')).text).toContain('of 100');
    expect(await seat.shown('exec1', 'channel')).toEqual([]);
  });

  it('A7 where a customer reads along there is no account data', async () => {
    const { text } = await say('csm1', 'health acme', 'shared');
    expect(text).toContain('shared with another company');
    expect(text).not.toMatch(/of 100/);
  });

  it('A12 a follow-up is about the same account', async () => {
    await seat.say('csm1', 'health acme');
    expect((await say('csm1', 'why did it change?')).text).toContain('Acme Corporation');
  });

  it('asks the knowledge: an answer with its source, and an honest no', async () => {
    const fix = await say('agent1', 'ask why does the import stop with SCHEMA_DRIFT?');
    expect(fix.text).toMatch(/Open Datasets/);
    expect(fix.text).toContain('[1]');
    const none = await say('agent1', 'ask what is the capital of Peru?');
    expect(none.text).toMatch(/not covered|nothing|no answer|do not know/i);
  });

  it('an alert is taken, and says who has it', async () => {
    const alert = async () => {
      const found = await ctx.store.findAlert('a1');
      if (!found) throw new Error('no alert');
      return found;
    };
    const names = new Map(demoMembers.map(({ id, name }) => [id, name]));
    const shown = { alert: await alert(), play: null, names, worth: null, today: '2026-11-23' };
    const message = await seat.post('channel', alertView(shown), 'alert-a1');
    const card = (await seat.shown('csm1', 'channel')).find(({ id }) => id === message);
    expect(card?.text).toContain('gone quiet');
    expect(card?.buttons.slice(0, 3)).toEqual(['See the play', "I'm on it", 'Assign']);
    await seat.press('csm1', 'channel', message, "I'm on it");
    expect((await alert()).assignee).toBe('csm1');
  });

  it('I10 a proposal: who may decide does, once; the card says who and when', async () => {
    const port = cardPortOf(seat, platform);
    await seat.say('manager1', 'help');
    await seat.say('csm1', 'override acme 45 until 2026-12-20 because the sponsor left');
    await showCards(ctx, port);
    const card = await last('manager1', 'approvals');
    expect(card.text).toContain('the sponsor left');
    expect(card.buttons).toEqual(['Approve', 'Reject…', 'Edit…', 'Full text']);
    await seat.press('manager1', 'approvals', card.id, 'Approve');
    // The second press finds the button gone, or is told that it is decided.
    await seat.press('manager1', 'approvals', card.id, 'Approve').catch(() => undefined);
    await showCards(ctx, port);
    const settled = await cardOf(card.id);
    expect(settled.text).toMatch(/Approved|Done/);
    expect(settled.text).toContain('Helena Strand');
    expect(settled.buttons).not.toContain('Approve');
    const [stored] = await ctx.store.listProposals({ limit: 5 });
    expect(stored?.proposal.approvals.map(({ member }) => member)).toEqual(['manager1']);
  });

  it('a rejection asks why, keeps the form when nothing is said, and tells the reason', async () => {
    const port = cardPortOf(seat, platform);
    await seat.say('csm1', 'override acme 50 until 2026-12-20 because of a feeling');
    await showCards(ctx, port);
    const card = await last('manager1', 'approvals');
    await seat.press('manager1', 'approvals', card.id, 'Reject…');
    expect(await seat.fill('manager1', { reason: ' ' })).toHaveLength(1);
    expect(await seat.fill('manager1', { reason: 'a feeling is no reason' })).toEqual([]);
    await showCards(ctx, port);
    const settled = await cardOf(card.id);
    expect(settled.text).toContain('a feeling is no reason');
    expect(settled.text).toContain('Rejected');
  });

  it('an edit in a form makes a new version, which somebody else has to approve', async () => {
    const port = cardPortOf(seat, platform);
    await seat.say('csm1', 'override acme 55 until 2026-12-20 because they said so');
    await showCards(ctx, port);
    const card = await last('manager1', 'approvals');
    await seat.press('manager1', 'approvals', card.id, 'Edit…');
    expect(await seat.fill('manager1', { reason: '' })).toHaveLength(1);
    expect(await seat.fill('manager1', { reason: 'they wrote it' })).toEqual([]);
    await showCards(ctx, port);
    expect((await cardOf(card.id)).text).toContain('they wrote it');
    // Nobody approves their own words: the button is not there, or refuses.
    await seat.press('manager1', 'approvals', card.id, 'Approve').catch(() => undefined);
    expect(await newest()).toMatchObject({
      version: 2,
      author: 'manager1',
      state: 'proposed',
      approvals: [],
    });
    await seat.press('exec1', 'approvals', card.id, 'Approve');
    expect(await newest()).toMatchObject({ version: 2, approvals: [{ member: 'exec1' }] });
  });

  it('a stand-in for an approver has the buttons, and decides in their name', async () => {
    const port = cardPortOf(seat, platform);
    const now = ctx.clock.now();
    const endsAt = new Date(now.getTime() + 3_600_000);
    const manager = { ...ctx, member: demoMembers.find(({ id }) => id === 'manager1') ?? null };
    await delegateApprovals(manager, {
      from: 'manager1',
      to: 'agent1',
      startsAt: now,
      endsAt,
      reason: 'away',
    });
    await seat.say('agent1', 'help');
    await seat.say('csm1', 'override acme 60 until 2026-12-20 because they renewed');
    await showCards(ctx, port);
    const card = await last('agent1', 'approvals');
    expect(card.buttons).toEqual(['Approve', 'Reject…', 'Edit…', 'Full text']);
    await seat.press('agent1', 'approvals', card.id, 'Approve');
    expect((await newest()).approvals).toMatchObject([{ member: 'agent1', actingFor: 'manager1' }]);
    await showCards(ctx, port);
    expect((await cardOf(card.id)).text).toMatch(/Nandakumar.*for.*Strand/);
  });

  it('the digest can be read before its day, with who is counted and how to get it', async () => {
    const { text, buttons } = await say('exec1', 'digest');
    expect(text).toMatch(/3 scored customers/);
    expect(text).toContain('Known issues');
    expect(buttons.length).toBeGreaterThan(0);
    expect((await say('exec1', 'digest subscribe tuesday at noon-ish')).text).toContain('Not understood');
    expect((await say('exec1', 'digest subscribe tue 9')).text).toContain('Each Tuesday at 09:00');
  });

  it('what fails on our side is said with a reference, and never in its own words', async () => {
    const { text } = await say('csm1', brokenWords);
    expect(text).toMatch(/Something went wrong on our side, and nothing was changed.*Reference:\s+\S+/);
    expect(text).not.toContain('the disk is full');
    expect((await say('csm1', 'health acme')).text).toContain('of 100');
  });

  it('what cannot be understood gets the next step', async () => {
    expect((await say('csm1', 'xyzzy')).text).toMatch(/Unknown account 'xyzzy'.*Try its id/);
    expect((await say('csm1', 'help')).text).toContain('health acme');
  });
});

function optionsOf(ctx: Context, platform: Platform): PlaygroundOptions {
  const seen = new Set<string>();
  return {
    members: demoMembers,
    answer: async (asked: ChatRequest) => {
      if ('text' in asked.asked && asked.asked.text === brokenWords) throw new Error('the disk is full');
      return await answerChat(ctx, { ...asked, platform, team: 'T1' });
    },
    firstDelivery: async (key) => !seen.has(key) && Boolean(seen.add(key)),
    keepClick: (key, request) => ctx.store.keepClick(key, request, ctx.clock.now()),
    clickDone: (key) => ctx.store.markClickDone(key, ctx.clock.now()),
    clickKey: 'ab'.repeat(32),
    linkTo: (path) => `http://127.0.0.1:3000${path}`,
    log: pino({ level: 'silent' }),
    clock: ctx.clock,
    ids: ctx.ids,
  };
}

function cardPortOf(seat: Seat, platform: string): CardPort {
  return {
    platform,
    channel: 'approvals',
    post: (view, key) => seat.post('approvals', view, key),
    update: (message, view) => seat.update('approvals', message, view),
    tell: async () => undefined,
  };
}

async function decidersOf(ctx: Context, button: string): Promise<string[]> {
  const picture = await getProposalByButton(ctx, button);
  return picture ? demoMembers.filter((member) => mayDecide(member, picture)).map(({ id }) => id) : [];
}

/** The playground by its HTTP API, as a script uses it. */
async function scriptedSeat(options: PlaygroundOptions): Promise<Seat> {
  const playground = await startPlayground(options);
  const fastify = Fastify();
  await registerPlayground(fastify, playground);
  const call = async (path: string, payload?: object) => {
    const headers = { host: '127.0.0.1:3000' };
    const url = `/playground/api/${path}`;
    const { statusCode, body } = await fastify.inject(
      payload ? { method: 'POST', url, headers, payload } : { method: 'GET', url, headers },
    );
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${body}`);
    return JSON.parse(body);
  };
  const at: Pick<Playground, 'message' | 'click' | 'submit' | 'poster'> & {
    messages(channel: string, member: string): ReturnType<Playground['messages']>;
  } = {
    message: (given) => call('message', given),
    click: (given) => call('click', given),
    submit: (given) => call('submit', given),
    poster: playground.poster,
    messages: ((channel: string, member: string) =>
      call(`messages?channel=${channel}&member=${member}`).then(({ messages }) => messages)) as never,
  };
  return seatAt(at, async () => {
    await fastify.close();
    await playground.close();
  });
}
