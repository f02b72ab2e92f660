import { digestOf } from '../domain/canonical-json.ts';
import type { ProposeResult } from '../guardrail/propose.ts';
import type { RequestContext } from './context.ts';

/** Somewhat less than a day, so that what runs once a day asks each time. */
export const refusedForMs = 23 * 3_600_000;

/** What the clock asks for again and again, until it is done: the same words are the same matter. */
export type Matter = readonly [kind: 'play' | 'nudge' | 'onboarding' | 'digest', ...about: string[]];

/**
 * Whether the clock was refused this less than a day ago, under the policies that are in force: asking again would write one
 * refusal after the other into the audit. A person may ask whenever they like.
 */
export async function wasRefused(ctx: RequestContext, matter: Matter): Promise<boolean> {
  if (ctx.member !== null) return false;
  const refusal = await ctx.store.findProposalRefusal(digestOf(matter));
  if (refusal === null || refusal.policyVersion !== ctx.door.policies().version) return false;
  return ctx.clock.now().getTime() - refusal.at.getTime() < refusedForMs;
}

/** Remembers what policy said no to, or what was not right. Where too many wait already, the next look asks again. */
export async function noteRefusal(
  ctx: RequestContext,
  matter: Matter,
  { refusal }: { refusal: Extract<ProposeResult, { ok: false }>['refusal'] | 'invalid' },
): Promise<void> {
  if (ctx.member !== null || refusal === 'flood') return;
  const policyVersion = ctx.door.policies().version;
  await ctx.store.noteProposalRefusal({ what: digestOf(matter), policyVersion, at: ctx.clock.now() });
}
