import { afterEach, expect, test } from 'vitest';
import { alertsOf } from '../../../test/support/alerts.ts';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { homeView } from '../../views/home-view.ts';
import { homeClickEnvelope, submitEnvelope } from '../playground/envelopes.ts';
import { parseHome, renderHome } from './publish-home.ts';

const settings = { alerts: 'cards', book: 'on', digest: null } as const;
let harness: SlackHarness;
afterEach(() => harness?.close());
const { message } = slackRequests(() => harness);

const opened = (tab: string, eventId: string): ReturnType<typeof message> => {
  const { body, contentType } = message({ direct: true, eventId });
  const event = { type: 'app_home_opened', user, channel: 'D0csm1', tab, event_ts: '1795255200.000100' };
  return { contentType, body: JSON.stringify({ ...JSON.parse(body), event }) };
};

test('opening the Home tab publishes to whoever opened it, and posts nothing', async () => {
  harness = await startSlackHarness({ answer: async () => textReply('Your accounts') });
  await harness.send(opened('home', 'Ev1'));
  expect(harness.asked).toMatchObject([{ user, place: 'direct', asked: { kind: 'home' } }]);
  expect(JSON.stringify(harness.api.workspace.homes.get(user))).toContain('Your accounts');
  expect(harness.screen('D0csm1')).toEqual([]);
});

test('the tab of messages publishes nothing, and a redelivery publishes once', async () => {
  harness = await startSlackHarness({ answer: async () => textReply('Your accounts') });
  await harness.send(opened('messages', 'Ev1'));
  expect(harness.api.workspace.homes.size).toBe(0);
  await harness.send(opened('home', 'Ev2'));
  await harness.send(opened('home', 'Ev2'));
  expect(harness.asked.map(({ asked }) => asked.kind)).toEqual(['prompts', 'home']);
});

const pressed = (action: string, value = 'a1'): ReturnType<typeof message> =>
  homeClickEnvelope({
    user,
    triggerId: harness.api.trigger(user),
    action: { type: 'button', action_id: `holdfast:${action}:0`, value },
  });

test('a click on the Home tab is answered in the direct chat, and the tab shows what is so now', async () => {
  let isTaken = false;
  harness = await startSlackHarness({
    answer: async ({ asked }) => {
      if (asked.kind === 'home') return textReply(isTaken ? 'Nothing waits' : 'One alert waits');
      isTaken = true;
      return textReply('You are on it.');
    },
  });
  await harness.send(opened('home', 'Ev1'));
  // It decides, so that it is kept first; where it was asked is known all the same.
  await harness.send(pressed('alert-take'));
  expect(harness.asked.map(({ asked }) => asked.kind)).toEqual(['home', 'click', 'home']);
  expect(harness.asked.map(({ place }) => place)).toEqual(['direct', 'direct', 'direct']);
  expect(harness.screen('D0csm1')).toMatchObject([{ text: 'You are on it.' }]);
  expect(JSON.stringify(harness.api.workspace.homes.get(user))).toContain('Nothing waits');
});

test('a form that was opened on the Home tab draws it anew when it is sent, not before', async () => {
  const form = { form: 'alert-snooze', title: 'Snooze', submitLabel: 'Snooze', value: 'a1', intro: [] };
  const inputs = [{ name: 'reason', label: 'Why?', kind: 'text' as const }];
  harness = await startSlackHarness({
    answer: async ({ asked }) =>
      asked.kind === 'click'
        ? { ...textReply('Fill in'), form: { ...form, inputs } }
        : textReply(asked.kind === 'home' ? 'Your alerts' : 'Snoozed.'),
  });
  await harness.send(pressed('alert-snooze'));
  expect(harness.asked.map(({ asked }) => asked.kind)).toEqual(['click']);
  const [open] = [...harness.api.openViews.values()];
  const state = { reason: { value: { type: 'plain_text_input', value: 'Holidays' } } };
  const view = open?.view ?? {};
  await harness.send(
    submitEnvelope({ user, viewId: open?.id ?? '', view, state, triggerId: harness.api.trigger(user) }),
  );
  expect(harness.asked.map(({ asked }) => asked.kind)).toEqual(['click', 'submit', 'home']);
  expect(JSON.stringify(harness.api.workspace.homes.get(user))).toContain('Your alerts');
});

test('what was asked stays answered where the tab cannot be drawn anew', async () => {
  harness = await startSlackHarness({
    answer: async ({ asked }) => {
      if (asked.kind === 'home') throw new Error('no database');
      return textReply('You are on it.');
    },
  });
  await harness.send(pressed('alert-take'));
  expect(harness.screen('D0csm1').map(({ text }) => text)).toEqual(['You are on it.']);
  expect(harness.lines()).toContain('a Home tab could not be drawn anew');
});

test('an event without a person or a workspace is no opening', () => {
  expect(parseHome({ event: { tab: 'home' }, team_id: 'T1' })).toBeNull();
  expect(parseHome({ event: { tab: 'home', user: 'U1' } })).toBeNull();
});

test('hundreds of alerts and accounts stay within a hundred blocks', () => {
  const alerts = alertsOf(300);
  const accounts = Array.from({ length: 500 }, (_, index) => ({
    id: `a${index}`,
    name: `Company ${index} ${'x'.repeat(150)}`,
    score: index,
    band: 'red',
    openAlerts: 1,
    url: null,
  }));
  const { blocks } = renderHome(
    homeView({ accounts, alerts, waiting: [], names: new Map(), settings }),
    (path) => path,
  );
  expect(blocks.length).toBeLessThanOrEqual(100);
  expect(JSON.stringify(blocks)).toContain('and 460 more');
  expect(JSON.stringify(blocks)).toContain('and 290 more: /cs alerts mine');
  expect(JSON.stringify(blocks.at(-1))).toContain('holdfast:digest-subscribe:');
});
