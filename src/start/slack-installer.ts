import { createHmac, timingSafeEqual } from 'node:crypto';
import { authorizeUrl, exchangeCode, type SlackClient } from '../bot/slack/oauth.ts';
import type { SlackInstaller } from '../http/slack-install.ts';
import type { Services } from '../services/context.ts';
import type { InstalledWorkspaces } from './slack-workspaces.ts';

interface Options {
  services: Pick<Services, 'store' | 'clock' | 'ids' | 'log'>;
  client: SlackClient;
  /** Workspaces that may install it; everybody else is a stranger. */
  teams: readonly string[];
  /** Base of our own addresses. */
  baseUrl: string;
  /** Signs what goes to Slack and comes back, hexadecimal. */
  key: string;
  workspaces: InstalledWorkspaces;
}

/** Ours; Slack's own code lives ten minutes. */
const stateMs = 10 * 60_000;

/**
 * Takes a person to Slack and back. What comes back was begun in the same browser, not long ago; and only a workspace that
 * the operator named is kept, since its people become members here.
 */
export function createInstaller({
  services,
  client,
  teams,
  baseUrl,
  key,
  workspaces,
}: Options): SlackInstaller {
  const { clock, ids, store, log } = services;
  const redirectUri = `${baseUrl}/slack/oauth_redirect`;
  const macOf = (nonce: string, until: number): string =>
    createHmac('sha256', Buffer.from(key, 'hex'))
      .update(`slack install\n${nonce}\n${until}`)
      .digest('base64url');
  const isBegunHere = (state: string, nonce: string): boolean => {
    const [until = '', mac = ''] = state.split('.');
    const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(nonce, Number(until)))];
    return (
      given.length === expected.length &&
      timingSafeEqual(given, expected) &&
      clock.now().getTime() < Number(until)
    );
  };
  return {
    begin() {
      const nonce = ids.secret();
      const until = clock.now().getTime() + stateMs;
      return { location: authorizeUrl(client, `${until}.${macOf(nonce, until)}`, redirectUri), nonce };
    },
    async finish({ code, state, nonce }) {
      if (!isBegunHere(state, nonce))
        return { status: 400, text: 'This was not begun here, or too long ago. Open /slack/install again.' };
      if (code === '') return { status: 400, text: 'Slack did not allow it, so nothing was installed.' };
      const installed = await exchangeCode(client, code, redirectUri);
      const { team, teamName } = installed;
      const allowed = teams.includes(team);
      await store.appendAudit({
        at: clock.now(),
        actor: 'system',
        account: null,
        action: allowed ? 'slack.installed' : 'slack.refused',
        detail: { team },
      });
      if (!allowed) {
        log.warn(
          { security: { kind: 'other-team', team } },
          'a workspace that is not ours installed the app',
        );
        return {
          status: 403,
          text: `The workspace ${team} is not one of ours. Name it in SLACK_TEAMS first.`,
        };
      }
      await workspaces.keep(installed);
      return { status: 200, text: `Holdfast is installed in ${teamName ?? team}. Type /cs help there.` };
    },
  };
}
