import { describe, expect, test } from 'vitest';
import { connectorContract } from '../../../test/suites/connector-contract.ts';
import { grantFor } from '../../../test/support/grants.ts';
import type { Action } from '../../domain/action.ts';
import type { ChatFailure, ChatPort } from '../chat-port.ts';
import { createChatConnector } from './chat.ts';

const post: Action = {
  kind: 'message.post',
  account: null,
  params: { channel: 'C0123', view: { summary: 'Hi', blocks: [{ kind: 'divider' }] } },
  connector: 'chat',
  before: {},
};
const { signal } = new AbortController();

interface Room {
  port: ChatPort;
  messages: { channel: string; key: string; at: number }[];
  calls: number;
  /** What the next post comes to instead. */
  fault: Error | null;
  losesAnswers: boolean;
}

/** A platform whose messages carry the key that they were posted with. */
function openRoom(): Room {
  const room: Room = { port: undefined as never, messages: [], calls: 0, fault: null, losesAnswers: false };
  room.port = {
    post: async (channel, _view, { key }) => {
      room.calls += 1;
      if (room.fault) throw room.fault;
      room.messages.push({ channel, key, at: Date.parse('2026-11-25T10:00:00Z') });
      if (room.losesAnswers) throw new Error('socket hang up');
      return { channel, message: '1.1' };
    },
    lookup: async (channel, key, since) => {
      room.calls += 1;
      if (room.fault) throw room.fault;
      const found = room.messages.some(
        (message) => message.channel === channel && message.key === key && message.at >= since.getTime(),
      );
      return found ? '1.1' : null;
    },
  };
  return room;
}

connectorContract('a chat', {
  open: async () => {
    const room = openRoom();
    return {
      connector: createChatConnector(room.port),
      effects: () => room.messages.length,
      requests: () => room.calls,
      loseAnswers: () => {
        room.losesAnswers = true;
      },
    };
  },
  actions: [post],
});

describe('a chat', () => {
  const failure = (fields: Omit<ChatFailure, 'message'>) =>
    Object.assign(new Error('channel_not_found'), fields);

  test.each([
    [failure({ nothingHappened: true, permanent: true, retryAfterMs: null }), 'not_happened', true, null],
    [failure({ nothingHappened: true, permanent: false, retryAfterMs: 3_000 }), 'not_happened', false, 3_000],
  ] as const)(
    'TC14: what the platform refused did not happen',
    async (fault, kind, permanent, retryAfterMs) => {
      const room = openRoom();
      room.fault = fault;
      const outcome = await createChatConnector(room.port).perform(grantFor(post), signal);
      expect(outcome).toEqual({ kind, permanent, retryAfterMs, reason: 'channel_not_found' });
    },
  );

  test('TC14: of any other failure nobody knows, and a look-up that fails cannot say', async () => {
    const room = openRoom();
    const connector = createChatConnector(room.port);
    room.fault = failure({ nothingHappened: false, permanent: false, retryAfterMs: null });
    expect(await connector.perform(grantFor(post), signal)).toMatchObject({ kind: 'unknown' });
    expect(await connector.lookup?.(grantFor(post), signal)).toMatchObject({ kind: 'unsure' });
  });

  test.each([
    ['ahead by an hour', '2026-11-25T11:00:00Z'],
    ['ahead by a time zone', '2026-11-25T23:00:00Z'],
    ['behind', '2026-11-25T09:00:00Z'],
  ])('TC14: a post is found by its key where our clock was %s when it was granted', async (_, ours) => {
    const room = openRoom();
    const connector = createChatConnector(room.port);
    room.losesAnswers = true;
    const grant = grantFor(post, { grantedAt: ours });
    expect(await connector.perform(grant, signal)).toMatchObject({ kind: 'unknown' });
    expect(await connector.lookup?.(grant, signal)).toMatchObject({ kind: 'happened' });
  });

  test('carries out nothing but posts', async () => {
    const room = openRoom();
    const reply: Action = { ...post, kind: 'ticket.reply', params: { ticketId: '7', body: 'x' } };
    expect(await createChatConnector(room.port).perform(grantFor(reply), signal)).toMatchObject({
      kind: 'not_happened',
      permanent: true,
    });
    expect(room.calls).toBe(0);
  });
});
