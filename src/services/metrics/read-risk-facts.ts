import type { Account } from '../../domain/account.ts';
import type { ContractHistory } from '../../rules/metrics/contract-history.ts';
import { forecastDays, type PastRisk, pastRisk } from '../../rules/metrics/forecast.ts';
import { customersOf, standingBefore } from '../../rules/metrics/gather-facts.ts';
import type { MetricFacts } from '../../rules/metrics/metric-facts.ts';
import type { RequestContext } from '../context.ts';
import { atRiskByAlerts } from '../digest/read-risks.ts';

/** Who was at risk at the end of a month, and who a quarter before. */
export async function readRiskFacts(
  ctx: RequestContext,
  contracts: readonly ContractHistory[],
  { to, atEnd }: Pick<MetricFacts, 'to' | 'atEnd'>,
): Promise<Pick<MetricFacts, 'atRisk' | 'wereAtRisk'>> {
  const { zone } = ctx.content.sla.workingHours;
  const at = new Date(to.getTime() - 1);
  const customersAt = (instant: Date): ReadonlyMap<string, Account> =>
    customersOf(standingBefore(contracts, new Date(instant.getTime() + 1), zone));
  return {
    atRisk: (await atRiskByAlerts(ctx, at)) ?? new Set(),
    wereAtRisk: await readPastRisks(ctx, customersAt, atEnd, at),
  };
}

/**
 * Customers that were at risk so many days before an instant, with what they lost since.
 * @param customersAt - the customers of an instant
 * @param now - everybody, as they stand at the instant
 * @returns null = nobody watched then
 */
export async function readPastRisks(
  ctx: RequestContext,
  customersAt: (instant: Date) => ReadonlyMap<string, Account>,
  now: ReadonlyMap<string, Account>,
  at: Date,
): Promise<PastRisk[] | null> {
  const then = new Date(at.getTime() - forecastDays * 86_400_000);
  const atRisk = await atRiskByAlerts(ctx, then);
  if (atRisk === null) return null;
  return [...customersAt(then).values()]
    .filter(({ id }) => atRisk.has(id))
    .flatMap((account) => pastRisk(account, now.get(account.id)) ?? [])
    .sort((one, other) => (one.account < other.account ? -1 : 1));
}
