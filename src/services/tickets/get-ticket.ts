import { knowledgeUrlOf } from '../../copilot/passages.ts';
import { plainSentences } from '../../copilot/plain-sentences.ts';
import { compareTexts } from '../../copilot/similar-texts.ts';
import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type {
  NearbyRecord,
  PossibleDuplicate,
  TicketIssue,
  TicketReport,
} from '../../domain/ticket-report.ts';
import { timelineKind, timelineTitle } from '../../rules/timeline.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl } from '../evidence.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import { matchRecords, wordsOf } from '../issues/match-records.ts';
import { verdictOf } from '../triage/report-triage.ts';
import { triageOf } from '../triage/triage-tickets.ts';
import { requireTicket } from './require-ticket.ts';

/** Source: the feature contract. */
const windowHours = 2;
const nearbyTypes = [
  'deployment.published',
  'config.changed',
  'flag.changed',
  'integration.state',
  'incident.opened',
  'incident.resolved',
  'error.raised',
  'job.retry',
] as const;
const nearbyAtMost = 25;

/**
 * What happened around a ticket, which known issue and which other tickets it may be about, and what its words speak for.
 * @throws {HoldfastError} HF_NOT_FOUND, HF_ACCOUNT_AMBIGUOUS
 */
export async function getTicket(
  ctx: RequestContext,
  ticketId: string,
  account?: string,
): Promise<TicketReport> {
  await matchRecords(ctx, 10);
  const stored = await requireTicket(ctx, ticketId, account);
  const [nearby, issues, duplicates, triage, ticket, judged] = await Promise.all([
    happenedAround(ctx, stored),
    issuesOf(ctx, stored),
    findDuplicates(ctx, stored),
    triageFor(ctx, stored),
    describe(ctx, stored),
    ctx.store.tallyTicketLinks(),
  ]);
  const shown = nearby.slice(0, nearbyAtMost);
  return {
    ticket,
    windowHours,
    nearby: shown,
    truncated: nearby.length > shown.length,
    issues,
    duplicates,
    judged,
    triage,
  };
}

async function describe(ctx: RequestContext, { seq, event }: StoredEvent): Promise<TicketReport['ticket']> {
  const payload = isBuiltIn(event) && event.type === 'ticket.created' ? event.payload : { ticketId: '' };
  const [account] = await ctx.store.findAccounts([event.account]);
  const { ticketId, subject = '', priority = null, tags = [] } = payload;
  return {
    seq,
    ticketId,
    subject,
    priority,
    tags,
    at: event.at.toISOString(),
    url: eventUrl(seq),
    account: { id: event.account, name: account?.name ?? event.account },
    open: (await ctx.store.findTicketState(event.account, ticketId)) !== 'resolved',
  };
}

async function happenedAround(ctx: RequestContext, { event }: StoredEvent): Promise<NearbyRecord[]> {
  const opened = event.at.getTime();
  const found = await ctx.store.latestEvents(
    event.account,
    nearbyTypes.map((type) => ({ type })),
    {
      asOf: new Date(opened + windowHours * 3_600_000),
      since: new Date(opened - windowHours * 3_600_000),
      knownAt: Number.MAX_SAFE_INTEGER,
    },
    nearbyAtMost + 1,
  );
  return found.reverse().map((near) => ({
    at: near.event.at.toISOString(),
    kind: timelineKind(near.event),
    title: timelineTitle(near.event),
    minutes: Math.round((near.event.at.getTime() - opened) / 60_000),
    eventId: near.event.id,
    url: eventUrl(near.seq),
  }));
}

async function issuesOf(ctx: RequestContext, { seq }: StoredEvent): Promise<TicketIssue[]> {
  const issues = new Map((await listKnownIssues(ctx)).map((issue) => [issue.id, issue]));
  return (await ctx.store.linksOfRecords([seq])).flatMap(({ issueId, state, confidencePercent, reason }) => {
    const issue = issues.get(issueId);
    if (!issue) return [];
    const { title, status, body } = issue;
    const [help = ''] = plainSentences(body);
    const page = knowledgeUrlOf(issueId);
    return [
      {
        issueId,
        title,
        page,
        help,
        status,
        state,
        confidence: confidencePercent / 100,
        reason,
        url: eventUrl(seq),
      },
    ];
  });
}

/** Earlier tickets that are looked at, and how alike one has to be to be named. Source: the tickets of the demo company. */
const duplicateDays = 90;
const comparedAtMost = 2_000;
const duplicatesAtMost = 3;
const duplicateFloor = 0.3;

/** Tickets of any account that came before and may be about the same. Members may read every account's tickets. */
async function findDuplicates(ctx: RequestContext, stored: StoredEvent): Promise<PossibleDuplicate[]> {
  const since = new Date(stored.event.at.getTime() - duplicateDays * 86_400_000);
  const earlier = await ctx.store.readTickets(since, stored.event.at, comparedAtMost);
  const others = earlier.filter(({ seq }) => seq !== stored.seq);
  const find = compareTexts(
    [stored, ...others].map(({ seq, event }) => ({ id: String(seq), ...wordsOf(event) })),
  );
  const found = find(wordsOf(stored.event), duplicatesAtMost + 1);
  // Held against how much it is like itself, few tickets and many are judged alike.
  const own = found.find(({ id }) => id === String(stored.seq))?.share ?? 1;
  const alike = found
    .filter(({ id }) => id !== String(stored.seq))
    .map(({ id, share }) => ({ id, share: Math.min(1, share / own) }))
    .filter(({ share }) => share >= duplicateFloor);
  const said = await ctx.store.listTicketLinks(stored.seq);
  const shares = new Map(alike.map(({ id, share }) => [Number(id), share]));
  for (const { otherSeq, confidencePercent } of said) shares.set(otherSeq, confidencePercent / 100);
  const records = await ctx.store.findEvents([...shares.keys()]);
  const names = new Map(
    (await ctx.store.findAccounts([...new Set(records.map(({ event }) => event.account))])).map(
      ({ id, name }) => [id, name],
    ),
  );
  return records
    .map(({ seq, event }) => ({
      seq,
      at: event.at.toISOString(),
      subject: wordsOf(event).title,
      url: eventUrl(seq),
      ticketId: isBuiltIn(event) && event.type === 'ticket.created' ? event.payload.ticketId : '',
      account: { id: event.account, name: names.get(event.account) ?? event.account },
      confidence: Math.round((shares.get(seq) ?? 0) * 100) / 100,
      state: said.find(({ otherSeq }) => otherSeq === seq)?.state ?? null,
    }))
    .sort((one, other) => other.confidence - one.confidence || one.seq - other.seq);
}

async function triageFor(ctx: RequestContext, stored: StoredEvent): Promise<TicketReport['triage']> {
  const kept = await ctx.store.listTriage({ seqs: [stored.seq] });
  if (kept.length === 0) {
    return (await triageOf(ctx, stored)).map(({ field, value, confidencePercent, reason }) => ({
      field,
      value,
      confidence: confidencePercent / 100,
      reason,
      verdict: 'undecided',
    }));
  }
  return await Promise.all(
    kept.map(async (one) => ({
      field: one.field,
      value: one.value,
      confidence: one.confidencePercent / 100,
      reason: one.reason,
      verdict: (await verdictOf(ctx, one)).verdict,
    })),
  );
}
