import type { Account } from '../../domain/account.ts';
import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import { hitStates, type IssueLink, type KnownIssue, type LinkMethod } from '../../domain/known-issue.ts';
import type { Money } from '../../domain/money.ts';
import { byRevenue, sumByCurrency, weeklyTrend } from '../../rules/issue-match/bug-figures.ts';
import { type MethodPrecision, precisionOf } from '../../rules/issue-match/precision.ts';
import { timelineTitle } from '../../rules/timeline.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl, issueUrl } from '../evidence.ts';
import { requireIssue } from './known-issues.ts';
import { listNotices, type NoticeLine } from './list-notices.ts';
import { matchRecords } from './match-records.ts';

/** One record that says that an account was hit. */
export interface BugHit {
  seq: number;
  at: string;
  eventId: string;
  title: string;
  method: LinkMethod;
  /** A person's word for it; null = it counts without one */
  confirmedBy: string | null;
  reason: string;
  url: string;
}

/** One account that a known issue hit, with what its figures stand on. */
export interface BugAccount {
  id: string;
  name: string;
  status: Account['status'];
  tier: string | null;
  arr: Money | null;
  renewsOn: string | null;
  /** Tickets about this issue that are open. */
  openTickets: { ticketId: string; url: string }[];
  hits: number;
  firstHit: { at: string; eventId: string; url: string };
  lastHit: { at: string; eventId: string; url: string };
  /** Hits in each of the last four weeks of seven days, oldest first. */
  trend: number[];
  /** The records and pages behind the figures; null = no record says it */
  evidence: { arr: string | null; tier: string | null; renewsOn: string | null; hits: string };
}

/** A record of which a person should say whether it is about the issue. */
export interface BugSuggestion {
  seq: number;
  eventId: string;
  at: string;
  account: { id: string; name: string };
  title: string;
  method: LinkMethod;
  /** 0–1. */
  confidence: number;
  reason: string;
  url: string;
}

/** A known issue and the customers that it hits. */
export interface BugReport {
  issue: Pick<KnownIssue, 'id' | 'title' | 'severity' | 'status' | 'audience' | 'owner'> & {
    productArea: string;
    versions: KnownIssue['versions'];
    fixedIn: string | null;
    supersededBy: string | null;
  };
  asOf: string;
  knownAt: number;
  /** False = more was received than could be matched in the time of a question. */
  upToDate: boolean;
  /** The most revenue first. */
  accounts: BugAccount[];
  total: { accounts: number; hits: number; openTickets: number; arr: Money[]; accountsWithoutArr: number };
  waiting: number;
  /** The surest first, at most ten. */
  suggestions: BugSuggestion[];
  /** Of every issue: how people judged what each method found. */
  precision: MethodPrecision[];
  notices: NoticeLine[];
  url: string;
}

export interface BugInput {
  id: string;
  /** Highest received sequence number that may be used; default: all. */
  knownAt?: number | undefined;
}

/** A question does not wait for the matching of millions of records; the job does that. */
const passesOfAQuestion = 10;
const suggestionsShown = 10;

/**
 * The customers that a known issue hit, each figure with its record.
 * @throws {HoldfastError} HF_NOT_FOUND
 */
export async function getBug(ctx: RequestContext, { id, knownAt }: BugInput): Promise<BugReport> {
  const { upToDate } = await matchRecords(ctx, passesOfAQuestion);
  const issue = await requireIssue(ctx, id);
  const known = knownAt ?? (await ctx.store.lastSequence());
  const links = await ctx.store.linksOfIssue(issue.id, [...hitStates, 'suggested'], known);
  const waiting = links.filter(({ state }) => state === 'suggested');
  const best = waiting
    .sort((a, b) => b.confidencePercent - a.confidencePercent || b.seq - a.seq)
    .slice(0, suggestionsShown);
  const hits = await withRecords(
    ctx,
    links.filter(({ state }) => state !== 'suggested'),
  );
  const accounts = await describeAccounts(ctx, issue.id, hits, known);
  const names = new Map(
    (await ctx.store.findAccounts(best.map(({ account }) => account))).map((one) => [one.id, one.name]),
  );
  return {
    issue: describeIssue(issue),
    asOf: ctx.clock.now().toISOString(),
    knownAt: known,
    upToDate,
    accounts,
    total: totalOf(accounts),
    waiting: waiting.length,
    suggestions: (await withRecords(ctx, best)).map((one) => toSuggestion(one, names)),
    precision: precisionOf(await ctx.store.tallyLinks()),
    notices: await listNotices(ctx, issue.id),
    url: issueUrl(issue.id, known),
  };
}

/** The hits of an issue with their records, the latest first; of one account, if one is named. */
export async function listBugHits(
  ctx: RequestContext,
  { id, knownAt, account }: BugInput & { account?: string | undefined },
): Promise<(BugHit & { account: string })[]> {
  const known = knownAt ?? (await ctx.store.lastSequence());
  const links = await ctx.store.linksOfIssue(id, hitStates, known);
  const hits = await withRecords(
    ctx,
    account === undefined ? links : links.filter((link) => link.account === account),
  );
  return hits
    .sort(
      (one, other) =>
        other.stored.event.at.getTime() - one.stored.event.at.getTime() || other.link.seq - one.link.seq,
    )
    .map(({ link, stored }) => ({
      seq: link.seq,
      at: stored.event.at.toISOString(),
      eventId: stored.event.id,
      title: timelineTitle(stored.event),
      method: link.method,
      reason: link.reason,
      confirmedBy: link.decidedBy,
      url: eventUrl(link.seq),
      account: link.account,
    }));
}

interface LinkedRecord {
  link: IssueLink;
  stored: StoredEvent;
}

async function withRecords({ store }: RequestContext, links: readonly IssueLink[]): Promise<LinkedRecord[]> {
  const records = new Map(
    (await store.findEvents(links.map(({ seq }) => seq))).map((stored) => [stored.seq, stored]),
  );
  return links.flatMap((link) => {
    const stored = records.get(link.seq);
    return stored ? [{ link, stored }] : [];
  });
}

const contractKeys = ['arr', 'tier', 'renewsOn'] as const;

async function describeAccounts(
  ctx: RequestContext,
  issueId: string,
  hits: readonly LinkedRecord[],
  knownAt: number,
): Promise<BugAccount[]> {
  const byAccount = Map.groupBy(hits, ({ link }) => link.account);
  const ids = [...byAccount.keys()];
  const tickets = hits.flatMap(({ stored }) => {
    const ticketId = ticketIdOf(stored);
    return ticketId === null ? [] : [{ account: stored.event.account, ticketId, seq: stored.seq }];
  });
  const [accounts, said, open] = await Promise.all([
    ctx.store.findAccounts(ids),
    ctx.store.latestContractRecords(ids, contractKeys, knownAt),
    ctx.store.openTicketsAmong(tickets, knownAt),
  ]);
  const now = ctx.clock.now();
  return accounts
    .map((account) => {
      const own = (byAccount.get(account.id) ?? []).map(({ stored }) => stored);
      const isOpen = new Set(
        open.filter((each) => each.account === account.id).map(({ ticketId }) => ticketId),
      );
      const openTickets = tickets.filter((each) => each.account === account.id && isOpen.has(each.ticketId));
      const urlOf = (key: string): string | null => {
        const record = said.find((each) => each.account === account.id && each.key === key);
        return record ? eventUrl(record.seq) : null;
      };
      return {
        id: account.id,
        name: account.name,
        status: account.status,
        tier: account.tier,
        arr: account.arr,
        renewsOn: account.renewsOn,
        openTickets: openTickets.map(({ ticketId, seq }) => ({ ticketId, url: eventUrl(seq) })),
        ...spanOf(own),
        trend: weeklyTrend(
          own.map(({ event }) => event.at),
          now,
        ),
        evidence: {
          arr: urlOf('arr'),
          tier: urlOf('tier'),
          renewsOn: urlOf('renewsOn'),
          hits: issueUrl(issueId, knownAt, account.id),
        },
      };
    })
    .sort(byRevenue);
}

function spanOf(records: readonly StoredEvent[]): Pick<BugAccount, 'hits' | 'firstHit' | 'lastHit'> {
  const ordered = [...records].sort((a, b) => a.event.at.getTime() - b.event.at.getTime() || a.seq - b.seq);
  const toHit = (stored: StoredEvent | undefined): BugAccount['firstHit'] => ({
    at: stored?.event.at.toISOString() ?? '',
    eventId: stored?.event.id ?? '',
    url: eventUrl(stored?.seq ?? 0),
  });
  return { hits: ordered.length, firstHit: toHit(ordered[0]), lastHit: toHit(ordered.at(-1)) };
}

/** The number of the ticket that a record is about; null = it is about none */
export function ticketIdOf({ event }: StoredEvent): string | null {
  return isBuiltIn(event) && event.type === 'ticket.created' ? event.payload.ticketId : null;
}

/** What is at risk is what is still paid: accounts that left count as hit, and add nothing to the revenue. */
function totalOf(accounts: readonly BugAccount[]): BugReport['total'] {
  const active = accounts.filter(({ status }) => status === 'active');
  return {
    accounts: accounts.length,
    hits: accounts.reduce((sum, { hits }) => sum + hits, 0),
    openTickets: accounts.reduce((sum, { openTickets }) => sum + openTickets.length, 0),
    arr: sumByCurrency(active.flatMap(({ arr }) => arr ?? [])),
    accountsWithoutArr: active.filter(({ arr }) => arr === null).length,
  };
}

function toSuggestion({ link, stored }: LinkedRecord, names: ReadonlyMap<string, string>): BugSuggestion {
  return {
    seq: link.seq,
    eventId: stored.event.id,
    at: stored.event.at.toISOString(),
    account: { id: link.account, name: names.get(link.account) ?? link.account },
    title: timelineTitle(stored.event),
    method: link.method,
    confidence: link.confidencePercent / 100,
    reason: link.reason,
    url: eventUrl(link.seq),
  };
}

/** An issue as an answer shows it. */
export function describeIssue(issue: KnownIssue): BugReport['issue'] {
  const { id, title, severity, status, audience, owner, product_area, versions, fixed_in, superseded_by } =
    issue;
  return {
    id,
    title,
    severity,
    status,
    audience,
    owner,
    productArea: product_area,
    versions,
    fixedIn: fixed_in ?? null,
    supersededBy: superseded_by ?? null,
  };
}
