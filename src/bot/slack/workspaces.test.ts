import { afterEach, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness } from '../../../test/support/slack-emulator.ts';
import { altered, internal, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { eventEnvelope } from '../playground/envelopes.ts';
import { workspaceIds } from '../playground/workspace.ts';

let harness: SlackHarness;
afterEach(() => harness.close());
const { message } = slackRequests(() => harness);

test('each workspace is answered with its own token, and a stranger with none of theirs', async () => {
  const used: (string | null)[] = [];
  harness = await startSlackHarness({
    workspaces: {
      teams: () => [workspaceIds.team, 'T2'],
      botUserOf: (team) => (team === 'T2' ? 'U2BOT' : workspaceIds.botUser),
      tokenOf: async (team) => {
        used.push(team);
        return team === 'T9' ? null : harness.api.token;
      },
      forget: async () => undefined,
    },
  });
  const from = (team: string, text: string, ts: string) =>
    altered(message({ ts, eventId: ts, text }), (body) => {
      body.team_id = team;
      body.authorizations = [{ team_id: team, user_id: 'U2BOT', is_bot: true }];
      body.event = { ...(body.event as object), team };
    });
  await harness.send(from('T2', '<@U2BOT> how is acme doing?', '1.1'));
  expect(harness.asked).toMatchObject([{ team: 'T2', asked: { text: 'how is acme doing?' } }]);
  expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'Acme: 61.4' }]);
  expect(new Set(used)).toEqual(new Set(['T2']));
  await harness.send(from('T9', '<@U0HOLDFAST> how is acme doing?', '1.2'));
  expect(harness.asked).toHaveLength(1);
});

test('a workspace that took the app away is forgotten', async () => {
  const forgotten: string[] = [];
  harness = await startSlackHarness({
    workspaces: {
      teams: () => [workspaceIds.team],
      botUserOf: () => workspaceIds.botUser,
      tokenOf: async () => harness.api.token,
      forget: async (team) => {
        forgotten.push(team);
      },
    },
  });
  const given = { eventId: 'Ev1', at: harness.clock.now(), shared: false };
  await harness.send(eventEnvelope({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } }, given));
  expect(forgotten).toEqual([]);
  await harness.send(eventEnvelope({ type: 'tokens_revoked', tokens: { bot: ['U2'] } }, given));
  await harness.send(eventEnvelope({ type: 'app_uninstalled' }, given));
  expect(forgotten).toEqual([workspaceIds.team, workspaceIds.team]);
});
