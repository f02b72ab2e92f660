import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { HoldfastError } from '../errors.ts';

/** Takes one request of Slack as it came, and says what to answer. */
export type SlackEvents = (request: { headers: IncomingHttpHeaders; rawBody: Buffer }) => Promise<{
  status: number;
  headers: Record<string, string>;
  body: string;
}>;

/** Over the app's own limit, so that the app says it in its own words. */
const bodyLimit = 2 * 1024 * 1024;

/** Adds `POST /slack/events`. The signature is over the bytes, so nothing reads them before the app does. */
export async function registerSlackEvents(
  server: FastifyInstance,
  slackEvents: SlackEvents | null,
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/slack/events', { bodyLimit }, async (request, reply) => {
      if (!slackEvents) {
        throw new HoldfastError('HF_NOT_FOUND', 'Slack is not connected to this Holdfast', {
          next: 'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET and start again.',
        });
      }
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { status, headers, body } = await slackEvents({ headers: request.headers, rawBody });
      return reply.code(status).headers(headers).send(body);
    });
  });
}
