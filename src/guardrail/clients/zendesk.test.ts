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
import { createZendesk } from './zendesk.ts';

const token = 'oauth-canary';
const clock = createManualClock(new Date('2026-11-25T10:00:00.000Z'));
const { signal } = new AbortController();
const action = (kind: Action['kind'], params: Action['params']): Action => ({
  kind,
  account: 'acme',
  params: { ticketId: '7', ...params },
  connector: 'zendesk',
  before: {},
});
const reply = action('ticket.reply', { body: 'Hello <b>Ada</b>' });
const note = action('ticket.note', { body: 'Hello <b>Ben</b>' });
const tag = action('ticket.tag', { tags: ['vip', 'outage'] });
const escalate = action('ticket.escalate', { tier: 3 });

interface Desk {
  api: VendorApi;
  tags: string[];
  updatedAt: string;
  audits: { id: number; metadata: { custom: Record<string, string>; system: object }; comment: unknown }[];
  changes: number;
  /** What somebody else does between our reading and our writing. */
  meanwhile: () => void;
}

/** Ticket 7 of one Zendesk, with audits in pages of 100. */
function openDesk(authorization = `Bearer ${token}`): Desk {
  const desk: Desk = {
    api: undefined as never,
    tags: ['old'],
    updatedAt: '2026-11-25T08:00:00Z',
    audits: [],
    changes: 0,
    meanwhile: () => undefined,
  };
  const missing = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };
  const handle = ({ method, uri, body }: SeenRequest): VendorAnswer => {
    const url = new URL(uri, 'https://acme-help.zendesk.com');
    switch (`${method} ${url.pathname}`) {
      case 'GET /api/v2/tickets/7': {
        const ticket = { id: 7, tags: desk.tags, updated_at: desk.updatedAt };
        desk.meanwhile();
        return { status: 200, body: { ticket } };
      }
      case 'PUT /api/v2/tickets/7/tags': {
        const before = desk.tags.length;
        desk.tags = [...new Set([...desk.tags, ...(body as { tags: string[] }).tags])];
        if (desk.tags.length > before) desk.changes += 1;
        return { status: 200, body: { tags: desk.tags } };
      }
      case 'PUT /api/v2/tickets/7': {
        const { ticket } = body as { ticket: Record<string, unknown> };
        if (ticket.safe_update && ticket.updated_stamp !== desk.updatedAt) {
          return {
            status: 409,
            body: { error: 'UpdateConflict', description: 'Safe Update prevented the update' },
          };
        }
        if (Array.isArray(ticket.tags)) desk.tags = ticket.tags;
        const id = 100 + desk.audits.length;
        const custom = ticket.metadata as Record<string, string>;
        desk.audits.push({ id, metadata: { custom, system: {} }, comment: ticket.comment });
        desk.changes += 1;
        return { status: 200, body: { ticket: { id: 7 }, audit: { id } } };
      }
      case 'GET /api/v2/tickets/7/audits': {
        const from = Number(url.searchParams.get('page[after]') ?? 0);
        const audits = desk.audits.slice(from, from + 100);
        const has_more = desk.audits.length > from + 100;
        const links = { next: 'https://evil.example/next' };
        return { status: 200, body: { audits, meta: { has_more, after_cursor: String(from + 100) }, links } };
      }
      default:
        return missing;
    }
  };
  desk.api = vendorApi('https://acme-help.zendesk.com', {
    authorization,
    isRead: ({ method }) => method === 'GET',
    handle,
  });
  return desk;
}

const settings = { subdomain: 'acme-help', token };
const connect = () => createZendesk(settings, clock);

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

connectorContract('Zendesk', {
  open: async () => {
    nock.cleanAll();
    const desk = openDesk();
    return {
      connector: connect(),
      effects: () => desk.changes,
      requests: () => desk.api.seen.length,
      loseAnswers: () => {
        desk.api.losesAnswers = true;
      },
    };
  },
  actions: [reply, note, tag, escalate],
  secrets: [token],
});

describe('Zendesk', () => {
  const otherAudits = (count: number): Desk['audits'] =>
    Array.from({ length: count }, (_, at) => ({
      id: at,
      metadata: { custom: {}, system: {} },
      comment: null,
    }));

  test('replies in public with the text as it is, under the key', async () => {
    const desk = openDesk();
    expect(await connect().perform(grantFor(reply), signal)).toEqual({
      kind: 'done',
      receipt: { ticket: '7', audit: '100' },
    });
    expect(desk.api.seen.at(-1)?.body).toEqual({
      ticket: { comment: { body: 'Hello <b>Ada</b>', public: true }, metadata: { holdfast_key: 'hf-p1-1' } },
    });
  });

  test('F23: a note is for our own people alone, under the key', async () => {
    const desk = openDesk();
    expect(await connect().perform(grantFor(note), signal)).toEqual({
      kind: 'done',
      receipt: { ticket: '7', audit: '100' },
    });
    expect(desk.api.seen.at(-1)?.body).toEqual({
      ticket: { comment: { body: 'Hello <b>Ben</b>', public: false }, metadata: { holdfast_key: 'hf-p1-1' } },
    });
  });

  test('F23: a preview says which of the two it is', () => {
    const isPublic = (one: Action) =>
      (connect().preview(one).request as { ticket: { comment: { public: boolean } } }).ticket.comment.public;
    expect([isPublic(reply), isPublic(note)]).toEqual([true, false]);
  });

  test('adds tags and keeps those that are there', async () => {
    const desk = openDesk();
    await connect().perform(grantFor(tag), signal);
    expect(desk.tags).toEqual(['old', 'vip', 'outage']);
  });

  test('escalates by tag and internal note in one update', async () => {
    const desk = openDesk();
    await connect().perform(grantFor(escalate), signal);
    expect(desk.tags).toEqual(['old', 'tier_3']);
    expect(desk.audits.map(({ comment }) => comment)).toEqual([
      { body: 'Escalated to tier 3.', public: false },
    ]);
  });

  test('TC6: does not drop a tag that came between reading and writing, and tries again', async () => {
    const desk = openDesk();
    desk.meanwhile = () => {
      desk.tags = [...desk.tags, 'vip'];
      desk.updatedAt = '2026-11-25T08:00:05Z';
      desk.meanwhile = () => undefined;
    };
    expect(await connect().perform(grantFor(escalate), signal)).toMatchObject({
      kind: 'not_happened',
      permanent: false,
      reason: 'Zendesk answered 409: Safe Update prevented the update',
    });
    expect([desk.tags, desk.changes]).toEqual([['old', 'vip'], 0]);
    await connect().perform(grantFor(escalate), signal);
    expect(desk.tags).toEqual(['old', 'vip', 'tier_3']);
  });

  test('finds its update among hundreds, by cursor and never by an address from the answer', async () => {
    const desk = openDesk();
    desk.audits = otherAudits(250);
    await connect().perform(grantFor(reply), signal);
    desk.api.seen.length = 0;
    expect(await connect().lookup?.(grantFor(reply), signal)).toEqual({
      kind: 'happened',
      receipt: { ticket: '7', audit: '350' },
    });
    expect(desk.api.seen).toHaveLength(3);
  });

  test('does not say absent of a ticket with more updates than it read', async () => {
    const desk = openDesk();
    desk.audits = otherAudits(1_001);
    expect(await connect().lookup?.(grantFor(reply), signal)).toMatchObject({ kind: 'unsure' });
    expect(desk.api.seen).toHaveLength(10);
  });

  test.each([{ status: 500 }, { status: 200, body: 'a page for people' }, { status: 403 }])(
    'TC3: an audit that cannot be read tells nothing: %j',
    async (fault) => {
      const desk = openDesk();
      desk.api.readFaults = [fault];
      expect(await connect().lookup?.(grantFor(reply), signal)).toMatchObject({ kind: 'unsure' });
    },
  );

  test.each(['../users/1', '7/comments', 'seven', '7?x=1', '-7', '', '07', '0', '\uFF17'])(
    'TE15: %j is no number of a ticket, and nothing is asked',
    async (ticketId) => {
      const desk = openDesk();
      const outcome = await connect().perform(
        grantFor(action('ticket.reply', { ticketId, body: 'x' })),
        signal,
      );
      expect([outcome.kind, desk.api.seen]).toEqual(['not_happened', []]);
    },
  );

  test('an API token goes as Basic, an OAuth token as Bearer', async () => {
    const apiToken = 'bot@ours.example/token:s3cret';
    const desk = openDesk(`Basic ${Buffer.from(apiToken).toString('base64')}`);
    const connector = createZendesk({ ...settings, token: apiToken }, clock);
    expect(await connector.perform(grantFor(reply), signal)).toMatchObject({ kind: 'done' });
    expect(await connect().perform(grantFor(reply, { version: 2 }), signal)).toMatchObject({
      kind: 'not_happened',
      permanent: true,
    });
    expect(desk.changes).toBe(1);
  });

  test('waits as long as Zendesk says', async () => {
    const desk = openDesk();
    desk.api.refusals = [
      { status: 429, headers: { 'retry-after': '30' } },
      { status: 429, headers: { 'retry-after': 'Wed, 25 Nov 2026 10:01:00 GMT' } },
      { status: 429, headers: { 'retry-after': '999999999' } },
      { status: 429 },
    ];
    const waits: unknown[] = [];
    for (const version of [1, 2, 3, 4]) {
      const outcome = await connect().perform(grantFor(reply, { version }), signal);
      waits.push(outcome.kind === 'not_happened' && !outcome.permanent ? outcome.retryAfterMs : outcome);
    }
    expect(waits).toEqual([30_000, 60_000, 86_400_000, null]);
  });
});
