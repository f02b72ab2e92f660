import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import { type Answer, type Arguments, failed, textOf } from './slack-answers.ts';
import { workspaceIds } from './workspace.ts';

/** Installation by OAuth, seen from Slack's side. */
export interface SlackOauth {
  clientId: string;
  clientSecret: string;
  /** Somebody allowed the installation in this workspace: the code that they are sent back with, good once. */
  allow(team: string): string;
  /** `oauth.v2.access` */
  access(given: Arguments): Answer;
  /** Whether a token was given out and is good now. */
  isGood(token: string): boolean;
}

/** Source: https://docs.slack.dev/authentication/using-token-rotation */
const tokenSeconds = 12 * 3_600;

/** Tokens live twelve hours; each is renewed by a token that is good once. */
export function createOauth(clock: Clock, ids: Ids): SlackOauth {
  const [clientId, clientSecret] = [`1.${ids.trace()}`, ids.secret()];
  const codes = new Map<string, string>();
  const refreshers = new Map<string, string>();
  const tokens = new Map<string, number>();

  const give = (team: string): Answer => {
    const [access_token, refresh_token] = [`xoxe.xoxb-${ids.secret()}`, `xoxe-${ids.secret()}`];
    tokens.set(access_token, clock.now().getTime() + tokenSeconds * 1_000);
    refreshers.set(refresh_token, team);
    return {
      ok: true,
      access_token,
      refresh_token,
      expires_in: tokenSeconds,
      token_type: 'bot',
      team: { id: team, name: `Team ${team}` },
      app_id: workspaceIds.app,
      bot_user_id: workspaceIds.botUser,
    };
  };
  const takeFrom = (from: Map<string, string>, key: string): string | undefined => {
    const team = from.get(key);
    from.delete(key);
    return team;
  };
  return {
    clientId,
    clientSecret,
    allow(team) {
      const code = ids.secret();
      codes.set(code, team);
      return code;
    },
    access(given) {
      if (textOf(given.client_id) !== clientId || textOf(given.client_secret) !== clientSecret)
        return failed('invalid_client_id');
      const renews = textOf(given.grant_type) === 'refresh_token';
      const team = renews
        ? takeFrom(refreshers, textOf(given.refresh_token))
        : takeFrom(codes, textOf(given.code));
      return team === undefined ? failed(renews ? 'invalid_refresh_token' : 'invalid_code') : give(team);
    },
    isGood: (token) => clock.now().getTime() < (tokens.get(token) ?? 0),
  };
}
