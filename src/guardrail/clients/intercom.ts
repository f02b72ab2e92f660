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

interface Intercom {
  vendor: HttpVendor;
  clock: Clock;
}

/** Intercom returns no more of a conversation's parts. Source: Intercom, "Conversations", conversation parts. */
const maxParts = 500;
/** How far Intercom's clock and ours may be apart before a look-up stops to trust their order. */
const skewMs = 300_000;

/**
 * Conversations in Intercom, as the admin whose token it is. There are no idempotency keys and no metadata: a reply or a
 * note is looked up by its text, its author, its time and who reads it; attaching a tag twice is the same as once.
 * Source: Intercom REST API 2.11, "Reply to a conversation", "Retrieve a conversation", "Add tag to a conversation",
 * "Rate limiting" (X-RateLimit-Reset).
 */
export function createIntercom({ token }: { token: string }, clock: Clock): Connector {
  const vendor: HttpVendor = {
    name: 'Intercom',
    origin: 'https://api.intercom.io',
    secretHeaders: { authorization: `Bearer ${token}` },
    headers: { 'intercom-version': '2.11' },
  };
  const intercom = { vendor, clock };
  return {
    name: 'intercom',
    delivery: deliveryOf,
    preview: (action) => ({ connector: 'intercom', ...previewOf(vendor, changeOf(action, 'ADMIN', 'TAG')) }),
    perform: async (grant, signal) => {
      requireGrant(grant);
      return await perform(intercom, grant.action, signal);
    },
    lookup: async (grant, signal) => {
      requireGrant(grant);
      if (deliveryOf(grant.action.kind) !== 'lookup') return notLookedUp(grant.action.kind);
      return await lookUpPart(intercom, grant, signal);
    },
  };
}

function deliveryOf(kind: ActionKindName): Delivery {
  return kind === 'ticket.tag' ? 'idempotent' : 'lookup';
}

async function perform(intercom: Intercom, action: Action, signal: AbortSignal): Promise<CallOutcome> {
  if (!['ticket.reply', 'ticket.note', 'ticket.tag'].includes(action.kind)) {
    return notHappened(`Intercom cannot carry out ${action.kind}`, true);
  }
  const admin = await readAdmin(intercom, signal);
  if (typeof admin !== 'string') return admin;
  if (action.kind === 'ticket.tag') return await attachTags(intercom, action, admin, signal);
  const answer = await callHttp(intercom.vendor, changeOf(action, admin, ''), signal);
  const failure = failureOf(intercom.vendor, answer, intercom.clock);
  return failure ?? { kind: 'done', receipt: { conversation: String(action.params.ticketId), admin } };
}

/** All names are known before the first tag is attached; what breaks off later is repeated as a whole. */
async function attachTags(
  intercom: Intercom,
  action: Action,
  admin: string,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const { vendor, clock } = intercom;
  const wanted = (action.params.tags as readonly string[]).map(String);
  const answer = await callHttp(vendor, { method: 'GET', path: ['tags'] }, signal);
  const failure = readFailureOf(vendor, answer, clock);
  if (failure) return failure;
  const ids = new Map(
    listOf(answer.kind === 'answered' ? answer.json : null, 'data').map((tag) => [
      fieldOf(tag, 'name'),
      idOf(fieldOf(tag, 'id')),
    ]),
  );
  const missing = wanted.filter((name) => !ids.get(name));
  if (missing.length > 0) return notHappened(`Intercom has no tag ${missing.join(', ')}`, true);
  const attached: string[] = [];
  for (const name of wanted) {
    const request = changeOf(action, admin, ids.get(name) ?? '');
    const problem = failureOf(vendor, await callHttp(vendor, request, signal), clock);
    if (problem && attached.length === 0) return problem;
    if (problem) {
      return { kind: 'unknown', reason: `attached ${attached.join(', ')}, then ${problem.reason}` };
    }
    attached.push(name);
  }
  return { kind: 'done', receipt: { conversation: String(action.params.ticketId), tags: attached } };
}

/** A request that changes something; for tags, one of several. */
function changeOf({ kind, params }: Action, admin: string, tag: string): HttpRequest {
  const conversation = String(params.ticketId);
  if (kind === 'ticket.tag') {
    const path = ['conversations', conversation, 'tags'];
    return { method: 'POST', path, body: { id: tag, admin_id: admin } };
  }
  const message_type = kind === 'ticket.reply' ? 'comment' : 'note';
  return {
    method: 'POST',
    path: ['conversations', conversation, 'reply'],
    body: { message_type, type: 'admin', admin_id: admin, body: htmlOf(String(params.body)) },
  };
}

/** Intercom reads a reply as HTML, so our text must become the HTML that shows exactly it. */
function htmlOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped.replace(/\r\n?|\n/g, '<br>')}</p>`;
}

async function readAdmin({ vendor, clock }: Intercom, signal: AbortSignal): Promise<string | Failure> {
  const answer = await callHttp(vendor, { method: 'GET', path: ['me'] }, signal);
  const failure = readFailureOf(vendor, answer, clock);
  if (failure) return failure;
  const id = idOf(fieldOf(answer.kind === 'answered' ? answer.json : null, 'id'));
  return id ?? notHappened('Intercom did not say whose token it is', false);
}

async function lookUpPart(
  intercom: Intercom,
  { action, grantedAt }: Grant,
  signal: AbortSignal,
): Promise<LookupOutcome> {
  const { vendor, clock } = intercom;
  const admin = await readAdmin(intercom, signal);
  if (typeof admin !== 'string') return unsureOf(admin);
  const conversation = String(action.params.ticketId);
  const request: HttpRequest = {
    method: 'GET',
    path: ['conversations', conversation],
    query: { display_as: 'plaintext' },
  };
  const answer = await callHttp(vendor, request, signal);
  const failure = readFailureOf(vendor, answer, clock);
  if (failure) return unsureOf(failure);
  const json = answer.kind === 'answered' ? answer.json : null;
  if (!Array.isArray(fieldOf(json, 'conversation_parts', 'conversation_parts'))) {
    return { kind: 'unsure', reason: 'Intercom answered without the parts of the conversation' };
  }
  const parts = listOf(json, 'conversation_parts', 'conversation_parts');
  const same = parts.filter(
    (part) =>
      isNote(part) === (action.kind === 'ticket.note') &&
      idOf(fieldOf(part, 'author', 'id')) === admin &&
      squeezed(fieldOf(part, 'body')) === squeezed(action.params.body),
  );
  const grantedMs = new Date(grantedAt).getTime();
  const sentMs = (part: unknown): number => Number(fieldOf(part, 'created_at')) * 1_000;
  // Intercom counts whole seconds: what is of the same second counts as after.
  const later = same.find((part) => sentMs(part) + 999 >= grantedMs);
  if (later) {
    return { kind: 'happened', receipt: { conversation, part: idOf(fieldOf(later, 'id')) } };
  }
  if (same.some((part) => sentMs(part) + skewMs >= grantedMs)) {
    return { kind: 'unsure', reason: 'the same text stands there from shortly before it was approved' };
  }
  return parts.length >= maxParts
    ? { kind: 'unsure', reason: 'the conversation has more parts than Intercom shows' }
    : { kind: 'absent' };
}

/** Whether our own people alone read it. A reply has several types: it may open or close the conversation. */
function isNote(part: unknown): boolean {
  return ['note', 'note_and_reopen'].includes(String(fieldOf(part, 'part_type')));
}

/** Text without regard to how blanks and line ends are kept. */
function squeezed(text: unknown): string {
  return String(text ?? '')
    .replace(/\s+/gu, ' ')
    .trim();
}
