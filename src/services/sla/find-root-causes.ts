import type { Account } from '../../domain/account.ts';
import type { StoredEvent } from '../../domain/event.ts';
import { hitStates, type StandingIssue } from '../../domain/known-issue.ts';
import type { RootCause, RootCauseReport } from '../../domain/sla-report.ts';
import { sumByCurrency } from '../../rules/issue-match/bug-figures.ts';
import { fingerprintsIn } from '../../rules/issue-match/fingerprint.ts';
import { type CausedTicket, type CauseGroup, causeOf, groupByCause } from '../../rules/sla/root-causes.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl, issueUrl } from '../evidence.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import { matchRecords, wordsOf } from '../issues/match-records.ts';

const usualDays = 7;
const evidenceAtMost = 5;
const ticketsAtMost = 50_000;

/**
 * What the repeat tickets of the last days came from: known issues that they are linked to, errors that they quote, and
 * what their source calls them.
 */
export async function findRootCauses(
  ctx: RequestContext,
  { until = ctx.clock.now(), days = usualDays }: { until?: Date | undefined; days?: number | undefined } = {},
): Promise<RootCauseReport> {
  await matchRecords(ctx, 10);
  const from = new Date(until.getTime() - days * 86_400_000);
  const before = new Date(from.getTime() - days * 86_400_000);
  const tickets = await describeTickets(ctx, await ctx.store.readTickets(before, until, ticketsAtMost));
  const current = tickets.filter(({ openedAt }) => openedAt > from);
  const earlier = tickets.filter(({ openedAt }) => openedAt <= from);
  const groups = groupByCause(current);
  const named = [...new Set(current.map(({ account }) => account))];
  const accounts = new Map((await ctx.store.findAccounts(named)).map((account) => [account.id, account]));
  const issues = new Map((await listKnownIssues(ctx)).map((issue) => [issue.id, issue]));
  const knownAt = await ctx.store.lastSequence();
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    tickets: current.length,
    repeated: groups.reduce((sum, group) => sum + group.tickets.length, 0),
    causes: groups.map((group) =>
      reportCause(group, {
        accounts,
        knownAt,
        issue: group.kind === 'known-issue' ? issues.get(group.id) : undefined,
        ticketsBefore: earlier.filter((ticket) => isOf(ticket, group)).length,
      }),
    ),
  };
}

function isOf(ticket: CausedTicket, { kind, id }: CauseGroup): boolean {
  const cause = causeOf(ticket);
  return cause?.kind === kind && cause.id === id;
}

/** Tickets with what each may have in common with others. */
export async function describeTickets(
  ctx: RequestContext,
  records: readonly StoredEvent[],
): Promise<CausedTicket[]> {
  const links = await ctx.store.linksOfRecords(records.map(({ seq }) => seq));
  const hits = Map.groupBy(
    links.filter(({ state }) => hitStates.some((hit) => hit === state)),
    ({ seq }) => seq,
  );
  return records.map(({ seq, event }) => {
    const { title, body } = wordsOf(event);
    const { ticketId, category, cat, tags } = event.payload;
    const called = [category, cat].find((name) => typeof name === 'string' && name !== '');
    return {
      seq,
      account: event.account,
      ticketId: String(ticketId),
      openedAt: event.at,
      issues: (hits.get(seq) ?? [])
        .sort((one, other) => other.confidencePercent - one.confidencePercent)
        .map(({ issueId }) => issueId),
      fingerprints: fingerprintsIn(`${title}\n${body}`),
      category: typeof called === 'string' ? called : null,
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    };
  });
}

function reportCause(
  group: CauseGroup,
  of: {
    accounts: ReadonlyMap<string, Account>;
    issue: StandingIssue | undefined;
    ticketsBefore: number;
    knownAt: number;
  },
): RootCause {
  const { kind, id, tickets } = group;
  const { issue, ticketsBefore, knownAt } = of;
  const byAccount = Map.groupBy(tickets, ({ account }) => account);
  const accounts = [...byAccount]
    .map(([account, own]) => ({
      id: account,
      name: of.accounts.get(account)?.name ?? account,
      tickets: own.length,
    }))
    .sort((one, other) => other.tickets - one.tickets || (one.name < other.name ? -1 : 1));
  const newest = tickets[0]?.seq ?? 0;
  return {
    kind,
    id,
    title: issue?.title ?? id,
    tickets: tickets.length,
    ticketsBefore,
    accounts,
    arr: sumByCurrency([...byAccount.keys()].flatMap((account) => of.accounts.get(account)?.arr ?? [])),
    owner: issue?.owner ?? null,
    status: issue?.status ?? null,
    fixedIn: issue?.fixed_in ?? null,
    shipsOn: issue?.ships_on ?? null,
    url: kind === 'known-issue' ? issueUrl(id, knownAt) : eventUrl(newest),
    evidence: tickets.slice(0, evidenceAtMost).map(({ ticketId, seq }) => ({ ticketId, url: eventUrl(seq) })),
  };
}
