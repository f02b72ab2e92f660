import type { Account } from '../../domain/account.ts';
import {
  type FrictionLine,
  type FrictionReport,
  frictionSources,
  type RankedFriction,
} from '../../domain/friction.ts';
import type { RootCause } from '../../domain/sla-report.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { rankCauses } from '../../rules/friction/rank-causes.ts';
import { byRevenue, sumByCurrency } from '../../rules/issue-match/bug-figures.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { scoreUrl } from '../evidence.ts';
import { findRootCauses } from '../sla/find-root-causes.ts';
import { issueParts, shippedIssues } from './issue-friction.ts';
import { onboardingParts } from './onboarding-friction.ts';

const weekMs = 7 * 86_400_000;

/**
 * What bothered customers most in a week: open known issues, what repeat tickets came from and friction of onboardings,
 * each cause once, with customers, ARR, owner and ship date; and what was shipped, with who was told.
 */
export async function reportFriction(
  ctx: RequestContext,
  { until = ctx.clock.now() }: { until?: Date | undefined } = {},
): Promise<FrictionReport> {
  await requireReadable(ctx, 'account', null);
  const from = new Date(until.getTime() - weekMs);
  const roots = await findRootCauses(ctx, { until });
  const accounts = new Map((await ctx.store.listAccounts()).map((account) => [account.id, account]));
  const isHere = (id: string): boolean => accounts.get(id)?.status === 'active';
  const issues = await issueParts(ctx, { from, until, isHere });
  const parts = [
    ...issues.parts,
    ...roots.causes.map((cause) => ({
      source: cause.kind === 'fingerprint' ? ('error' as const) : cause.kind,
      key:
        cause.kind === 'known-issue'
          ? `issue ${cause.id}`
          : (issues.keyOf(cause.id) ?? `${cause.kind} ${cause.id}`),
      title: titleOf(cause),
      customers: cause.accounts.map(({ id }) => id),
      times: cause.tickets,
      timesBefore: cause.ticketsBefore,
      url: cause.url,
      owners: cause.owner === null ? [] : [cause.owner],
      shipsOn: cause.shipsOn,
    })),
    ...(await onboardingParts(ctx, issues)),
  ].filter(({ key }) => !issues.settled.has(key));
  const ranked = rankCauses(parts.map((part) => ({ ...part, customers: part.customers.filter(isHere) })));
  const knownAt = await ctx.store.lastSequence();
  const causes = ranked
    .slice(0, ctx.content.register.friction.causes)
    .map((cause) => toLine(cause, accounts, (id) => scoreUrl(id, until, knownAt)));
  const today = utcDayOf(until);
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    causes,
    total: ranked.length,
    unrouted: causes.filter(({ owners, shipsOn }) => owners.length === 0 || shipsOn === null).length,
    late: causes.filter(({ shipsOn }) => shipsOn !== null && shipsOn < today).length,
    shipped: await shippedIssues(ctx, { from, until }),
  };
}

/** What a source calls its tickets is a word; it reads as one. */
function titleOf({ kind, title }: RootCause): string {
  return kind === 'category' ? `Tickets called “${title}”` : title;
}

function toLine(
  { customers, ...cause }: RankedFriction,
  accounts: ReadonlyMap<string, Account>,
  urlOf: (id: string) => string,
): FrictionLine {
  const hit = customers.flatMap((id) => accounts.get(id) ?? []).sort(byRevenue);
  return {
    ...cause,
    sources: frictionSources.filter((source) => cause.sources.includes(source)),
    issueId: cause.key.startsWith('issue ') ? cause.key.slice('issue '.length) : null,
    customers: hit.map(({ id, name }) => ({ id, name, url: urlOf(id) })),
    arr: sumByCurrency(hit.flatMap(({ arr }) => arr ?? [])),
    withoutArr: hit.filter(({ arr }) => arr === null).length,
  };
}
