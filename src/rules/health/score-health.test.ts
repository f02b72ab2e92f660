import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFacts, anyWeights, sampleFacts, shippedProfile } from '../../../test/suites/sample-facts.ts';
import { type ComponentId, componentIds } from '../../domain/health.ts';
import type { HealthFacts } from '../../domain/health-facts.ts';
import { missingPolicies, type Profile } from '../../domain/profile.ts';
import { bandOf, type HealthScore, type SourceFacts, scoreHealth } from './score-health.ts';

const fresh: SourceFacts = { usageKnown: true, staleComponents: new Set() };

type Policy = (typeof missingPolicies)[number];

function profileWith(change: Partial<Record<ComponentId, { weight?: number; missing?: Policy }>>): Profile {
  const profile = shippedProfile();
  for (const id of componentIds) Object.assign(profile.components[id], change[id]);
  return profile;
}

/** Only the named components have weight. */
function weighing(weights: Partial<Record<ComponentId, number>>, missing: Policy = 'skip'): Profile {
  return profileWith(
    Object.fromEntries(componentIds.map((id) => [id, { weight: weights[id] ?? 0, missing }])),
  );
}

function partOf(score: HealthScore, id: ComponentId) {
  const component = score.components.find((candidate) => candidate.id === id);
  if (!component) throw new Error(`no component ${id}`);
  return component;
}

/** Billing 100, sponsor unknown, everything else 0 or unknown. */
const payer = sampleFacts({ invoicesEver: 1 });

describe('a score', () => {
  it('is the weighted mean of its components, each with its part', () => {
    const score = scoreHealth(payer, weighing({ adoption: 60, billing: 40 }), fresh);
    expect(score.hundredths).toBe(4_000);
    expect(partOf(score, 'billing')).toMatchObject({
      weight: 40,
      hundredths: 10_000,
      contributionHundredths: 4_000,
      effectiveWeightHundredths: 4_000,
    });
    expect(partOf(score, 'adoption')).toMatchObject({ hundredths: 0, contributionHundredths: 0 });
  });

  it('lists the seven components in their order', () => {
    expect(scoreHealth(payer, shippedProfile(), fresh).components.map(({ id }) => id)).toEqual(componentIds);
  });

  it('rounds half up, once, at the end', () => {
    // One day of use in six months is worth 13.33; with 100.00 for billing the mean is 56.665.
    const facts = { engagedDays28: 1, engagedDays84: 1, engagedDays168: 1, userWeeks12: 1, features84: 1 };
    const score = scoreHealth(
      sampleFacts({ ...facts, invoicesEver: 1 }),
      weighing({ adoption: 50, billing: 50 }),
      fresh,
    );
    expect(partOf(score, 'adoption').hundredths).toBe(1_333);
    expect(score.hundredths).toBe(5_667);
    expect(
      partOf(score, 'adoption').contributionHundredths + partOf(score, 'billing').contributionHundredths,
    ).toBe(5_667);
  });
});

describe('a missing input (B3)', () => {
  it('skip: its weight goes to the others', () => {
    const score = scoreHealth(payer, weighing({ sponsor: 60, billing: 40 }), fresh);
    expect(score.hundredths).toBe(10_000);
    expect(partOf(score, 'sponsor')).toMatchObject({
      hundredths: null,
      effectiveWeightHundredths: 0,
      contributionHundredths: 0,
    });
    expect(partOf(score, 'billing').effectiveWeightHundredths).toBe(10_000);
    expect(score.confidencePercent).toBe(40);
  });

  it('neutral: it counts as 50, and is still shown as unknown', () => {
    const score = scoreHealth(payer, weighing({ sponsor: 60, billing: 40 }, 'neutral'), fresh);
    expect(score.hundredths).toBe(7_000);
    expect(partOf(score, 'sponsor')).toMatchObject({ hundredths: null, contributionHundredths: 3_000 });
    expect(score.confidencePercent).toBe(40);
  });

  it('fail: there is no score and no band', () => {
    const score = scoreHealth(payer, weighing({ sponsor: 60, billing: 40 }, 'fail'), fresh);
    expect(score).toMatchObject({ hundredths: null, band: null, confidencePercent: 40 });
    expect(score.components.every(({ contributionHundredths }) => contributionHundredths === 0)).toBe(true);
  });

  it('fail on a component without weight changes nothing', () => {
    expect(scoreHealth(payer, weighing({ billing: 100 }, 'fail'), fresh).hundredths).toBe(10_000);
  });

  it('skip of everything that has weight leaves no score', () => {
    expect(scoreHealth(payer, weighing({ sponsor: 100 }), fresh)).toMatchObject({
      hundredths: null,
      band: null,
      confidencePercent: 0,
    });
  });
});

describe('the sources', () => {
  it('before anybody ever reported use, silence is unknown rather than 0', () => {
    const score = scoreHealth(payer, weighing({ adoption: 60, billing: 40 }), {
      ...fresh,
      usageKnown: false,
    });
    expect(score.hundredths).toBe(10_000);
    expect(partOf(score, 'adoption')).toMatchObject({
      hundredths: null,
      reason: expect.stringContaining('No source'),
    });
    expect(partOf(score, 'stickiness').hundredths).toBeNull();
  });

  it('a stale source lowers the confidence and leaves the score', () => {
    const stale = { usageKnown: true, staleComponents: new Set<ComponentId>(['adoption']) };
    const profile = weighing({ adoption: 60, billing: 40 });
    const score = scoreHealth(payer, profile, stale);
    expect(score.hundredths).toBe(scoreHealth(payer, profile, fresh).hundredths);
    expect(score.confidencePercent).toBe(40);
  });
});

describe('bands (B2)', () => {
  it.each([
    [0, 'red'],
    [3_999, 'red'],
    [4_000, 'amber'],
    [6_499, 'amber'],
    [6_500, 'green'],
    [9_999, 'green'],
    [10_000, 'green'],
  ] as const)('%d hundredths are %s', (hundredths, band) => {
    expect(bandOf(hundredths, shippedProfile())).toBe(band);
  });
});

describe('for any facts and any profile', () => {
  const anyProfile = fc
    .tuple(anyWeights, fc.array(fc.constantFrom(...missingPolicies), { minLength: 7, maxLength: 7 }))
    .map(([weights, policies]) =>
      profileWith(
        Object.fromEntries(
          componentIds.map((id, index) => [
            id,
            { weight: weights[index] ?? 0, missing: policies[index] ?? 'skip' },
          ]),
        ),
      ),
    );
  const anySources = fc
    .tuple(fc.boolean(), fc.subarray([...componentIds]))
    .map(([usageKnown, stale]): SourceFacts => ({ usageKnown, staleComponents: new Set(stale) }));

  function hold(
    check: (score: HealthScore, facts: HealthFacts, profile: Profile, sources: SourceFacts) => void,
  ) {
    fc.assert(
      fc.property(anyFacts, anyProfile, anySources, (facts, profile, sources) => {
        check(scoreHealth(facts, profile, sources), facts, profile, sources);
      }),
      { numRuns: 150 },
    );
  }

  function sum(values: readonly number[]): number {
    return values.reduce((total, value) => total + value, 0);
  }

  it('the contributions sum to the score exactly (A2)', () => {
    hold((score) => {
      const total = sum(score.components.map(({ contributionHundredths }) => contributionHundredths));
      expect(total).toBe(score.hundredths ?? 0);
    });
  });

  it('the effective weights total 100.00, or 0 without a score', () => {
    hold((score) => {
      const total = sum(score.components.map(({ effectiveWeightHundredths }) => effectiveWeightHundredths));
      expect(total).toBe(score.hundredths === null ? 0 : 10_000);
    });
  });

  it('each contribution is its weight times its value, to the hundredth', () => {
    hold((score, _, profile) => {
      if (score.hundredths === null) return;
      const counts = (id: ComponentId, value: number | null): number | null =>
        value ?? (profile.components[id].missing === 'neutral' ? 5_000 : null);
      const known = score.components.filter(({ id, hundredths }) => counts(id, hundredths) !== null);
      const weight = sum(known.map((component) => component.weight));
      for (const component of score.components) {
        const value = counts(component.id, component.hundredths);
        const exact = value === null ? 0 : (component.weight * value) / weight;
        expect(Math.abs(component.contributionHundredths - exact)).toBeLessThan(1);
      }
    });
  });

  it('the score is a whole number of hundredths from 0 to 10,000, with the band it falls in', () => {
    hold((score, _, profile) => {
      if (score.hundredths === null) return expect(score.band).toBeNull();
      expect(Number.isInteger(score.hundredths)).toBe(true);
      expect(score.hundredths).toBeGreaterThanOrEqual(0);
      expect(score.hundredths).toBeLessThanOrEqual(10_000);
      expect(score.band).toBe(bandOf(score.hundredths, profile));
    });
  });

  it('the confidence is the weight that is known and fresh', () => {
    hold((score, _, profile, sources) => {
      const known = score.components.filter(
        ({ id, hundredths }) => hundredths !== null && !sources.staleComponents.has(id),
      );
      expect(score.confidencePercent).toBe(sum(known.map(({ id }) => profile.components[id].weight)));
    });
  });

  it('the same facts give the same score', () => {
    hold((score, facts, profile, sources) => {
      expect(scoreHealth(structuredClone(facts), structuredClone(profile), sources)).toEqual(score);
    });
  });

  it('policies do not matter where every input is known', () => {
    const known = sampleFacts({
      invoicesEver: 1,
      sponsorDaysEver: 3,
      lastSponsorAge: 5,
      csatCount84: 1,
      csatSum84: 4,
      ticketsCreated84: 1,
      errorsEver: true,
      uses7: 5,
      baselineErrorRates: [1, 1, 1, 1, 1],
    });
    const scores = missingPolicies.map((missing) => {
      const all = Object.fromEntries(componentIds.map((id) => [id, { missing }]));
      return scoreHealth(known, profileWith(all), fresh);
    });
    expect(scores[0]?.confidencePercent).toBe(100);
    expect(scores[1]).toEqual(scores[0]);
    expect(scores[2]).toEqual(scores[0]);
  });
});
