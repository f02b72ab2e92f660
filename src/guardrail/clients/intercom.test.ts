import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectorContract } from '../../../test/suites/connector-contract.ts';
import { grantFor } from '../../../test/support/grants.ts';
import {
  type SeenRequest,
  type VendorAnswer,
  type VendorApi,
  vendorApi,
} from '../../../test/support/vendor-api.ts';
import type { Action } from '../../domain/action.ts';
import { createManualClock } from '../../domain/clock.ts';
import { createIntercom } from './intercom.ts';

const token = 'intercom-canary';
const clock = createManualClock(new Date('2026-11-25T10:00:00.000Z'));
const { signal } = new AbortController();
const reply: Action = {
  kind: 'ticket.reply',
  account: 'acme',
  params: { ticketId: '64619700005694', body: 'Hello Ada,\n<script>5 > 4 & 3</script>' },
  connector: 'intercom',
  before: {},
};
const note: Action = { ...reply, kind: 'ticket.note' };
const tag: Action = {
  ...reply,
  kind: 'ticket.tag',
  params: { ticketId: '64619700005694', tags: ['vip', 'outage'] },
};

interface Inbox {
  api: VendorApi;
  parts: {
    id: string;
    part_type: string;
    body: string;
    created_at: number;
    author: { type: string; id: string };
  }[];
  tags: Set<string>;
  changes: number;
  now: number;
}

/** One conversation, and the tags of a workspace. Bodies come back as plain text, as `display_as` asks. */
function openInbox(): Inbox {
  const now = Date.parse('2026-11-25T10:00:00Z') / 1_000;
  const inbox: Inbox = { api: undefined as never, parts: [], tags: new Set(), changes: 0, now };
  const missing = {
    status: 404,
    body: { type: 'error.list', errors: [{ code: 'not_found', message: 'Not Found' }] },
  };
  const handle = ({ method, uri, body }: SeenRequest): VendorAnswer => {
    switch (`${method} ${uri}`) {
      case 'GET /me':
        return { status: 200, body: { type: 'admin', id: '991', email: 'bot@ours.example' } };
      case 'GET /tags':
        return {
          status: 200,
          body: {
            type: 'list',
            data: [
              { type: 'tag', id: '1', name: 'vip' },
              { type: 'tag', id: '2', name: 'outage' },
            ],
          },
        };
      case 'POST /conversations/64619700005694/tags': {
        const { id } = body as { id: string };
        if (inbox.tags.size === 0) inbox.changes += 1;
        inbox.tags.add(id);
        return { status: 200, body: { type: 'tag', id, applied_at: inbox.now } };
      }
      case 'POST /conversations/64619700005694/reply': {
        const { body: html, admin_id: admin, message_type: type } = body as Record<string, string>;
        const id = String(inbox.parts.length);
        inbox.parts.push({ ...partOf(plain(html ?? ''), admin ?? '', inbox.now, id), part_type: type ?? '' });
        inbox.changes += 1;
        return { status: 200, body: { type: 'conversation', id: '64619700005694' } };
      }
      case 'GET /conversations/64619700005694?display_as=plaintext':
        return {
          status: 200,
          body: {
            type: 'conversation',
            conversation_parts: { type: 'conversation_part.list', conversation_parts: inbox.parts },
          },
        };
      default:
        return missing;
    }
  };
  inbox.api = vendorApi('https://api.intercom.io', {
    authorization: `Bearer ${token}`,
    isRead: ({ method }) => method === 'GET',
    handle,
  });
  return inbox;
}

function partOf(body: string, admin: string, created_at: number, id: string): Inbox['parts'][number] {
  return { id, part_type: 'comment', body, created_at, author: { type: 'admin', id: admin } };
}

/** What a reader sees of the HTML that was sent. */
function plain(html: string): string {
  return html
    .replaceAll('<br>', '\n')
    .replace(/<\/?p>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const connect = () => createIntercom({ token }, clock);

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

connectorContract('Intercom', {
  open: async () => {
    nock.cleanAll();
    const inbox = openInbox();
    return {
      connector: connect(),
      effects: () => inbox.changes,
      requests: () => inbox.api.seen.length,
      loseAnswers: () => {
        inbox.api.losesAnswers = true;
      },
    };
  },
  actions: [reply, note, tag],
  secrets: [token],
});

describe('Intercom', () => {
  test('INV11: sends HTML that shows exactly the granted text', async () => {
    const { api, parts } = openInbox();
    await connect().perform(grantFor(reply), signal);
    expect(api.seen.at(-1)).toMatchObject({
      uri: '/conversations/64619700005694/reply',
      body: {
        message_type: 'comment',
        type: 'admin',
        admin_id: '991',
        body: '<p>Hello Ada,<br>&lt;script&gt;5 &gt; 4 &amp; 3&lt;/script&gt;</p>',
      },
    });
    expect(parts[0]?.body).toBe(reply.params.body);
    expect(api.seen.every(({ headers }) => headers['intercom-version'] === '2.11')).toBe(true);
  });

  test('F23: a note is a note, with the same text as it is', async () => {
    const { api, parts } = openInbox();
    await connect().perform(grantFor(note), signal);
    expect(api.seen.at(-1)).toMatchObject({
      uri: '/conversations/64619700005694/reply',
      body: { message_type: 'note', type: 'admin', admin_id: '991' },
    });
    expect(parts).toMatchObject([{ part_type: 'note', body: note.params.body }]);
  });

  test.each([
    ['a note', note, 'note', 'happened'],
    ['a note that opened the conversation', note, 'note_and_reopen', 'happened'],
    ['a reply with the words of a note', note, 'comment', 'absent'],
    ['a reply', reply, 'comment', 'happened'],
    ['a reply that closed the conversation', reply, 'close', 'happened'],
    ['a note with the words of a reply', reply, 'note', 'absent'],
    ['a note with the words of a reply, which opened it', reply, 'note_and_reopen', 'absent'],
  ])('F23: takes %s for what it is', async (_, action, part_type, kind) => {
    const inbox = openInbox();
    const part = partOf(text, '991', at('2026-11-25T09:10:00Z'), '5');
    inbox.parts = [{ ...part, part_type }];
    const grant = grantFor(action, { grantedAt: '2026-11-25T09:00:00.500Z' });
    expect(await connect().lookup?.(grant, signal)).toMatchObject({ kind });
  });

  const lookUp = () => connect().lookup?.(grantFor(reply, { grantedAt: '2026-11-25T09:00:00.500Z' }), signal);
  const at = (instant: string) => Date.parse(instant) / 1_000;
  const text = String(reply.params.body);

  test.each([
    ['the same text of last week', text, '991', '2026-11-18T09:00:00Z', 'absent'],
    ['the same text from a minute before it was granted', text, '991', '2026-11-25T08:59:00Z', 'unsure'],
    ['the same text of the same second', text, '991', '2026-11-25T09:00:00Z', 'happened'],
    ['the same text by somebody else', text, '992', '2026-11-25T09:10:00Z', 'absent'],
    ['another text', `${text}!`, '991', '2026-11-25T09:10:00Z', 'absent'],
    [
      'the same text with other line ends',
      text.replace('\n', '\r\n'),
      '991',
      '2026-11-25T09:10:00Z',
      'happened',
    ],
  ])('TC3: takes %s for what it is', async (_, body, admin, instant, kind) => {
    const inbox = openInbox();
    inbox.parts = [partOf(body, admin, at(instant), '5')];
    expect(await lookUp()).toMatchObject({ kind });
  });

  test('does not say absent of a conversation that is longer than Intercom shows', async () => {
    const inbox = openInbox();
    inbox.parts = Array.from({ length: 500 }, (_, id) => partOf('x', '1', 1, String(id)));
    expect(await lookUp()).toMatchObject({ kind: 'unsure' });
  });

  test('attaches no tag when it does not know them all', async () => {
    const inbox = openInbox();
    const unknown = grantFor({ ...tag, params: { ...tag.params, tags: ['vip', 'nonesuch'] } });
    expect(await connect().perform(unknown, signal)).toMatchObject({
      kind: 'not_happened',
      permanent: true,
      reason: 'Intercom has no tag nonesuch',
    });
    expect([...inbox.tags]).toEqual([]);
  });

  test('TC15: says which tags were attached before one was refused', async () => {
    const inbox = openInbox();
    // The first is attached, the second refused.
    inbox.api.refusals = [
      { status: 200, body: { type: 'tag', id: '1' } },
      { status: 403, body: {} },
    ];
    expect(await connect().perform(grantFor(tag), signal)).toEqual({
      kind: 'unknown',
      reason: 'attached vip, then Intercom answered 403',
    });
  });

  test('waits until the window that Intercom names begins', async () => {
    const inbox = openInbox();
    const resetAt = at('2026-11-25T10:00:08Z');
    inbox.api.refusals = [{ status: 429, headers: { 'x-ratelimit-reset': String(resetAt) } }];
    expect(await connect().perform(grantFor(reply), signal)).toMatchObject({
      kind: 'not_happened',
      permanent: false,
      retryAfterMs: 8_000,
    });
    expect(inbox.changes).toBe(0);
  });
});
