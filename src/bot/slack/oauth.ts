import { webApi } from '@slack/bolt';
import { HoldfastError } from '../../errors.ts';
import { neededScopes } from './surface.ts';

/** What names this app to Slack, wherever it is installed. */
export interface SlackClient {
  clientId: string;
  clientSecret: string;
  /** Base of the Web API; null = Slack's own */
  apiUrl: string | null;
}

/** Tokens of one workspace. */
export interface BotTokens {
  token: string;
  /** Renews it; null = it is good until it is revoked */
  refreshToken: string | null;
  /** From now; null = for good */
  expiresInSeconds: number | null;
}

/** What Slack says after somebody allowed the installation. */
export interface Installed extends BotTokens {
  team: string;
  teamName: string | null;
  appId: string | null;
  botUserId: string | null;
}

/** Where a person allows the installation. Source: https://docs.slack.dev/authentication/installing-with-oauth */
export function authorizeUrl({ clientId, apiUrl }: SlackClient, state: string, redirectUri: string): string {
  const url = new URL('/oauth/v2/authorize', apiUrl ?? 'https://slack.com');
  url.search = new URLSearchParams({
    client_id: clientId,
    scope: neededScopes().join(','),
    state,
    redirect_uri: redirectUri,
  }).toString();
  return url.toString();
}

/** Exchanges what Slack sent a person back with for tokens. @throws {HoldfastError} HF_SLACK_FAILED */
export async function exchangeCode(
  client: SlackClient,
  code: string,
  redirectUri: string,
): Promise<Installed> {
  const answer = await access(client, { code, redirect_uri: redirectUri });
  const team = answer.team?.id;
  if (team === undefined) throw failed('the answer names no workspace');
  return {
    ...tokensIn(answer),
    team,
    teamName: answer.team?.name ?? null,
    appId: answer.app_id ?? null,
    botUserId: answer.bot_user_id ?? null,
  };
}

/** A new token for the old one, which stays good until its end. @throws {HoldfastError} HF_SLACK_FAILED */
export async function renewTokens(client: SlackClient, refreshToken: string): Promise<BotTokens> {
  return tokensIn(await access(client, { grant_type: 'refresh_token', refresh_token: refreshToken }));
}

async function access(
  { clientId, clientSecret, apiUrl }: SlackClient,
  given: Partial<webApi.OAuthV2AccessArguments>,
): Promise<webApi.OauthV2AccessResponse> {
  const client = new webApi.WebClient(undefined, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    logLevel: webApi.LogLevel.ERROR,
    timeout: 8_000,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // A code, and a token that renews, are good once.
    retryConfig: { retries: 0 },
  });
  try {
    return await client.oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      ...given,
    } as webApi.OAuthV2AccessArguments);
  } catch (error) {
    const { data } = { ...(error as { data?: { error?: unknown } }) };
    throw failed(typeof data?.error === 'string' ? data.error : 'it did not answer', error);
  }
}

function tokensIn({ access_token, refresh_token, expires_in }: webApi.OauthV2AccessResponse): BotTokens {
  if (access_token === undefined) throw failed('the answer has no token');
  return { token: access_token, refreshToken: refresh_token ?? null, expiresInSeconds: expires_in ?? null };
}

function failed(reason: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_SLACK_FAILED', `Slack gave no token: ${reason}`, {
    next: 'Check SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, and install the app again.',
    cause,
  });
}
