import type { FastifyInstance } from 'fastify';
import { notFound, usage } from './faults.ts';
import { strangerOf } from './guard.ts';
import { teamsConversationOf } from './mirror-poster.ts';
import { isRecord } from './slack-answers.ts';
import type { TeamsPlayground } from './teams-playground.ts';
import { tenantIds } from './teams-tenant.ts';

const bodyLimit = 262_144;

/** Adds the Teams side of the page: its cards as they are, and what is done with them. For this machine only. */
export async function registerTeamsPlayground(
  fastify: FastifyInstance,
  { client }: Pick<TeamsPlayground, 'client'>,
): Promise<void> {
  await fastify.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      const stranger = strangerOf(request);
      if (stranger !== null)
        return reply.code(403).send({ error: { code: 'HF_FORBIDDEN', message: stranger } });
    });
    scope.get('/playground/teams/api/screen', async ({ query }) => {
      const { member, conversation } = placeIn(query);
      if (conversation === null) return { ok: true, messages: [] };
      for (const { message } of client.screen(conversation, member)) {
        if (!message.ownCards.has(`29:${member}`))
          await client.refresh({ member, conversation, message: message.id });
      }
      const messages = client.screen(conversation, member).map(({ message, card }) => ({
        id: message.id,
        revision: message.revision,
        card,
        isOurs: message.from === tenantIds.bot,
        text: typeof message.activity.text === 'string' ? message.activity.text : '',
        isPrivate: message.onlyFor !== null,
        isReply: message.thread !== null,
      }));
      return { ok: true, messages };
    });
    scope.post('/playground/teams/api/message', { bodyLimit }, async ({ body }) => {
      const { member, conversation } = spotIn(body);
      return await client.say({ member, conversation, text: textIn(body, 'text') });
    });
    scope.post('/playground/teams/api/press', { bodyLimit }, async ({ body }) => {
      const spot = spotIn(body);
      const pressed = { ...spot, message: textIn(body, 'message'), title: textIn(body, 'title') };
      return await client.press({ ...pressed, inputs: inputsIn(body) });
    });
    scope.post('/playground/teams/api/submit', { bodyLimit }, async ({ body }) => {
      const dialog = { ...spotIn(body), message: textIn(body, 'message'), inputs: inputsIn(body) };
      return await client.submitDialog({ ...dialog, card: isRecord(body) ? body.card : null });
    });
  });
}

/** Who and where, by the names of the page: its channels are the workspace's. */
function placeIn(given: unknown): { member: string; conversation: string | null } {
  return { member: textIn(given, 'member'), conversation: teamsConversationOf(textIn(given, 'channel')) };
}

function spotIn(given: unknown): { member: string; conversation: string } {
  const { member, conversation } = placeIn(given);
  if (conversation === null) throw notFound('conversation', textIn(given, 'channel'));
  return { member, conversation };
}

function textIn(given: unknown, name: string): string {
  const value = isRecord(given) ? given[name] : undefined;
  if (typeof value === 'string') return value;
  throw usage(`The field '${name}' is missing.`, 'Send a JSON object with this field in it.');
}

function inputsIn(given: unknown): Record<string, string> {
  const inputs = isRecord(given) && isRecord(given.inputs) ? given.inputs : {};
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value ?? '')]));
}
