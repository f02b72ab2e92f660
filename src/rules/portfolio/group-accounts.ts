import { lifecycleStages } from '../../domain/account.ts';
import { bands } from '../../domain/health.ts';
import type { PortfolioAccount } from './portfolio-account.ts';
import type { GroupKey } from './query.ts';

/** Accounts that have a value in common; null = nobody said it. */
export interface AccountGroup {
  value: string | null;
  lines: PortfolioAccount[];
}

/** Brings accounts together by a value, in the order that the value has of itself; what is unknown stands last. */
export function groupAccounts(lines: readonly PortfolioAccount[], by: GroupKey): AccountGroup[] {
  const groups = Map.groupBy(lines, (line) => groupValue(line, by));
  return [...groups]
    .map(([value, own]) => ({ value, lines: own }))
    .sort((one, other) => rank(one.value, other.value, by));
}

function groupValue({ account, score, stage }: PortfolioAccount, by: GroupKey): string | null {
  switch (by) {
    case 'band':
      return score?.band ?? null;
    case 'stage':
      return stage;
    case 'currency':
      return account.arr?.currency ?? null;
    case 'renewalMonth':
      return account.renewsOn?.slice(0, 7) ?? null;
    default:
      return account[by];
  }
}

const orders: Partial<Record<GroupKey, readonly string[]>> = { band: bands, stage: lifecycleStages };

function rank(one: string | null, other: string | null, by: GroupKey): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const order = orders[by];
  if (order) return order.indexOf(one) - order.indexOf(other);
  return one < other ? -1 : 1;
}
