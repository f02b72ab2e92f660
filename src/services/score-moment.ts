import type { Account } from '../domain/account.ts';
import type { HealthFacts } from '../domain/health-facts.ts';
import type { Profile } from '../domain/profile.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { type HealthScore, scoreHealth } from '../rules/health/score-health.ts';
import { selectProfile } from '../rules/health/select-profile.ts';
import { judgeSources, type SourceState, sourceTypes } from '../rules/health/sources.ts';
import { lifecycleStage } from '../rules/lifecycle.ts';
import type { RequestContext } from './context.ts';
import { parseStoredProfile } from './keep-profiles.ts';
import type { AccountMoment } from './moment.ts';

/** A day's score with what it was computed from. */
export interface ScoredDay {
  facts: HealthFacts;
  profile: Profile;
  sources: SourceState;
  score: HealthScore;
}

/** A version of a profile that was asked for in place of what is in force. */
export interface PinnedProfile {
  id: string;
  version: string;
  /** Another profile than the one of the moment's day: it is tried on every day. */
  whatIf: boolean;
}

/**
 * Reads which profile was asked for: `id@version`, or a version of the profile that applies on the moment's day.
 * @returns null when it is what is in force anyway
 */
export function pinProfile(
  ctx: RequestContext,
  moment: AccountMoment,
  text: string | undefined,
): PinnedProfile | null {
  if (text === undefined) return null;
  const applicable = applicableProfile(ctx, moment.account, moment.asOfDay);
  const [id = '', version] = text.includes('@') ? text.split('@') : [applicable.id, text];
  if (id === applicable.id && version === String(applicable.version)) return null;
  return { id, version: version ?? '', whatIf: id !== applicable.id };
}

/**
 * Scores several days of one account, each under the profile of its stage on that day, as the configuration has it.
 * Days under a pinned profile use the pinned version; a "what if" profile is used on every day.
 * @returns days without any event yet are absent
 * @throws {HoldfastError} HF_PROFILE_UNKNOWN when the pinned version was never in force
 */
export async function scoreDays(
  ctx: RequestContext,
  moment: AccountMoment,
  days: readonly UtcDay[],
  pinned: PinnedProfile | null = null,
): Promise<Map<UtcDay, ScoredDay>> {
  const { asOf, knownAt, account } = moment;
  const [lastByType, counted, asked] = await Promise.all([
    ctx.store.latestByType(sourceTypes(ctx.content.customTypes), { asOf, knownAt }),
    moment.countFacts(days),
    pinned ? readPinned(ctx, pinned) : null,
  ]);
  const scored = new Map<UtcDay, ScoredDay>();
  for (const [day, counts] of counted) {
    const applicable = applicableProfile(ctx, account, day);
    const profile = asked && (pinned?.whatIf || asked.id === applicable.id) ? asked : applicable;
    const facts: HealthFacts = { ...counts, account };
    const sources = judgeSources(lastByType, ctx.content.customTypes, profile, asOf);
    scored.set(day, { facts, profile, sources, score: scoreHealth(facts, profile, sources) });
  }
  return scored;
}

function applicableProfile(ctx: RequestContext, account: Account, day: UtcDay): Profile {
  const stage = lifecycleStage(account, day);
  const profile = selectProfile(ctx.content.profiles, account.segment, stage);
  if (!profile) throw new HoldfastError('HF_PROFILE_INVALID', `No profile covers stage ${stage}`);
  return profile;
}

async function readPinned(ctx: RequestContext, { id, version }: PinnedProfile): Promise<Profile> {
  const inForce = ctx.content.profiles.find((profile) => profile.id === id);
  if (inForce && String(inForce.version) === version) return inForce;
  const kept = await ctx.store.listProfileVersions();
  const found = kept.find((profile) => profile.id === id && profile.version === version);
  if (found) return parseStoredProfile(found.body);
  const known = [...new Set(kept.map((profile) => `${profile.id}@${profile.version}`))].join(', ');
  throw new HoldfastError('HF_PROFILE_UNKNOWN', `Unknown profile version '${id}@${version}'`, {
    next: `Use one of: ${known || 'none is stored yet'}.`,
  });
}
