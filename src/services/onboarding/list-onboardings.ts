import type { Account } from '../../domain/account.ts';
import type { OnboardingStatus } from '../../domain/onboarding.ts';
import { followedDays, onboardingDay } from '../../rules/onboarding/onboarding-facts.ts';
import type { RequestContext } from '../context.ts';
import type { MomentInput } from '../moment.ts';
import { type KnownOnboarding, knowRead } from './get-onboarding.ts';
import { readOnboardings } from './read-onboarding.ts';

/** One account in onboarding. */
export interface OnboardingLine {
  id: string;
  name: string;
  owner: string | null;
  day: number;
  status: OnboardingStatus;
  reason: string;
  idleHours: number;
  /** Goals by verdict, of those whose day has come or that are reached. */
  passed: number;
  failed: number;
  /** Open entries of its friction log. */
  friction: number;
}

const order: readonly OnboardingStatus[] = ['stuck', 'behind', 'on_track', 'complete', 'over'];
const lastDay = 30;

/** Every account in its first thirty days, and every one that is late with them; who needs somebody first comes first. */
export async function listOnboardings(
  ctx: RequestContext,
  input: MomentInput = {},
): Promise<OnboardingLine[]> {
  const lines: OnboardingLine[] = [];
  for (const known of await knowOnboardings(ctx, input)) {
    const { facts, status, outcomes, friction, day } = known;
    const { id, name, owner } = facts.account;
    const isLate = status.status === 'stuck' || status.status === 'behind';
    if (day > lastDay && !isLate) continue;
    lines.push({
      id,
      name,
      owner,
      day,
      status: status.status,
      reason: status.reason,
      idleHours: status.idleHours,
      passed: outcomes.filter(({ verdict }) => verdict === 'pass').length,
      failed: outcomes.filter(({ verdict }) => verdict === 'fail').length,
      friction: friction.filter(({ isOpen }) => isOpen).length,
    });
  }
  return lines.sort(
    (one, other) =>
      order.indexOf(one.status) - order.indexOf(other.status) ||
      other.day - one.day ||
      (one.id < other.id ? -1 : 1),
  );
}

/** Everything about every onboarding that is followed as of a moment; customers who left are not. */
export async function knowOnboardings(
  ctx: RequestContext,
  input: MomentInput = {},
): Promise<KnownOnboarding[]> {
  const asOf = input.asOf ?? ctx.clock.now();
  const accounts = (await ctx.store.listAccounts()).filter((account) => isFollowed(account, asOf));
  const read = await readOnboardings(
    ctx,
    accounts.map(({ id }) => id),
    { ...input, asOf },
  );
  return await knowRead(
    ctx,
    read.filter(({ facts }) => isFollowed(facts.account, asOf)),
  );
}

function isFollowed(account: Pick<Account, 'status' | 'startsOn' | 'firstSeenOn'>, asOf: Date): boolean {
  const day = onboardingDay(account, asOf);
  return account.status === 'active' && day >= 0 && day <= followedDays;
}
