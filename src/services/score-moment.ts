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
 * @param profileVersion - `id@version`: days under the profile of that id use that version, others the one in force;
 * when the profile is not the one of the moment's day at all, every day uses it ("what if"); a bare version stands
 * for that version of whichever profile applies, where it has one; default: the profiles in force
 * @returns days without any event yet are absent
 */
export async function scoreDays(
  ctx: RequestContext,
  moment: Moment,
  days: readonly UtcDay[],
  profileVersion?: string,
): Promise<Map<UtcDay, ScoredDay>> {
  const { asOf, knownAt, account } = moment;
  const [lastByType, counted] = await Promise.all([
    ctx.store.latestByType(sourceTypes(ctx.content.customTypes), { asOf, knownAt }),
    moment.countFacts(days),
  ]);
  const choice = readChoice(profileVersion, applicableProfile(ctx, account, moment.asOfDay));
  const profiles = new Map<string, Profile>();
  const scored = new Map<UtcDay, ScoredDay>();
  for (const [day, counts] of counted) {
    const applicable = applicableProfile(ctx, account, day);
    const profile = profiles.get(applicable.id) ?? (await chooseProfile(ctx, applicable, choice));
    profiles.set(applicable.id, profile);
    const facts: HealthFacts = { ...counts, account };
    const sources = judgeSources(lastByType, ctx.content.customTypes, profile, asOf);
    scored.set(day, { facts, profile, sources, score: scoreHealth(facts, profile, sources) });
  }
  return scored;
}

/** Which version of which profile was asked for. */
interface ProfileChoice {
  id: string | null; // null = of whichever profile applies
  version: string;
  /** The profile of the moment's own day; it has to have the version, those of earlier stages need not. */
  ofMoment: string;
  /** Another profile than the one that applies is tried on every day. */
  whatIf: boolean;
}

function readChoice(text: string | undefined, applicable: Profile): ProfileChoice | null {
  if (text === undefined) return null;
  const ofMoment = applicable.id;
  const [id, version] = text.split('@');
  if (version === undefined) return { id: null, version: text, ofMoment, whatIf: false };
  return { id: id ?? '', version, ofMoment, whatIf: id !== ofMoment };
}

function applicableProfile(ctx: RequestContext, account: Account, day: UtcDay): Profile {
  const stage = lifecycleStage(account, day);
  const profile = selectProfile(ctx.content.profiles, account.segment, stage);
  if (!profile) throw new HoldfastError('HF_PROFILE_INVALID', `No profile covers stage ${stage}`);
  return profile;
}

async function chooseProfile(
  ctx: RequestContext,
  applicable: Profile,
  choice: ProfileChoice | null,
): Promise<Profile> {
  if (!choice || (choice.id !== null && choice.id !== applicable.id && !choice.whatIf)) return applicable;
  const id = choice.id ?? applicable.id;
  const inForce = ctx.content.profiles.find((profile) => profile.id === id);
  if (inForce && String(inForce.version) === choice.version) return inForce;
  const kept = await ctx.store.listProfileVersions();
  const found = kept.find((profile) => profile.id === id && profile.version === choice.version);
  if (found) return parseStoredProfile(found.body);
  if (choice.id === null && applicable.id !== choice.ofMoment) return applicable;
  const known = [...new Set(kept.map((profile) => `${profile.id}@${profile.version}`))].join(', ');
  throw new HoldfastError('HF_PROFILE_UNKNOWN', `Unknown profile version '${id}@${choice.version}'`, {
    next: `Use one of: ${known || 'none is stored yet'}.`,
  });
}
