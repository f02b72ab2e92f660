import { type DueNudge, dueNudges } from '../../rules/adoption/due-nudges.ts';
import { chosenUseCase } from '../../rules/adoption/judge-use-case.ts';
import { type NudgePlan, planNudges } from '../../rules/adoption/plan-nudges.ts';
import { zoneOf } from '../../rules/adoption/quiet-hours.ts';
import type { RequestContext } from '../context.ts';
import type { AccountAdoption } from './read-adoption.ts';

/** What is planned for the users of an account. */
export interface AccountPlan {
  plans: NudgePlan[];
  /** Users of this account that have a deferred nudge, with its id. */
  deferred: ReadonlyMap<string, string>;
  /** Turns that the account ever had: a plan made of fewer is old. */
  turns: number;
}

const dayMs = 86_400_000;

/** Every nudge that the use of an account speaks for, whether its people may get it or not. */
export function dueAt(
  { content: { adoption } }: RequestContext,
  { account, people, facts: { today } }: AccountAdoption,
): DueNudge[] {
  const features = chosenUseCase(adoption.useCases, account.useCase)?.features;
  return dueNudges(people, adoption.nudges, features ? new Set(features) : null, today);
}

/** Decides about every nudge that is due at an account now; nothing is written. */
export async function planAccount(
  ctx: RequestContext,
  adoption: AccountAdoption,
  roomForWaiting: number,
): Promise<AccountPlan> {
  const { account, people, productSends } = adoption;
  const { nudges, settings } = ctx.content.adoption;
  const now = ctx.clock.now();
  const turns = await ctx.store.countNudgeTurns(account.id);
  const longest = Math.max(30, ...nudges.map((nudge) => nudge.cool_down_days));
  const decisions = await ctx.store.listNudgeDecisions(account.id, new Date(now.getTime() - longest * dayMs));
  const ours = new Set(decisions.map(({ proposalId }) => proposalId));
  const optedOut = await ctx.store.findNudgeOptOuts(people.map(({ user }) => user));
  const plans = planNudges(
    {
      account: account.id,
      zone: zoneOf(settings, account.region, ctx.content.sla.workingHours.zone),
      settings,
      roomForWaiting,
      due: dueAt(ctx, adoption),
      optedOut: new Set(optedOut),
      decisions,
      otherSends: productSends.filter(({ nudgeId }) => !ours.has(nudgeId)),
    },
    now,
  );
  const deferred = decisions.filter(({ outcome }) => outcome === 'deferred');
  return { plans, turns, deferred: new Map(deferred.map(({ user, nudge }) => [user, nudge])) };
}
