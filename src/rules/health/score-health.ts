import { type Band, type ComponentId, componentIds } from '../../domain/health.ts';
import type { HealthFacts } from '../../domain/health-facts.ts';
import type { Profile } from '../../domain/profile.ts';
import {
  type Combination,
  type ComponentJudgement,
  type ComponentVerdict,
  type Curves,
  unknownBecause,
} from './component.ts';
import { components } from './components/index.ts';

/** Changes whenever the same facts and profile would give another score; stored with every score. */
export const scorerVersion = '1';

/** What is known about the sources as a whole, as of the same moment as the facts. */
export interface SourceFacts {
  /** Whether use was ever reported, by anybody; without it silence cannot be told from no source. */
  usageKnown: boolean;
  /** Components that stand on a stale source. */
  staleComponents: ReadonlySet<ComponentId>;
}

/** A component's verdict with its part of the score, all in hundredths. */
export interface ScoredComponent extends ComponentVerdict {
  id: ComponentId;
  weight: number;
  /** Share of 100.00 among those that count; 0 when it does not count. */
  effectiveWeightHundredths: number;
  contributionHundredths: number;
}

/** The score of one account, in hundredths of a point. */
export interface HealthScore {
  hundredths: number | null; // null = not one component is known, or one that must be is not
  band: Band | null; // null = no score
  /** Hundredths of the profile's weight that is known and fresh, 0–100. */
  confidencePercent: number;
  components: ScoredComponent[];
}

/** What counts in place of a missing input where a profile says "neutral". */
const neutralHundredths = 5_000;

/**
 * Scores one account: each component judged by its curves, weighted, missing ones left out and the rest renormalised.
 * Contributions are rounded so that they sum to the score exactly (largest remainder).
 */
export function scoreHealth(facts: HealthFacts, profile: Profile, sources: SourceFacts): HealthScore {
  const verdicts = components.map((component) => ({
    id: component.id,
    weight: profile.components[component.id].weight,
    ...judge(component.id, facts, profile, sources),
  }));
  const failed = verdicts.some(
    (verdict) =>
      verdict.hundredths === null && verdict.weight > 0 && profile.components[verdict.id].missing === 'fail',
  );
  const counting = verdicts.map((verdict) => countedHundredths(verdict, profile));
  const totalWeight = sum(verdicts.map((verdict, index) => (counting[index] === null ? 0 : verdict.weight)));
  if (failed || totalWeight === 0) {
    const idle = verdicts.map((verdict) => ({
      ...verdict,
      effectiveWeightHundredths: 0,
      contributionHundredths: 0,
    }));
    return {
      hundredths: null,
      band: null,
      confidencePercent: confidence(verdicts, sources),
      components: idle,
    };
  }
  const products = verdicts.map((verdict, index) => verdict.weight * (counting[index] ?? 0));
  const hundredths = roundHalfUp(sum(products), totalWeight);
  const contributions = apportion(products, totalWeight, hundredths);
  const shares = apportion(
    verdicts.map((verdict, index) => (counting[index] === null ? 0 : verdict.weight * 10_000)),
    totalWeight,
    10_000,
  );
  return {
    hundredths,
    band: bandOf(hundredths, profile),
    confidencePercent: confidence(verdicts, sources),
    components: verdicts.map((verdict, index) => ({
      ...verdict,
      effectiveWeightHundredths: shares[index] ?? 0,
      contributionHundredths: contributions[index] ?? 0,
    })),
  };
}

/** The band of a score: from inclusive, below exclusive, 100 in the last. */
export function bandOf(hundredths: number, profile: Profile): Band {
  const band = profile.bands.find((candidate) => hundredths < candidate.below * 100);
  return band?.id ?? profile.bands.at(-1)?.id ?? 'green';
}

/** A judgement with the way in which its readings become the value. */
export interface ExplainedComponent extends ComponentJudgement {
  combines: Combination;
}

/** Judges one component as `scoreHealth` does, and keeps the readings. */
export function explainComponent(
  id: ComponentId,
  facts: HealthFacts,
  profile: Profile,
  sources: SourceFacts,
): ExplainedComponent {
  const component = components[componentIds.indexOf(id)];
  if (!component) return { ...unknownBecause('Not computed.'), combines: 'mean' };
  if ((id === 'adoption' || id === 'stickiness') && !sources.usageKnown) {
    return { ...unknownBecause('No source has reported any use yet.'), combines: component.combines };
  }
  const curves = profile.components[id].curves as Curves;
  return { ...component.judge(facts, curves), combines: component.combines };
}

/** A stored score keeps the verdict; its readings can be had again from the same facts. */
function judge(
  id: ComponentId,
  facts: HealthFacts,
  profile: Profile,
  sources: SourceFacts,
): ComponentVerdict {
  const { hundredths, reason } = explainComponent(id, facts, profile, sources);
  return { hundredths, reason };
}

/** What a component counts as: its value, or what its profile puts in place of a missing one; null = it is left out. */
export function countedHundredths(
  verdict: { id: ComponentId; hundredths: number | null },
  profile: Profile,
): number | null {
  if (verdict.hundredths !== null) return verdict.hundredths;
  return profile.components[verdict.id].missing === 'neutral' ? neutralHundredths : null;
}

function confidence(
  verdicts: readonly { id: ComponentId; weight: number; hundredths: number | null }[],
  sources: SourceFacts,
): number {
  return sum(
    verdicts.map(({ id, weight, hundredths }) =>
      hundredths === null || sources.staleComponents.has(id) ? 0 : weight,
    ),
  );
}

/** Splits `total` by the exact quotients product / divisor: floors first, the rest to the largest remainders. */
function apportion(products: readonly number[], divisor: number, total: number): number[] {
  const parts = products.map((product) => Math.floor(product / divisor));
  const order = products
    .map((product, index) => ({ index, remainder: product % divisor }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = total - sum(parts);
  for (const { index } of order) {
    if (left <= 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    left--;
  }
  return parts;
}

function roundHalfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
