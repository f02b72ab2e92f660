import { z } from 'zod';
import type { SlackIdentity } from '../bot/slack/identify.ts';
import type { SlackConfig } from '../config-slack.ts';
import { digestOfBytes } from '../domain/action.ts';
import type { Services } from '../services/context.ts';

const setting = 'slack.identity';

const knownSchema = z.object({
  /** SHA-256 of the token that this is about: another token may be of another workspace. */
  token: z.string(),
  teamId: z.string().nullable(),
  teamName: z.string().nullable(),
  botUserId: z.string().nullable(),
  appId: z.string().nullable(),
});

/**
 * Whose our token is, as Slack says; while it cannot be reached, as it said last. So an outage of Slack keeps nobody from
 * starting, and nothing that came in elsewhere is turned away meanwhile.
 * @throws {HoldfastError} HF_SLACK_FAILED when it refuses the token, or cannot be reached and never was
 */
export async function identityOf(
  { botToken, apiUrl }: Pick<SlackConfig, 'apiUrl'> & { botToken: string },
  { store, log }: Pick<Services, 'store' | 'log'>,
): Promise<SlackIdentity> {
  const [{ identifySlack }, { classifyPostFailure }] = await Promise.all([
    import('../bot/slack/identify.ts'),
    import('../bot/slack/post-failure.ts'),
  ]);
  const token = digestOfBytes(Buffer.from(botToken));
  try {
    const identity = await identifySlack(botToken, apiUrl);
    await store.writeSetting(setting, { token, ...identity });
    return identity;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause === undefined || classifyPostFailure(cause).away === null) throw error;
    const known = knownSchema.safeParse(await store.readSetting(setting));
    if (!known.success || known.data.token !== token) throw error;
    log.warn({ err: error }, 'Slack cannot be reached; starting with what it said last of the bot token');
    const { teamId, teamName, botUserId, appId } = known.data;
    return { teamId, teamName, botUserId, appId };
  }
}
