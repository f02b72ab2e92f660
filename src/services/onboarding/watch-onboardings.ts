import type { StoredEvent } from '../../domain/event.ts';
import { type CongratulationOccasion, congratulationText } from '../../rules/onboarding/letter-texts.ts';
import {
  eventsWithin,
  firstUses,
  followedDays,
  milestonesOf,
} from '../../rules/onboarding/onboarding-facts.ts';
import { dueInvitations, planInvitation } from '../../rules/onboarding/plan-invitations.ts';
import { onboardingNewsView } from '../../views/onboarding-news-view.ts';
import { chatUserOf } from '../chat-user-of.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl } from '../evidence.ts';
import { findRecipients } from '../issues/find-recipients.ts';
import type { KnownOnboarding } from './get-onboarding.ts';
import { knowOnboardings } from './list-onboardings.ts';
import { meetingTimesOf, proposePlanned } from './propose-invitation.ts';
import { proposeOnce } from './propose-once.ts';

/** What a run of the watch did. */
export interface WatchResult {
  accounts: number;
  congratulations: number;
  told: number;
  invitations: number;
}

/** Older news is none: what a history brings in is not congratulated on. */
const freshMs = 7 * 86_400_000;

/**
 * Looks at every onboarding: first login and first value are congratulated on and told to whoever looks after the account,
 * and invitations are proposed when their time comes. Each once, however often this runs.
 */
export async function watchOnboardings(ctx: RequestContext): Promise<WatchResult> {
  const result: WatchResult = { accounts: 0, congratulations: 0, told: 0, invitations: 0 };
  for (const known of await knowOnboardings(ctx)) {
    result.accounts++;
    for (const { occasion, record } of newsOf(known, ctx.clock.now())) {
      if (await congratulate(ctx, known, occasion)) result.congratulations++;
      if (await tellOwner(ctx, known, occasion, record)) result.told++;
    }
    result.invitations += await invite(ctx, known);
  }
  return result;
}

interface News {
  occasion: CongratulationOccasion;
  record: StoredEvent;
}

function newsOf({ facts }: KnownOnboarding, now: Date): News[] {
  const events = eventsWithin(facts, { from: 0, to: followedDays });
  const [login] = firstUses(events);
  const [value] = milestonesOf(events, 'first_value');
  const news = [
    ...(login ? [{ occasion: 'first-login' as const, record: login }] : []),
    ...(value ? [{ occasion: 'first-value' as const, record: value }] : []),
  ];
  return news.filter(({ record }) => now.getTime() - record.event.at.getTime() <= freshMs);
}

async function congratulate(
  ctx: RequestContext,
  { facts, proposals }: KnownOnboarding,
  occasion: CongratulationOccasion,
): Promise<boolean> {
  const what = `congratulation:${occasion}`;
  if (proposals.some((before) => before.what === what)) return false;
  const to = await findRecipients(ctx, facts.account, []);
  if (to.length === 0) return false;
  const params = { to, ...congratulationText(occasion) };
  return (await proposeOnce(ctx, { account: facts.account.id, what, kind: 'message.customer', params })).ok;
}

async function tellOwner(
  ctx: RequestContext,
  { facts, proposals }: KnownOnboarding,
  occasion: CongratulationOccasion,
  { seq, event }: StoredEvent,
): Promise<boolean> {
  const what = `told:${occasion}`;
  const { id, name, owner } = facts.account;
  if (owner === null || proposals.some((before) => before.what === what)) return false;
  const channel = chatUserOf(await ctx.store.findMember(owner));
  if (channel === null) return false;
  const view = onboardingNewsView({
    account: { id, name },
    occasion,
    at: event.at.toISOString(),
    url: eventUrl(seq),
  });
  return (await proposeOnce(ctx, { account: id, what, kind: 'message.post', params: { channel, view } })).ok;
}

async function invite(ctx: RequestContext, { facts, day, invited }: KnownOnboarding): Promise<number> {
  let proposed = 0;
  const times = meetingTimesOf(ctx, facts.account);
  for (const kind of dueInvitations(facts, day)) {
    if (invited.has(kind)) continue;
    const planned = planInvitation(kind, facts.account, facts.asOf, times);
    if ((await proposePlanned(ctx, facts.account, planned)).ok) proposed++;
  }
  return proposed;
}
