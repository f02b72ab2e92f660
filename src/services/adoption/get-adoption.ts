import type { ChampionKit } from '../../domain/adoption.ts';
import type { UserRole } from '../../domain/use-case.ts';
import { HoldfastError } from '../../errors.ts';
import { targetOf } from '../../rules/adoption/due-nudges.ts';
import {
  type AdoptionFacts,
  casesOfAccount,
  judgeUseCase,
  type UseCaseState,
} from '../../rules/adoption/judge-use-case.ts';
import { isActive, lastUse, type UserUsage } from '../../rules/adoption/usage-facts.ts';
import type { RequestContext } from '../context.ts';
import { planAccount } from './plan-account.ts';
import { readAdoptions } from './read-adoption.ts';

/** How an account uses what it bought, and what would come next. Instants are ISO 8601 with Z. */
export interface AccountUse {
  account: { id: string; name: string; icp: string | null; useCase: string | null };
  asOf: string;
  people: { known: number; active28: number };
  /** The chosen one first; empty where neither contract nor ICP says any of ours. */
  useCases: (UseCaseState & {
    kit: string | null;
    recipes: string[];
    templates: string[];
    queries: string[];
  })[];
  /** Features of the chosen use case that nobody used in 28 days; `lastUsedOn` null = never. */
  unused: { feature: string; lastUsedOn: string | null }[];
  nudges: {
    user: string;
    nudge: string;
    leadsTo: string;
    because: string;
    verdict: 'send' | 'hold-out' | 'defer' | 'withhold';
    reason: string;
    /** Of a deferred one. */
    until: string | null;
  }[];
  /** The first steps of the chosen use case, by role. */
  guides: Record<UserRole, string[]> | null;
}

const recentDays = 28;

/** How an account uses the product, judged by its use cases, with the nudges that are due and what becomes of each. */
export async function getAdoption(ctx: RequestContext, accountId: string): Promise<AccountUse> {
  const { adoption } = ctx.content;
  const [read] = await readAdoptions(ctx, await ctx.store.findAccounts([accountId]));
  if (!read) throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${accountId}'`);
  const { account } = read;
  const { plans } = await planAccount(ctx, read, Number.POSITIVE_INFINITY);
  const cases = casesOfAccount(adoption, account);
  const chosen = cases.find((one) => one.chosen)?.useCase ?? null;
  const today = read.facts.today;
  return {
    account: { id: account.id, name: account.name, icp: account.icp, useCase: account.useCase },
    asOf: ctx.clock.now().toISOString(),
    people: {
      known: read.people.length,
      active28: read.people.filter((person) => isActive(person, today, recentDays)).length,
    },
    useCases: cases.map(({ useCase, chosen: isChosen }) => ({
      ...judgeUseCase(useCase, isChosen, read.facts),
      kit: adoption.kits.get(useCase.id)?.id ?? null,
      recipes: useCase.recipes,
      templates: useCase.templates,
      queries: useCase.queries,
    })),
    unused: unusedOf(chosen?.features ?? [], read.people, read.facts),
    nudges: plans.map(({ user, nudge, because, verdict }) => ({
      user,
      nudge: nudge.id,
      leadsTo: targetOf(nudge),
      because,
      verdict: verdict.kind,
      reason: verdict.reason,
      until: verdict.kind === 'defer' ? verdict.until.toISOString() : null,
    })),
    guides: chosen?.guides ?? null,
  };
}

function unusedOf(
  features: readonly string[],
  people: readonly UserUsage[],
  { today }: AdoptionFacts,
): AccountUse['unused'] {
  return features.flatMap((feature) => {
    const days = people.flatMap((person) => lastUse(person, feature, today) ?? []).sort();
    const lastUsedOn = days.at(-1) ?? null;
    const isRecent =
      lastUsedOn !== null && Date.parse(today) - Date.parse(lastUsedOn) < recentDays * 86_400_000;
    return isRecent ? [] : [{ feature, lastUsedOn }];
  });
}

/**
 * A champion kit, by its id or the use case that it is for.
 * @throws {HoldfastError} HF_NOT_FOUND with the kits that there are
 */
export function getChampionKit(ctx: RequestContext, name: string): ChampionKit {
  const kits = [...ctx.content.adoption.kits.values()];
  const found = kits.find(({ id, useCase }) => id === name || useCase === name);
  if (found) return found;
  throw new HoldfastError('HF_NOT_FOUND', `There is no champion kit '${name}'`, {
    next: `Use one of: ${kits.map(({ useCase }) => useCase).join(', ')}.`,
  });
}
