import type { LifecycleStage } from '../../domain/account.ts';
import type { Profile } from '../../domain/profile.ts';

/**
 * The one profile for a segment in a stage: one that names the segment, else the one for any.
 * Loading has made sure that there is exactly one.
 */
export function selectProfile(
  profiles: readonly Profile[],
  segment: string | null,
  stage: LifecycleStage,
): Profile | null {
  const ofStage = profiles.filter((profile) => profile.appliesTo.stages.includes(stage));
  const named = ofStage.find(
    ({ appliesTo }) =>
      segment !== null && appliesTo.segments !== 'any' && appliesTo.segments.includes(segment),
  );
  return named ?? ofStage.find(({ appliesTo }) => appliesTo.segments === 'any') ?? null;
}
