import type { RequestContext } from '../context.ts';
import { readWins } from './read-records.ts';
import { atRiskByAlerts, type Risks } from './read-risks.ts';
import type { Contracts, DigestMoments } from './read-scope.ts';

const weekMs = 7 * 86_400_000;

/** How many wins the week before the week had; null = it is not known who was at risk at its beginning */
export async function countWinsBefore(
  ctx: RequestContext,
  contracts: Contracts,
  risks: Risks,
  { before, knownAt }: DigestMoments,
): Promise<number | null> {
  const earlier = new Date(before.getTime() - weekMs);
  const atRisk = await atRiskByAlerts(ctx, earlier);
  if (atRisk === null) return null;
  const isCustomer = (id: string): boolean => contracts.before.has(id);
  const wins = await readWins(ctx, { asOf: before, knownAt, after: earlier }, isCustomer);
  const were = contracts.at(earlier);
  const recovered = [...atRisk].filter((id) => were.has(id) && isCustomer(id) && !risks.before.has(id));
  return new Set(wins.map(({ account, kind }) => `${kind} ${account}`)).size + recovered.length;
}
