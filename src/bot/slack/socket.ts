import { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { describeError } from '../platform/describe-error.ts';
import type { SlackApp } from './app.ts';
import { createBoltLog } from './bolt-log.ts';

/** What Socket Mode needs: a token of the app itself, and who takes what comes. */
export interface SocketOptions {
  appToken: string;
  /** Base of the Web API; null = Slack's own */
  apiUrl: string | null;
  take: SlackApp['accept'];
  log: Log;
}

/** A connection that we opened to Slack; it opens itself again when Slack ends it. */
export interface SlackSocket {
  /** Resolves when nothing more can come. */
  close(): Promise<void>;
}

/** What Slack sends over the connection, as far as we read it. */
interface SocketMessage {
  body: unknown;
  retry_num?: number;
  ack(response?: Record<string, unknown>): Promise<void>;
}

/**
 * Receives over a connection that we open: for machines that Slack cannot reach. It opens in the background: while Slack
 * cannot be reached, everything else runs.
 */
export function openSlackSocket({ appToken, apiUrl, take, log }: SocketOptions): SlackSocket {
  const { client } = new SocketModeReceiver({
    appToken,
    logger: createBoltLog(log),
    installerOptions: { clientOptions: { ...(apiUrl !== null && { slackApiUrl: apiUrl }) } },
  });
  client.on('slack_event', async ({ body, retry_num: retries = 0, ack }: SocketMessage) => {
    try {
      const { status, body: answer } = await take(body, retries);
      // Without an acknowledgement Slack delivers it again, or tells the person that it failed.
      if (status === 503) return;
      await ack(answerOf(status, answer));
    } catch (error) {
      log.error(describeError(error), 'a message over Socket Mode could not be taken');
    }
  });
  client.start().catch((error: unknown) => {
    log.error(describeError(error), 'Socket Mode could not be opened; check SLACK_APP_TOKEN');
  });
  return {
    close: async () => {
      await client.disconnect().catch(() => undefined);
    },
  };
}

/** Only an answer that is an object goes with an acknowledgement. */
function answerOf(status: number, body: string): Record<string, unknown> | undefined {
  if (status !== 200 || !body.startsWith('{')) return undefined;
  return JSON.parse(body) as Record<string, unknown>;
}
