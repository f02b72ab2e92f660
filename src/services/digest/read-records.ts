import { compareText } from '../../domain/compare-text.ts';
import type { DigestExpansion, DigestTicket, DigestWin } from '../../domain/digest.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { Moment } from '../../domain/moment.ts';
import { oneLine } from '../../domain/one-line.ts';
import { type OpportunityLife, seekOpportunities } from '../../rules/metrics/opportunities.ts';
import { foldTickets } from '../../rules/sla/ticket-history.ts';
import type { RequestContext } from '../context.ts';

type InScope = (account: string) => boolean;

/** Open tickets that were last said to be P0 or P1, whatever their age; the gravest and longest open first. */
export async function readUrgentTickets(
  { store, content }: RequestContext,
  moment: Moment,
  isWithin: InScope,
): Promise<DigestTicket[]> {
  const events = await store.readOpenTicketEvents(new Date(0), moment);
  return foldTickets(events, content.sla)
    .filter(({ account, resolvedAt }) => resolvedAt === null && isWithin(account))
    .flatMap(({ account, ticketId, latestPriority: priority, openedAt, seq }): DigestTicket[] =>
      priority === 'P0' || priority === 'P1'
        ? [{ account, ticketId, priority, openedAt: openedAt.toISOString(), seq }]
        : [],
    )
    .sort(
      (one, other) =>
        compareText(one.priority, other.priority) ||
        compareText(one.openedAt, other.openedAt) ||
        one.seq - other.seq,
    );
}

/** Every opportunity to expand, the latest first. One that was won or lost over a year and a week ago is left out. */
export async function readExpansions(
  { store }: Pick<RequestContext, 'store'>,
  moment: Moment,
): Promise<DigestExpansion[]> {
  const types = ['expansion.opened', 'expansion.won', 'expansion.lost'];
  const lives = seekOpportunities(await store.readTypes(types, new Date(0), moment));
  const from = new Date(moment.asOf.getTime() - toldDays * 86_400_000).toISOString();
  return lives
    .flatMap(toExpansion)
    .filter(({ state, at }) => state === 'opened' || at > from)
    .sort((one, other) => compareText(other.at, one.at) || other.seq - one.seq);
}

/** The longest year, and the week beside it. */
const toldDays = 366 + 7;

/** As much of a reason as a table has room for. */
const reasonLength = 120;

function toExpansion({ opened, decision }: OpportunityLife): DigestExpansion[] {
  const told = decision ?? opened;
  if (told === null) return [];
  const state = decision === null ? 'opened' : decision.isWon ? 'won' : 'lost';
  const reason = oneLine(opened?.reason ?? decision?.reason ?? '', reasonLength);
  return [{ ...told.opportunity, state, at: told.at.toISOString(), ...(reason !== '' && { reason }) }];
}

/** First values that were reached, and contracts that were taken on for longer. */
export async function readWins(
  { store }: RequestContext,
  { after, ...moment }: Moment & { after: Date },
  isWithin: InScope,
): Promise<DigestWin[]> {
  const events = await store.readTypes(['milestone.reached', 'contract.updated'], after, moment);
  const renewing = new Set(events.filter(isRenewing).map(({ event }) => event.account));
  const earlier = await lastRenewals(store, [...renewing], after, moment.knownAt);
  const wins: DigestWin[] = [];
  for (const stored of events) {
    const { seq, event } = stored;
    if (!isWithin(event.account)) continue;
    const win = { account: event.account, at: event.at.toISOString(), seq };
    if (event.type === 'milestone.reached' && event.payload.milestone === 'first_value')
      wins.push({ ...win, kind: 'first-value' });
    if (!isRenewing(stored)) continue;
    const then = earlier.get(event.account);
    if (then !== undefined && then < String(event.payload.renewsOn)) wins.push({ ...win, kind: 'renewed' });
    earlier.set(event.account, String(event.payload.renewsOn));
  }
  return wins;
}

function isRenewing({ event }: StoredEvent): boolean {
  return event.type === 'contract.updated' && typeof event.payload.renewsOn === 'string';
}

/** The day of renewal that each account's contract last named up to an instant. */
async function lastRenewals(
  store: RequestContext['store'],
  accounts: readonly string[],
  until: Date,
  knownAt: number,
): Promise<Map<string, string>> {
  const events = (await store.readContractEvents(accounts))
    .filter((stored) => isRenewing(stored) && stored.event.at <= until && stored.seq <= knownAt)
    .sort((one, other) => one.event.at.getTime() - other.event.at.getTime() || one.seq - other.seq);
  return new Map(events.map(({ event }) => [event.account, String(event.payload.renewsOn)]));
}
