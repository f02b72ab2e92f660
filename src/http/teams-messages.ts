import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { HoldfastError } from '../errors.ts';

/** Takes one request of Teams as it came, and says what to answer. */
export type TeamsMessages = (request: { headers: IncomingHttpHeaders; rawBody: Buffer }) => Promise<{
  status: number;
  headers: Record<string, string>;
  body: string;
}>;

/** Over the app's own limit, so that the app says it in its own words. */
const bodyLimit = 2 * 1024 * 1024;

/** Adds `POST /api/messages`. The app reads the bytes itself, after it knows whose they are. */
export async function registerTeamsMessages(
  server: FastifyInstance,
  teamsMessages: TeamsMessages | null,
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/api/messages', { bodyLimit }, async (request, reply) => {
      if (!teamsMessages) {
        throw new HoldfastError('HF_NOT_FOUND', 'Teams is not connected to this Holdfast', {
          next: 'Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID and start again.',
        });
      }
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { status, headers, body } = await teamsMessages({ headers: request.headers, rawBody });
      return reply.code(status).headers(headers).send(body);
    });
  });
}
