import type { Action, ActionKindName } from '../../domain/action.ts';
import type { Clock } from '../../domain/clock.ts';
import type { CallOutcome, Connector, Delivery, LookupOutcome } from '../connector.ts';
import { type Grant, requireGrant } from '../grant.ts';
import { callHttp, type HttpRequest, type HttpVendor, previewOf } from './http-call.ts';
import {
  type Failure,
  failureOf,
  fieldOf,
  idOf,
  listOf,
  notHappened,
  notLookedUp,
  readFailureOf,
  unsureOf,
} from './http-outcome.ts';

/** What Zendesk is reached with. */
export interface ZendeskSettings {
  /** The part before `.zendesk.com`. */
  subdomain: string;
  /** An OAuth token, or `address/token:API_TOKEN`. */
  token: string;
}

interface Zendesk {
  vendor: HttpVendor;
  clock: Clock;
}

/** A ticket with more updates than ten full pages is not read to its end. */
const auditPages = 10;

/**
 * Tickets in Zendesk. Idempotency keys exist for new tickets alone, so an update carries its key as metadata, which the
 * ticket's audits repeat; adding tags is idempotent by itself.
 * Source: Zendesk, "Ticketing API introduction" (idempotency), "Tickets" (metadata, safe_update), "Tags" (add tags),
 * "Ticket Audits" (metadata.custom).
 */
export function createZendesk({ subdomain, token }: ZendeskSettings, clock: Clock): Connector {
  const authorization = /^[^/\s]+@[^/\s]+\/token:/.test(token)
    ? `Basic ${Buffer.from(token, 'utf8').toString('base64')}`
    : `Bearer ${token}`;
  const vendor: HttpVendor = {
    name: 'Zendesk',
    origin: `https://${subdomain}.zendesk.com`,
    secretHeaders: { authorization },
  };
  const zendesk = { vendor, clock };
  return {
    name: 'zendesk',
    delivery: deliveryOf,
    preview: (action) => ({ connector: 'zendesk', ...previewOf(vendor, changeOf(action, 'KEY', null)) }),
    perform: async (grant, signal) => {
      requireGrant(grant);
      return await perform(zendesk, grant, signal);
    },
    lookup: async (grant, signal) => {
      requireGrant(grant);
      if (deliveryOf(grant.action.kind) !== 'lookup') return notLookedUp(grant.action.kind);
      return await lookUp(zendesk, grant, signal);
    },
  };
}

function deliveryOf(kind: ActionKindName): Delivery {
  return kind === 'ticket.tag' ? 'idempotent' : 'lookup';
}

async function perform({ vendor, clock }: Zendesk, grant: Grant, signal: AbortSignal): Promise<CallOutcome> {
  const { action, key } = grant;
  if (!['ticket.reply', 'ticket.note', 'ticket.tag', 'ticket.escalate'].includes(action.kind)) {
    return notHappened(`Zendesk cannot carry out ${action.kind}`, true);
  }
  // 04712 would be 4712 there, and on our records another ticket.
  if (!/^[1-9]\d{0,17}$/.test(String(action.params.ticketId))) {
    return notHappened(`${action.params.ticketId} is no number of a Zendesk ticket`, true);
  }
  const ticket =
    action.kind === 'ticket.escalate' ? await readTicket({ vendor, clock }, action, signal) : null;
  if (ticket && 'kind' in ticket) return ticket;
  const answer = await callHttp(vendor, changeOf(action, key, ticket), signal);
  const failure = failureOf(vendor, answer, clock);
  if (failure) return failure;
  const audit = answer.kind === 'answered' ? idOf(fieldOf(answer.json, 'audit', 'id')) : null;
  return { kind: 'done', receipt: { ticket: String(action.params.ticketId), audit } };
}

/** What a change of tags has to be based on, or Zendesk would drop the tags that came meanwhile. */
interface Ticket {
  tags: readonly string[];
  updatedAt: string;
}

/** The one request that changes something. `ticket` is read for `ticket.escalate` alone. */
function changeOf({ kind, params }: Action, key: string, ticket: Ticket | null): HttpRequest {
  const ticketId = String(params.ticketId);
  if (kind === 'ticket.tag') {
    return { method: 'PUT', path: ['api', 'v2', 'tickets', ticketId, 'tags'], body: { tags: params.tags } };
  }
  const metadata = { holdfast_key: key };
  const path = ['api', 'v2', 'tickets', ticketId];
  if (kind === 'ticket.reply' || kind === 'ticket.note') {
    const comment = { body: params.body, public: kind === 'ticket.reply' };
    return { method: 'PUT', path, body: { ticket: { comment, metadata } } };
  }
  const tag = `tier_${params.tier}`;
  const basis = ticket
    ? { tags: [...new Set([...ticket.tags, tag])], safe_update: true, updated_stamp: ticket.updatedAt }
    : { tags: [tag] };
  const comment = { body: `Escalated to tier ${params.tier}.`, public: false };
  return { method: 'PUT', path, body: { ticket: { ...basis, comment, metadata } } };
}

async function readTicket(
  { vendor, clock }: Zendesk,
  { params }: Action,
  signal: AbortSignal,
): Promise<Ticket | Failure> {
  const path = ['api', 'v2', 'tickets', String(params.ticketId)];
  const answer = await callHttp(vendor, { method: 'GET', path }, signal);
  const failure = readFailureOf(vendor, answer, clock);
  if (failure) return failure;
  const ticket = fieldOf(answer.kind === 'answered' ? answer.json : null, 'ticket');
  const updatedAt = fieldOf(ticket, 'updated_at');
  if (typeof updatedAt !== 'string') return notHappened('Zendesk answered without the ticket', false);
  return {
    tags: listOf(ticket, 'tags').filter((tag): tag is string => typeof tag === 'string'),
    updatedAt,
  };
}

async function lookUp(
  { vendor, clock }: Zendesk,
  { action, key }: Grant,
  signal: AbortSignal,
): Promise<LookupOutcome> {
  const ticketId = String(action.params.ticketId);
  let cursor: string | null = null;
  for (let page = 0; page < auditPages; page += 1) {
    const query: Record<string, string> = {
      'page[size]': '100',
      ...(cursor === null ? {} : { 'page[after]': cursor }),
    };
    const path = ['api', 'v2', 'tickets', ticketId, 'audits'];
    const answer = await callHttp(vendor, { method: 'GET', path, query }, signal);
    const failure = readFailureOf(vendor, answer, clock);
    if (failure) return unsureOf(failure);
    const json = answer.kind === 'answered' ? answer.json : null;
    if (!Array.isArray(fieldOf(json, 'audits'))) {
      return { kind: 'unsure', reason: 'Zendesk answered without audits' };
    }
    const found = listOf(json, 'audits').find(
      (audit) => fieldOf(audit, 'metadata', 'custom', 'holdfast_key') === key,
    );
    if (found) {
      return { kind: 'happened', receipt: { ticket: ticketId, audit: idOf(fieldOf(found, 'id')) } };
    }
    if (fieldOf(json, 'meta', 'has_more') !== true) return { kind: 'absent' };
    const next = fieldOf(json, 'meta', 'after_cursor');
    if (typeof next !== 'string') break;
    cursor = next;
  }
  return { kind: 'unsure', reason: 'the ticket has more updates than were read' };
}
