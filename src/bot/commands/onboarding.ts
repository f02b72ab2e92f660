import { invitationKinds, recoveryWays } from '../../domain/onboarding.ts';
import { endOfDay } from '../../domain/utc-day.ts';
import type { OnboardingQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { memberNames } from '../../services/member-names.ts';
import { getOnboarding, knowOnboarding } from '../../services/onboarding/get-onboarding.ts';
import { listOnboardings } from '../../services/onboarding/list-onboardings.ts';
import { proposeInvitation } from '../../services/onboarding/propose-invitation.ts';
import { recoverStep } from '../../services/onboarding/recover-step.ts';
import { reviewOnboarding } from '../../services/onboarding/review-onboarding.ts';
import { tickItem } from '../../services/onboarding/tick-item.ts';
import { walkOnboarding } from '../../services/onboarding/walk-onboarding.ts';
import { executionWalkView } from '../../views/execution-walk-view.ts';
import { type OnboardingTarget, readOnboardingButton } from '../../views/onboarding-button.ts';
import { onboardingListView } from '../../views/onboarding-list-view.ts';
import { onboardingReviewView } from '../../views/onboarding-review-view.ts';
import { onboardingView } from '../../views/onboarding-view.ts';
import { notProposedView, proposedView } from '../../views/proposed-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import type { Asked } from '../reply.ts';

/** `/cs onboarding acme`, `/cs onboarding acme review`, `/cs onboard acme`. */
export async function onboarding(
  ctx: RequestContext,
  accountId: string,
  question: OnboardingQuestion,
): Promise<View> {
  const moment = question.asOf === undefined ? {} : { asOf: endOfDay(question.asOf) };
  if (question.kind === 'onboard')
    return executionWalkView(await walkOnboarding(ctx, accountId, moment), await memberNames(ctx));
  if (!question.review)
    return onboardingView(await getOnboarding(ctx, accountId, moment), await memberNames(ctx));
  const known = await knowOnboarding(ctx, accountId, moment);
  return onboardingReviewView(known.facts.account.name, reviewOnboarding(known));
}

/** `/cs onboarding`: everybody who is in it. */
export async function onboardings(ctx: RequestContext, { asOf }: { asOf?: string }): Promise<View> {
  await requireReadable(ctx, 'account', null);
  const lines = await listOnboardings(ctx, asOf === undefined ? {} : { asOf: endOfDay(asOf) });
  return onboardingListView(lines, await memberNames(ctx));
}

type OnboardingClick = Extract<Asked, { kind: 'click' }>;

const clicks = new Set(['onboarding-recover', 'onboarding-invite', 'onboarding-tick']);

/** Whether a click asks for something of an onboarding. */
export function isOnboardingClick(asked: Asked): asked is OnboardingClick {
  return asked.kind === 'click' && clicks.has(asked.action);
}

/** What a button of an onboarding asks for: it proposes, or notes a person's word. */
export async function onboardingClick(
  ctx: RequestContext,
  { action, value }: OnboardingClick,
): Promise<View> {
  const target = readOnboardingButton(value);
  if (!target) return said('This button names no onboarding, so nothing was done.');
  switch (action) {
    case 'onboarding-recover':
      return await recover(ctx, target);
    case 'onboarding-invite':
      return await invite(ctx, target);
    default:
      await tickItem(ctx, { accountId: target.account, item: target.key, done: true });
      return said('Noted: it is done. It shows on the card the next time you open it.');
  }
}

async function recover(ctx: RequestContext, { account, key, way: asked }: OnboardingTarget): Promise<View> {
  const way = recoveryWays.find((one) => one === asked);
  if (!way) return said('This button names no way out, so nothing was done.');
  return outcomeView(await recoverStep(ctx, { accountId: account, key, way }));
}

async function invite(ctx: RequestContext, { account, key }: OnboardingTarget): Promise<View> {
  const kind = invitationKinds.find((one) => one === key);
  if (!kind) return said('This button names no invitation, so nothing was done.');
  return outcomeView(await proposeInvitation(ctx, { accountId: account, kind }));
}

function outcomeView(result: Awaited<ReturnType<typeof recoverStep>>): View {
  return result.ok ? proposedView(result.proposal) : notProposedView(result.reason);
}
