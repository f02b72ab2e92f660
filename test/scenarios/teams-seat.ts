import type { PlaygroundOptions } from '../../src/bot/playground/playground.ts';
import { actionsOf, textsOf } from '../../src/bot/playground/teams-client.ts';
import { startTeamsPlayground } from '../../src/bot/playground/teams-playground.ts';
import { tenantIds } from '../../src/bot/playground/teams-tenant.ts';
import type { Seat, Where } from './seat.ts';

/** The Teams app, with a connector in the same process. */
export async function teamsSeat(
  options: PlaygroundOptions,
  deciders: (button: string) => Promise<readonly string[]>,
): Promise<Seat> {
  const { client, app, service, close } = await startTeamsPlayground({ ...options, deciders });
  const open = new Map<string, { conversation: string; message: string; card: unknown }>();
  const placeOf = (member: string, where: Where): string =>
    ({
      chat: `a:${member}`,
      channel: tenantIds.internal,
      shared: tenantIds.shared,
      approvals: tenantIds.approvals,
    })[where];
  // Teams asks by itself for the cards of those whom a card names.
  const look = async (member: string, conversation: string): Promise<void> => {
    for (const { message } of client.screen(conversation, member)) {
      if (!message.ownCards.has(`29:${member}`))
        await client.refresh({ member, conversation, message: message.id });
    }
  };
  return {
    say: async (member, text, where = 'chat') => {
      await client.say({ member, conversation: placeOf(member, where), text });
    },
    shown: async (member, where) => {
      const conversation = placeOf(member, where);
      await look(member, conversation);
      return client
        .screen(conversation, member)
        .filter(({ message }) => message.from === tenantIds.bot)
        .map(({ message, card }) => ({
          id: message.id,
          text: textsOf(card).join(' '),
          buttons: actionsOf(card).map(({ title }) => title),
        }));
    },
    press: async (member, where, message, label) => {
      const conversation = placeOf(member, where);
      await look(member, conversation);
      const { body } = await client.press({ member, conversation, message, title: label });
      const { task } = { ...(body as { task?: { type: string; value: { card?: { content: unknown } } } }) };
      if (task?.type === 'continue')
        open.set(member, { conversation, message, card: task.value.card?.content });
    },
    fill: async (member, inputs) => {
      const dialog = open.get(member);
      if (!dialog) throw new Error('no dialog is open');
      const { body, missing = [] } = await client.submitDialog({ member, ...dialog, inputs });
      if (missing.length > 0) return [...missing];
      const { task } = { ...(body as { task?: { type: string; value: { card?: { content: unknown } } } }) };
      if (task?.type !== 'continue') return [];
      const card = task.value.card?.content;
      open.set(member, { ...dialog, card });
      return textsOf(card).filter((text) => text.startsWith('⚠️'));
    },
    post: async (where, view, key) => (await app.poster.post(placeOf('', where), view, { key })).message,
    update: (where, message, view) => app.poster.update(placeOf('', where), message, view),
    close: async () => {
      await close();
      if (service.calls.length === 0) throw new Error('nothing went through the connector');
      const slackWords = service.calls.filter(({ body }) => JSON.stringify(body).includes('/cs '));
      if (slackWords.length > 0)
        throw new Error(`Slack's command in Teams: ${JSON.stringify(slackWords[0])}`);
    },
  };
}
