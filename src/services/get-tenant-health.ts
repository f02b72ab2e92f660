import type { StoredEvent } from '../domain/event.ts';
import type { TenantHealth } from '../domain/tenant-health.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import { readIntegrations } from '../rules/integration-states.ts';
import { ofType } from '../rules/onboarding/onboarding-facts.ts';
import { judgeTenant } from '../rules/tenant-state.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { eventUrl, figuresUrl } from './evidence.ts';
import { requireAccountById } from './resolve-account.ts';
import { readOpenTickets } from './sla/read-ticket-clocks.ts';

const dayMs = 86_400_000;
const recordsAtMost = 500;
const codesAtMost = 5;
const watched = ['integration.state', 'usage.limit', 'incident.opened', 'incident.resolved'] as const;

/**
 * How the product works for one customer: errors, limits, integrations, incidents and the clocks of open tickets, each
 * with its record.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN, HF_FORBIDDEN
 */
export async function getTenantHealth(ctx: RequestContext, accountId: string): Promise<TenantHealth> {
  await requireReadable(ctx, 'account', accountId);
  const account = await requireAccountById(ctx, accountId, 'Find it in the portfolio.');
  const asOf = ctx.clock.now();
  const knownAt = await ctx.store.lastSequence();
  const week = new Date(asOf.getTime() - 7 * dayMs);
  const window = {
    account: account.id,
    asOf,
    knownAt,
    from: new Date(asOf.getTime() - 14 * dayMs),
    types: ['error.raised'],
  };
  const [records, codes, tickets, last] = await Promise.all([
    ctx.store.latestEvents(
      account.id,
      watched.map((type) => ({ type })),
      { asOf, knownAt },
      recordsAtMost,
    ),
    ctx.store.readErrorCodes(window, week),
    readOpenTickets(ctx, asOf),
    ctx.store.findAccountNow(account.id),
  ]);
  const errors = {
    now: codes.reduce((sum, one) => sum + one.errors, 0),
    before: codes.reduce((sum, one) => sum + one.errorsBefore, 0),
    codes: codes
      .filter((one) => one.errors > 0)
      .slice(0, codesAtMost)
      .map(({ code, errors: count, lastSeq }) => ({ code, errors: count, url: eventUrl(lastSeq) })),
  };
  const clocks = countClocks(tickets.filter((one) => one.account.id === account.id));
  const facts = { errors, clocks, ...readRecords(records.toReversed()) };
  return {
    account: { id: account.id, name: account.name },
    asOf: asOf.toISOString(),
    knownAt,
    ...judgeTenant(facts, figuresUrl(account.id, asOf, knownAt)),
    ...facts,
    lastEventOn: utcDayOf(last?.lastEventAt ?? asOf),
  };
}

/** The same as its customer may see it: without our promises, in the state and in what is said. */
export async function getTenantHealthForCustomer(
  ctx: RequestContext,
  accountId: string,
): Promise<TenantHealth> {
  const health = await getTenantHealth(ctx, accountId);
  const troubles = health.troubles.filter(({ isOurs }) => !isOurs);
  return { ...health, state: troubles[0]?.state ?? 'ok', troubles };
}

function countClocks(tickets: Awaited<ReturnType<typeof readOpenTickets>>): TenantHealth['clocks'] {
  const states = tickets.flatMap(({ clocks }) => clocks.map(({ state }) => state));
  const count = (wanted: string): number => states.filter((state) => state === wanted).length;
  return { running: count('running'), warning: count('warning'), breached: count('breached') };
}

/** @param records - oldest first */
function readRecords(
  records: readonly StoredEvent[],
): Pick<TenantHealth, 'integrations' | 'limits' | 'incidents'> {
  const said = ofType(records, 'integration.state');
  const integrations = readIntegrations(said, ({ event }) => event.payload).map(({ name, state }) => {
    const last = said.findLast(({ event }) => event.payload.integration === name);
    return { name, state, since: last?.event.at.toISOString() ?? '', url: eventUrl(last?.seq ?? 0) };
  });
  const limits = new Map(
    ofType(records, 'usage.limit').map(({ seq, event: { at, payload } }) => {
      const { limit, used, allowed } = payload;
      const percent = allowed > 0 ? Math.floor((100 * used) / allowed) : 100;
      return [limit, { limit, used, allowed, percent, at: at.toISOString(), url: eventUrl(seq) }];
    }),
  );
  return { integrations, limits: [...limits.values()], incidents: openIncidents(records) };
}

function openIncidents(records: readonly StoredEvent[]): TenantHealth['incidents'] {
  const told = [...ofType(records, 'incident.opened'), ...ofType(records, 'incident.resolved')].sort(
    (one, other) => one.event.at.getTime() - other.event.at.getTime() || one.seq - other.seq,
  );
  const open = new Map<string, TenantHealth['incidents'][number]>();
  for (const { seq, event } of told) {
    const isEnd = event.type === 'incident.resolved';
    if (isEnd) open.delete(event.payload.incidentId);
    const { incidentId: id, title, severity } = event.payload;
    if (isEnd) continue;
    const openedAt = event.at.toISOString();
    if (!open.has(id))
      open.set(id, { title: title ?? id, severity: severity ?? null, openedAt, url: eventUrl(seq) });
  }
  return [...open.values()].reverse();
}
