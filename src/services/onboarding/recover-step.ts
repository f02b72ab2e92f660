import { type RecoveryWay, recoveryWays } from '../../domain/onboarding.ts';
import { addDays, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { recoveryText } from '../../rules/onboarding/letter-texts.ts';
import { type Recoverable, recoverableSteps } from '../../rules/onboarding/recoverable-steps.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { findRecipients } from '../issues/find-recipients.ts';
import { type KnownOnboarding, knowOnboarding } from './get-onboarding.ts';
import { type OnceResult, proposeOnce } from './propose-once.ts';

/** How long whoever gets the task has for it. */
const taskDays = 2;

/**
 * Proposes one way out of a step that failed: run it again, write to the customer, or have a person look. The same way
 * out of the same step is proposed once a day.
 * @throws {HoldfastError} HF_NOT_FOUND when the step is not, or no longer, one that failed
 */
export async function recoverStep(
  ctx: RequestContext,
  { accountId, key, way }: { accountId: string; key: string; way: RecoveryWay },
): Promise<OnceResult> {
  await requireReadable(ctx, 'account', null);
  const known = await knowOnboarding(ctx, accountId);
  const step = recoverableSteps(known.outcomes, known.friction).find((one) => one.key === key);
  if (!step?.ways.includes(way) || !recoveryWays.includes(way))
    throw new HoldfastError(
      'HF_NOT_FOUND',
      `Nothing of ${known.facts.account.id} waits to be recovered as '${key}'`,
      {
        next: `See what does: onboarding ${known.facts.account.id}`,
      },
    );
  const today = utcDayOf(ctx.clock.now());
  const what = `recovery:${key}:${way}:${today}`;
  const { id: account } = known.facts.account;
  switch (way) {
    case 'retry':
      return await proposeOnce(ctx, { account, what, kind: 'job.retry', params: { job: step.job } });
    case 'template': {
      const to = await findRecipients(ctx, known.facts.account, []);
      if (to.length === 0) return nobody;
      const params = { to, ...recoveryText(step.title) };
      return await proposeOnce(ctx, { account, what, kind: 'message.customer', params });
    }
    case 'person':
      return await proposeOnce(ctx, {
        account,
        what,
        kind: 'task.create',
        params: await taskOf(ctx, known, step, today),
      });
  }
}

/** What is said where nobody can be written to. */
export const nobody: OnceResult = {
  ok: false,
  before: false,
  reason: 'Nobody with an address at its domains is known, so there is nobody to write to.',
};

async function taskOf(
  ctx: RequestContext,
  { facts }: KnownOnboarding,
  { title }: Recoverable,
  today: UtcDay,
): Promise<Record<string, string>> {
  const { owner } = facts.account;
  const isHere = owner !== null && (await ctx.store.findMember(owner)) !== null;
  return {
    title: `Onboarding: ${title}`
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .slice(0, 200)
      .toWellFormed(),
    dueOn: addDays(today, taskDays),
    ...(isHere ? { assignee: owner } : {}),
  };
}
