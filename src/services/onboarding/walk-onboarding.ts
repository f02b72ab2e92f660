import type { Evidence } from '../../domain/health.ts';
import { mayChange } from '../../rules/access.ts';
import {
  type ExecutionCheck,
  type ExecutionStep,
  walkExecution,
} from '../../rules/onboarding/walk-execution.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { toEvidence } from '../evidence.ts';
import { getAccountHealth } from '../get-account-health.ts';
import type { MomentInput } from '../moment.ts';
import { knowOnboarding } from './get-onboarding.ts';

/** The seven steps for a new customer, each verified. */
export interface ExecutionWalk {
  account: { id: string; name: string };
  asOf: string;
  /** When somebody walked them before; null = nobody did */
  walkedBefore: { at: string; by: string } | null;
  /** Steps of which nothing is missing. */
  done: number;
  steps: (Omit<ExecutionStep, 'checks'> & {
    checks: (Omit<ExecutionCheck, 'evidence'> & { evidence: Evidence[] })[];
  })[];
}

/**
 * Walks the seven steps of the execution checklist and says what is missing. A walk of today by somebody who works on
 * onboardings is kept.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_SEQUENCE_UNKNOWN
 */
export async function walkOnboarding(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput = {},
): Promise<ExecutionWalk> {
  const known = await knowOnboarding(ctx, accountId, input);
  const { facts, asOf, knownAt } = known;
  const { account } = facts;
  const [health, owner, before] = await Promise.all([
    getAccountHealth(ctx, { accountId: account.id, ...(input.asOf ? { asOf, knownAt } : {}) }),
    account.owner === null ? null : ctx.store.findMember(account.owner),
    ctx.store.findLastWalk(account.id, asOf),
  ]);
  const steps = walkExecution({
    facts,
    checklist: known.checklist,
    ticked: known.ticked,
    friction: known.friction,
    invited: known.invited,
    ownerName: owner?.name ?? null,
    score: health.score,
  });
  if (!input.asOf && mayChange(ctx.member, 'onboarding')) await keepWalk(ctx, account.id, steps);
  return {
    account: { id: account.id, name: account.name },
    asOf: asOf.toISOString(),
    walkedBefore: before && { at: before.at.toISOString(), by: before.by },
    done: steps.filter(({ state }) => state === 'done').length,
    steps: steps.map(({ checks, ...step }) => ({
      ...step,
      checks: checks.map((check) => ({ ...check, evidence: check.evidence.map(toEvidence) })),
    })),
  };
}

async function keepWalk(
  ctx: RequestContext,
  account: string,
  steps: readonly ExecutionStep[],
): Promise<void> {
  const [by, at] = [actorOf(ctx), ctx.clock.now()];
  const found = steps.map(({ number, state, checks }) => ({
    number,
    state,
    missing: checks.filter((check) => check.state !== 'done').map(({ id }) => id),
  }));
  await ctx.store.transaction(async (store) => {
    await store.addExecutionWalk({ account, steps: found, by, at });
    const detail = { done: steps.filter(({ state }) => state === 'done').length };
    await store.appendAudit({ at, actor: by, action: 'onboarding.walked', account, detail });
  });
}
