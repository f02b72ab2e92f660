import { utcDayOf } from '../../domain/utc-day.ts';
import { type FrictionCause, rankFriction } from '../../rules/onboarding/rank-friction.ts';
import { frictionPostView } from '../../views/friction-post-view.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { chatUserOf } from '../tell-once.ts';
import { knowOnboardings } from './list-onboardings.ts';
import { allAccounts, proposeOnce } from './propose-once.ts';

/** Source: seeds, "Weekly top-10 friction fixes with owners/ship dates". */
const causesAtMost = 10;

/** The open causes of friction over all onboardings, the worst first. */
export async function listFriction(ctx: RequestContext): Promise<FrictionCause[]> {
  const known = await knowOnboardings(ctx);
  const entries = known.flatMap(({ facts, friction }) =>
    friction.map((entry) => ({ ...entry, account: facts.account.id })),
  );
  return rankFriction(entries, causesAtMost);
}

/**
 * Sends every manager the week's ten worst causes of friction, with who mends each until when: what has nobody is to be
 * routed. Once for each week and manager.
 * @param slot - the instant that the post stands for
 */
export async function postFriction(
  ctx: RequestContext,
  slot: Date,
): Promise<{ causes: number; told: number }> {
  const causes = await listFriction(ctx);
  if (causes.length === 0) return { causes: 0, told: 0 };
  const view = frictionPostView({ on: utcDayOf(slot), causes }, await memberNames(ctx));
  let told = 0;
  for (const member of await ctx.store.listMembers()) {
    const channel = member.role === 'manager' ? chatUserOf(member) : null;
    if (channel === null) continue;
    const what = `friction:${utcDayOf(slot)}:${member.id}`;
    const post = { account: allAccounts, what, kind: 'message.post' as const, params: { channel, view } };
    if ((await proposeOnce(ctx, post)).ok) told++;
  }
  return { causes: causes.length, told };
}
