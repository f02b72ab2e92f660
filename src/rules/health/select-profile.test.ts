import { describe, expect, it } from 'vitest';
import { shippedProfile } from '../../../test/suites/sample-facts.ts';
import type { LifecycleStage } from '../../domain/account.ts';
import type { Profile } from '../../domain/profile.ts';
import { selectProfile } from './select-profile.ts';

function profile(id: string, segments: 'any' | string[], stages: LifecycleStage[]): Profile {
  return { ...shippedProfile(), id, appliesTo: { segments, stages } };
}

const profiles = [
  profile('everyone', 'any', ['onboarding', 'adoption', 'retention', 'expansion']),
  profile('enterprise', ['enterprise', 'public sector'], ['retention', 'expansion']),
];

describe('the profile of a segment in a stage (B10)', () => {
  it.each([
    ['smb', 'retention', 'everyone'],
    ['enterprise', 'retention', 'enterprise'],
    ['public sector', 'expansion', 'enterprise'],
    ['enterprise', 'onboarding', 'everyone'],
    [null, 'retention', 'everyone'],
    ['any', 'retention', 'everyone'],
    ['Enterprise', 'retention', 'everyone'],
  ] as const)('segment %j in %s has %s', (segment, stage, id) => {
    expect(selectProfile(profiles, segment, stage)?.id).toBe(id);
    expect(selectProfile([...profiles].reverse(), segment, stage)?.id).toBe(id);
  });

  it('is null where no profile covers the stage', () => {
    expect(selectProfile(profiles.slice(1), 'smb', 'retention')).toBeNull();
    expect(selectProfile([], 'smb', 'retention')).toBeNull();
  });
});
