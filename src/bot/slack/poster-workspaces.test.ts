import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SecondSlack, startSecondSlack, type Team } from '../../../test/second-slack/slack.ts';
import { createManualClock } from '../../domain/clock.ts';
import { createIds } from '../../domain/ids.ts';
import type { View } from '../../views/view.ts';
import { createSlackApp } from './app.ts';
import type { Poster } from './poster.ts';
import type { SlackWorkspaces } from './workspaces.ts';

const team = (id: string, shared: boolean): Team => ({
  ...{ id, token: `xoxb-${id}`, bot: 'U0BOT', people: { U0ANN: `Ann of ${id}` } },
  // The same ids in both: they mean something within their workspace alone.
  channels: { C0ALERTS: { name: 'alerts', members: ['U0BOT', 'U0ANN'], shared } },
});
const [one, two, three] = [team('T0ONE', false), team('T0TWO', false), team('T0THREE', true)];
const view: View = { summary: 'Acme is red', blocks: [{ kind: 'text', spans: [{ text: 'Acme is red' }] }] };
const where = { key: 'k1' };

let slack: SecondSlack;
let poster: Poster;
const installed = new Map<string, string>();
const spaces: SlackWorkspaces = {
  teams: () => [...installed.keys()],
  botUserOf: () => 'U0BOT',
  tokenOf: async (named) => (named === null ? [...installed.values()][0] : installed.get(named)) ?? null,
  forget: async () => undefined,
};

beforeEach(async () => {
  slack = await startSecondSlack([one, two, three]);
  for (const { id, token } of [one, two, three]) installed.set(id, token);
  poster = createSlackApp({
    ...{ signingSecret: '', botToken: '', teamId: null, botUserId: null, appId: null },
    workspaces: spaces,
    apiUrl: slack.url,
    answer: async () => ({ view, trace: 't' }),
    firstDelivery: async () => true,
    keepClick: async () => true,
    clickDone: async () => undefined,
    clickKey: 'ab'.repeat(32),
    linkTo: (path) => path,
    log: pino({ level: 'silent' }),
    clock: createManualClock(new Date()),
    ids: createIds(),
  }).poster;
});
afterEach(async () => {
  expect(slack.refusals).toEqual([]);
  await slack.close();
});

const seenIn = ({ id }: Team) =>
  slack.messages.filter((each) => each.team === id).map(({ channel }) => channel);

test('a channel is one of its workspace: the same id elsewhere is another, for posts, edits and look-ups', async () => {
  const posted = await poster.post('T0TWO:C0ALERTS', view, where);
  expect([seenIn(one), seenIn(two)]).toEqual([[], ['C0ALERTS']]);
  expect(posted.channel).toBe('T0TWO:C0ALERTS');
  await poster.update(posted.channel, posted.message, { ...view, summary: 'Acme is green' });
  expect(slack.messages.map(({ text }) => text)).toEqual(['Acme is green']);
  const since = new Date(Date.now() - 60_000);
  expect(await poster.lookup('T0TWO:C0ALERTS', 'k1', since)).toBe(posted.message);
  expect(await poster.lookup('T0ONE:C0ALERTS', 'k1', since)).toBeNull();
});

test('a person is written to where they are a member, and a place of no workspace is where we speak up by ourselves', async () => {
  await poster.post('T0TWO:U0ANN', view, where);
  await poster.post('C0ALERTS', view, where);
  expect([seenIn(one), seenIn(two)]).toEqual([['C0ALERTS'], ['D0ANN']]);
});

test('nothing goes to another workspace instead of one that took the app away, and nothing is tried again', async () => {
  installed.delete('T0TWO');
  const refused = poster.post('T0TWO:C0ALERTS', view, where);
  await expect(refused).rejects.toMatchObject({ nothingHappened: true, permanent: true });
  installed.clear();
  // Before the first installation a post waits.
  await expect(poster.post('C0ALERTS', view, where)).rejects.toMatchObject({ permanent: false });
  expect(slack.messages).toEqual([]);
});

test('whether another company reads along is asked of the channel of that workspace', async () => {
  await poster.post('T0ONE:C0ALERTS', view, where);
  await expect(poster.post('T0THREE:C0ALERTS', view, where)).rejects.toThrow('shared with another company');
  expect([seenIn(one), seenIn(three)]).toEqual([['C0ALERTS'], []]);
});
