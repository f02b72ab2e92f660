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
import type { Moment } from './moment.ts';

/** A day's score with what it was computed from. */
export interface ScoredDay {
  facts: HealthFacts;
  profile: Profile;
  sources: SourceState;
  score: HealthScore;
}

/**
 * Scores several days of one account, each under the profile of its stage on that day.
 * @param profileVersion - `id@version`, or a version of the profile that applies; default: the profiles in force
 * @returns days without any event yet are absent
 */
export async function scoreDays(
  ctx: RequestContext,
  moment: Moment,
  days: readonly UtcDay[],
  profileVersion?: string,
): Promise<Map<UtcDay, ScoredDay>> {
  const { asOf, knownAt, account } = moment;
  const lastByType = await ctx.store.latestByType(sourceTypes(ctx.content.customTypes), { asOf, knownAt });
  const counted = await moment.countFacts(days);
  const profiles = new Map<string, Profile>();
  const scored = new Map<UtcDay, ScoredDay>();
  for (const [day, counts] of counted) {
    const stage = lifecycleStage(account, day);
    const profile = profiles.get(stage) ?? (await chooseProfile(ctx, account.segment, stage, profileVersion));
    profiles.set(stage, profile);
    const facts: HealthFacts = { ...counts, account };
    const sources = judgeSources(lastByType, ctx.content.customTypes, profile, asOf);
    scored.set(day, { facts, profile, sources, score: scoreHealth(facts, profile, sources) });
  }
  return scored;
}

async function chooseProfile(
  ctx: RequestContext,
  segment: string | null,
  stage: Parameters<typeof selectProfile>[2],
  version: string | undefined,
): Promise<Profile> {
  const applicable = selectProfile(ctx.content.profiles, segment, stage);
  if (!applicable) throw new HoldfastError('HF_PROFILE_INVALID', `No profile covers stage ${stage}`);
  if (version === undefined || version === String(applicable.version)) return applicable;
  const [id, number] = version.includes('@') ? version.split('@') : [applicable.id, version];
  const inForce = ctx.content.profiles.find(
    (profile) => profile.id === id && String(profile.version) === number,
  );
  if (inForce) return inForce;
  const kept = await ctx.store.listProfileVersions();
  const found = kept.find((profile) => profile.id === id && profile.version === number);
  if (found) return parseStoredProfile(found.body);
  const known = [...new Set(kept.map((profile) => `${profile.id}@${profile.version}`))].join(', ');
  throw new HoldfastError('HF_PROFILE_UNKNOWN', `Unknown profile version '${version}'`, {
    next: `Use one of: ${known || 'none is stored yet'}.`,
  });
}
