import { afterEach, expect, test } from 'vitest';
import { alertsOf } from '../../../test/support/alerts.ts';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { homeView } from '../../views/home-view.ts';
import { parseHome, renderHome } from './publish-home.ts';

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

test('the tab of messages asks for nothing, and a redelivery publishes once', async () => {
  harness = await startSlackHarness({ answer: async () => textReply('Your accounts') });
  await harness.send(opened('messages', 'Ev1'));
  expect(harness.asked).toEqual([]);
  await harness.send(opened('home', 'Ev2'));
  await harness.send(opened('home', 'Ev2'));
  expect(harness.asked).toHaveLength(1);
});

test('an event without a person or a workspace is no opening', () => {
  expect(parseHome({ event: { tab: 'home' }, team_id: 'T1' })).toBeNull();
  expect(parseHome({ event: { tab: 'home', user: 'U1' } })).toBeNull();
});

test('hundreds of alerts and accounts stay within a hundred blocks', () => {
  const alerts = alertsOf(300);
  const accounts = Array.from({ length: 500 }, (_, index) => ({
    ...{ name: `Company ${index} ${'x'.repeat(150)}`, score: index, band: 'red', openAlerts: 1, url: null },
  }));
  const { blocks } = renderHome(
    homeView({ accounts, alerts, waiting: [], names: new Map() }),
    (path) => path,
  );
  expect(blocks.length).toBeLessThanOrEqual(100);
  expect(JSON.stringify(blocks)).toContain('and 460 more');
  expect(JSON.stringify(blocks)).toContain('and 290 more: /cs alerts mine');
});
