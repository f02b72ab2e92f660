import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { createLinks } from '../../src/http/links.ts';
import { registerSlackEvents } from '../../src/http/slack-events.ts';
import { showCards } from '../../src/services/show-cards.ts';
import { type Chat, connectSlack } from '../../src/start/chat.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../support/door.ts';
import { ingest, testContext } from '../support/services.ts';
import { embedded } from '../support/stores.ts';
import { controlsIn, createHand, type Got, type Hand, textIn } from './hand.ts';
import {
  type Message,
  type OpenView,
  type Part,
  type SecondSlack,
  signed,
  startSecondSlack,
  type Team,
} from './slack.ts';

const secret = 'a-signing-secret-of-many';
const idOf = (member: string): string => `U0${member.toUpperCase()}`;
const everybody = ['U0BOT', ...demoMembers.map(({ id }) => idOf(id))];
const team: Team = {
  ...{ id: 'T0SECOND', token: 'xoxb-second', bot: 'U0BOT' },
  people: Object.fromEntries(demoMembers.map(({ id, name }) => [idOf(id), name])),
  channels: {
    C0CS: { name: 'customer-success', members: everybody },
    C0ACME: { name: 'acme', members: everybody },
    C0APPROVALS: { name: 'approvals', members: everybody },
    C0SHARED: { name: 'with-acme', members: everybody, shared: true },
  },
};
const [csm, agent, manager, exec] = [idOf('csm1'), idOf('agent1'), idOf('manager1'), idOf('exec1')];

// A strict Slack that shares nothing with the playground's; what it would not take, it refuses, and each day ends without a refusal.
describe('four days at a workspace', () => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let slack: SecondSlack;
  let hand: Hand;
  let chat: Chat;
  let server: FastifyInstance;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await embedded.open();
    const door = await testDoor([createLedgerConnector('chat'), createLedgerConnector('outbox')]);
    ctx = await testContext(opened.store, new Date().toISOString(), undefined, door);
    const identities = (id: string) => [{ platform: 'slack' as const, team: team.id, user: idOf(id) }];
    await ctx.store.writeMembers(demoMembers.map((one) => ({ ...one, identities: identities(one.id) })));
    const contract = {
      name: 'Acme Corporation',
      owner: 'csm1',
      segment: 'enterprise',
      startsOn: '2026-01-01',
    };
    const yesterday = new Date(ctx.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-10', contract),
      sampleEvent('contract.updated', 'globex', '2026-01-10', { ...contract, name: 'Globex' }),
      sampleEvent('user.session', 'acme', yesterday, { durationSeconds: 600 }),
      sampleEvent('ticket.created', 'acme', yesterday, {
        ticketId: 'T-1',
        priority: 'P1',
        subject: 'Import stops',
      }),
    ]);
    slack = await startSecondSlack([team]);
    const links = createLinks('https://holdfast.example', '00', ctx.clock);
    const settings = {
      ...{ botToken: team.token, signingSecret: secret, apiUrl: slack.url, emulated: true, appToken: null },
      ...{ oauth: null, noteEmoji: 'memo' },
    };
    chat = await connectSlack(settings, ctx, links, 'ab'.repeat(32));
    server = Fastify();
    await registerSlackEvents(server, chat.slackEvents);
    hand = createHand(slack, team, await server.listen({ port: 0, host: '127.0.0.1' }), secret);
    close = async () => {
      await server.close();
      await chat.close();
      await slack.close();
      await opened.close();
    };
  });
  afterEach(() => expect(slack.refusals).toEqual([]));
  afterAll(() => close());

  /** What a request brought to a person, when the app is done with it. */
  async function brought(user: string, request: Promise<Got> | (() => Promise<Got>)): Promise<Message[]> {
    const before = slack.messages.length;
    const got = await (typeof request === 'function' ? request() : request);
    expect([got.status, got.body]).toEqual([200, '']);
    expect(got.ms).toBeLessThan(3_000);
    await chat.close();
    return slack.messages
      .slice(before)
      .filter((each) => each.user === team.bot && (each.only === null || each.only === user));
  }
  const wordsOf = (messages: readonly Message[]): string =>
    messages.map(({ blocks }) => textIn(blocks)).join(' ');
  function control(message: Message | undefined, label: string): Part {
    const found = controlsIn(message?.blocks).find(({ text }) => textIn({ text }) === label);
    if (!found || !message) throw new Error(`no '${label}' on: ${textIn(message?.blocks)}`);
    return found;
  }
  const openView = (user: string): OpenView => {
    const found = [...slack.views.values()].filter((view) => view.user === user).at(-1);
    if (!found) throw new Error('no form is open');
    return found;
  };
  const said = (user: string, text: string, at: Parameters<Hand['say']>[2] = {}) =>
    brought(user, () => hand.say(user, text, at).deliver());

  it('of a CSM: command, button, thread, mention, and a form that is first filled in wrongly', async () => {
    const [card] = await brought(csm, hand.command(csm, 'health acme', 'C0CS'));
    expect(card).toMatchObject({ channel: 'C0CS', only: csm });
    expect(textIn(card?.blocks)).toMatch(/Acme Corporation: \d+\.\d\d of 100/);
    const why = await brought(csm, hand.press(csm, card as Message, control(card, 'Why did it change?')));
    expect(wordsOf(why)).toContain('Acme Corporation');

    const [answer] = await said(csm, 'how is Acme doing?');
    expect(answer).toMatchObject({ channel: 'D0CSM1', only: null });
    expect(wordsOf(await said(csm, 'health globex'))).toContain('Globex');
    // In a thread it stays the account of the thread, whatever the chat is about meanwhile.
    const asked = await said(csm, 'and their tickets?', { thread: answer?.ts ?? '' });
    expect(wordsOf(asked)).toContain('Acme Corporation');
    const [inChannel] = await said(csm, 'how is globex doing?', { channel: 'C0CS' });
    expect(inChannel?.only).toBe(csm);

    await brought(csm, hand.command(csm, 'override acme'));
    const form = openView(csm);
    const wrong = await hand.submit(csm, form, fill(form, { score: '400', reason: '' }));
    expect([wrong.action, Object.keys(wrong.said.errors).sort()]).toEqual([
      'errors',
      ['reason', 'score', 'until'],
    ]);
    const until = new Date(ctx.clock.now().getTime() + 20 * 86_400_000).toISOString().slice(0, 10);
    const right = await hand.submit(
      csm,
      form,
      fill(form, { score: '45', reason: 'the sponsor left', until }),
    );
    await chat.close();
    expect(right.action).toBeUndefined();
    expect(wordsOf(slack.messages.slice(-1))).toContain('Waiting for approval');
  });

  it('of a support agent: a question with a screenshot, notes by shortcut and reaction, and a customer who reads along', async () => {
    const fix = await said(agent, 'ask why does the import stop with SCHEMA_DRIFT?', {
      more: { subtype: 'file_share', files: [{ id: 'F1' }] },
    });
    expect(wordsOf(fix)).toContain('Open Datasets');
    const shared = await said(agent, 'health acme', { channel: 'C0SHARED' });
    expect(wordsOf(shared)).toContain('shared with another company');

    const message = slack.write(team, 'C0ACME', csm, 'Their admin asks for single sign-on by June');
    const react = hand.react(agent, message, 'memo', {}, 'Ev0NOTE');
    for (const _ of [1, 2]) await brought(agent, react.deliver);
    await brought(agent, hand.shortcut(agent, 'holdfast-note-message', message));
    const timeline = wordsOf(await brought(agent, hand.command(agent, 'timeline acme')));
    expect(timeline.split('single sign-on').length - 1).toBe(1);

    await brought(agent, hand.shortcut(agent, 'holdfast-ask'));
    const form = openView(agent);
    const empty = await hand.submit(agent, form, fill(form, { question: '' }));
    await chat.close();
    expect(empty.status).toBe(200);
  });

  it('of a manager: an approval that is pressed twice, and a rejection without a reason', async () => {
    await brought(csm, hand.command(csm, 'override acme 50 until 2027-01-20 because of a feeling'));
    const channel = `${team.id}:C0APPROVALS`;
    const port = {
      ...{ platform: 'slack', channel },
      post: async (view: Parameters<Chat['poster']['post']>[1], key: string) =>
        (await chat.poster.post(channel, view, { key })).message,
      update: (message: string, view: Parameters<Chat['poster']['post']>[1]) =>
        chat.poster.update(channel, message, view),
      tell: async () => undefined,
    };
    await showCards(ctx, port);
    const cards = () => slack.messages.filter((each) => each.channel === 'C0APPROVALS');
    expect(cards().length).toBeGreaterThanOrEqual(2);
    const [first, second] = cards() as [Message, Message];
    const approve = control(first, 'Approve');
    const pressed = await Promise.all([1, 2].map(() => hand.press(manager, first, approve)));
    expect(pressed.map(({ status }) => status)).toEqual([200, 200]);
    await brought(manager, hand.press(manager, second, control(second, 'Reject…')));
    const form = openView(manager);
    expect((await hand.submit(manager, form, fill(form, { reason: '' }))).action).toBe('errors');
    await hand.submit(manager, form, fill(form, { reason: 'a feeling is no reason' }));
    await chat.close();
    await showCards(ctx, port);
    expect(textIn(cards()[0]?.blocks)).toMatch(/Helena Strand/);
    expect(controlsIn(cards()[0]?.blocks).map(({ text }) => textIn({ text }))).not.toContain('Approve');
    expect(textIn(cards()[1]?.blocks)).toContain('a feeling is no reason');
  });

  it('of an executive: Home, prompts about the channel in view, a link that shows what it leads to, the digest', async () => {
    const home = { type: 'app_home_opened', user: exec, channel: 'D0EXEC1', event_ts: slack.stamp() };
    await brought(exec, hand.event({ ...home, tab: 'home' }));
    const drawn = slack.homes.get(`${team.id} ${exec}`);
    expect(textIn(drawn)).toContain('Waiting for your approval');
    const [press] = controlsIn(drawn);
    if (press) await brought(exec, hand.pressHome(exec, press));

    const context = { entities: [{ type: 'slack#/types/channel_id', value: 'C0ACME', team_id: team.id }] };
    await brought(exec, hand.event({ ...home, tab: 'messages', context }));
    expect(JSON.stringify(slack.prompts.get('D0EXEC1'))).toContain('Acme');
    expect(wordsOf(await said(exec, 'how is it going?', { more: { app_context: context } }))).toContain(
      'Acme',
    );

    const url = linkIn(await said(exec, 'health acme'));
    const message = slack.write(team, 'C0CS', exec, `look: ${url}`);
    const links = [{ domain: 'holdfast.example', url }];
    const shared = {
      type: 'link_shared',
      user: exec,
      channel: 'C0CS',
      message_ts: message.ts,
      links,
      source: 'conversations_history',
    };
    await brought(exec, hand.event({ ...shared, unfurl_id: 'C0CS.1', event_ts: slack.stamp() }));
    expect([...slack.unfurls.keys()]).toEqual([url]);
    expect(wordsOf(await brought(exec, hand.command(exec, 'digest')))).toContain('Customers');
  });

  it('a request is answered once however often it comes, and one that Slack did not sign never', async () => {
    const question = hand.say(csm, 'health acme');
    const answers = await brought(csm, () => question.deliver());
    expect(answers).not.toEqual([]);
    for (const retry of ['1', '2', '3'])
      expect(
        await brought(csm, () =>
          question.deliver({ 'x-slack-retry-num': retry, 'x-slack-retry-reason': 'http_timeout' }),
        ),
      ).toEqual([]);
    // A copy that names another event is the same message.
    expect(await brought(csm, hand.event(question.event, {}, 'Ev0OTHER'))).toEqual([]);

    const body = hand.eventBody({
      type: 'message',
      channel_type: 'im',
      user: csm,
      channel: 'D0CSM1',
      text: 'health acme',
      ts: slack.stamp(),
    });
    const stale = Date.now() - 6 * 60_000;
    const forged = { ...signed('another-secret', body) };
    for (const headers of [signed(secret, body, stale), forged, {}])
      expect((await hand.send('application/json', body, headers)).status).toBe(401);
    await chat.close();
    expect(slack.messages.at(-1)?.ts).toBe(answers.at(-1)?.ts);
  });

  it('a form that comes too late is said, and nothing is lost', async () => {
    const [card] = await said(csm, 'override acme 51 until 2027-01-20 because of a call');
    const button = controlsIn(card?.blocks).find(({ text }) => /Edit|Reject/.test(textIn({ text })));
    if (!card || !button) return;
    const before = slack.messages.length;
    await hand.press(csm, card, button, -1);
    await chat.close();
    expect(wordsOf(slack.messages.slice(before))).toMatch(/again/i);
    expect(slack.refusals.splice(0).map(({ error }) => error)).toEqual(['expired_trigger_id']);
  });
});

/** What stands in the inputs of a form when somebody sends it. */
function fill(open: OpenView, given: Record<string, string>): Record<string, Record<string, Part>> {
  const blocks = open.view.blocks as {
    type: string;
    block_id?: string;
    element?: Part & { action_id?: string };
  }[];
  const inputs = blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.map(({ block_id: name = '', element = {} }) => [
      name,
      { [element.action_id ?? 'a']: stateOf(element, given[name]) },
    ]),
  );
}

function stateOf(
  { type, initial_value: first, initial_date: day, initial_option: chosen }: Part,
  text: string | undefined,
): Part {
  if (type === 'datepicker') return { type, selected_date: text ?? day ?? null };
  if (type === 'static_select')
    return { type, selected_option: text === undefined ? (chosen ?? null) : { value: text } };
  if (type === 'checkboxes') return { type, selected_options: [] };
  return { type, value: (text === '' ? null : text) ?? first ?? null };
}

/** The address of a score's page. */
function linkIn(messages: readonly Message[]): string {
  return /"url":"([^"]+\/evidence\/scores\/[^"]+)"/.exec(JSON.stringify(messages))?.[1] ?? '';
}
