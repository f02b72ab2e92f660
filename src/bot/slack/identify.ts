import { webApi } from '@slack/bolt';
import { HoldfastError } from '../../errors.ts';

/** Which installation a bot token belongs to. */
export interface SlackIdentity {
  teamId: string | null;
  teamName: string | null;
  botUserId: string | null;
  appId: string | null; // null = the token may not ask for it
}

/**
 * Asks Slack whose token this is.
 * @param apiUrl - base of the Web API; null = Slack's own
 * @throws {HoldfastError} HF_SLACK_FAILED with Slack's word for the reason
 */
export async function identifySlack(botToken: string, apiUrl: string | null): Promise<SlackIdentity> {
  const client = new webApi.WebClient(botToken, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    logLevel: webApi.LogLevel.ERROR,
    timeout: 8_000,
    retryConfig: { retries: 1, minTimeout: 300, maxTimeout: 1_000 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  });
  try {
    const auth = await client.auth.test();
    const bot = auth.bot_id ? await client.bots.info({ bot: auth.bot_id }).catch(() => null) : null;
    return {
      teamId: auth.team_id ?? null,
      teamName: auth.team ?? null,
      botUserId: auth.user_id ?? null,
      appId: bot?.bot?.app_id ?? null,
    };
  } catch (error) {
    const where = apiUrl ?? 'https://slack.com/api/';
    throw new HoldfastError(
      'HF_SLACK_FAILED',
      `Slack at ${where} did not accept the bot token: ${reasonOf(error)}`,
      {
        next: 'Check SLACK_BOT_TOKEN and the network, then start again; `holdfast doctor` repeats this check.',
        cause: error,
      },
    );
  }
}

function reasonOf(error: unknown): string {
  const { data, message } = error as { data?: { error?: unknown }; message?: string };
  return typeof data?.error === 'string' ? data.error : (message ?? 'unknown').slice(0, 200);
}
