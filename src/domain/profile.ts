import { z } from 'zod';
import { lifecycleStages } from './account.ts';
import { bands, type ComponentId, componentIds } from './health.ts';
import { isUtcDay } from './utc-day.ts';

/**
 * The signals that each component reads, in the order of its formula. A profile gives every one of them a curve.
 */
export const componentSignals = {
  adoption: [
    'engagedDays28',
    'engagedDays84',
    'engagedDays168',
    'userWeeks12',
    'seatSharePermille',
    'features84',
  ],
  stickiness: ['lastEngagedAge', 'thirdEngagedAge', 'engagedWeeks12', 'dauWauPermille'],
  errors: ['errorRatePercentOfBaseline'],
  support: ['ticketsPer100Users'],
  sentiment: ['csatHundredths', 'npsScore'],
  sponsor: ['lastSponsorAge', 'sponsorDays84'],
  billing: ['overdueDays', 'failedPayments84'],
} as const satisfies Record<ComponentId, readonly string[]>;

export type SignalId = (typeof componentSignals)[ComponentId][number];

/**
 * Points of a curve, [signal, points 0–100], signal strictly ascending. Between two points the value is on the
 * straight line; outside it is the nearest end. Each point belongs to itself: there is no gap and no overlap.
 */
const curveSchema = z
  .array(z.tuple([z.int(), z.int().min(0).max(100)]))
  .min(2)
  .refine(
    (points) => points.every((point, index) => index === 0 || point[0] > (points[index - 1]?.[0] ?? 0)),
    'the first numbers must ascend strictly, or two points claim the same place',
  );
export type Curve = z.infer<typeof curveSchema>;

/** What a component without input does: leave its weight to the others, count as 50, or leave no score at all. */
export const missingPolicies = ['skip', 'neutral', 'fail'] as const;

const componentSchema = z.strictObject({
  weight: z.int().min(0).max(100),
  missing: z.enum(missingPolicies).default('skip'),
  curves: z.record(z.string(), curveSchema),
});

const bandSchema = z.strictObject({
  id: z.enum(bands),
  /** Inclusive. */
  from: z.int().min(0).max(100),
  /** Exclusive, except 100, which belongs to the last band. */
  below: z.int().min(0).max(100),
});

const segment = z
  .string()
  .min(1)
  .refine(
    (name) => name !== 'any',
    'write segments: any, without a list, for all that no other profile names',
  );

/** Weights and thresholds for accounts of some segments and lifecycle stages. */
export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes'),
  version: z.int().min(1),
  author: z.string().min(1).max(200),
  changedOn: z.string().refine(isUtcDay, 'a date as YYYY-MM-DD'),
  description: z.string().max(2000),
  appliesTo: z.strictObject({
    /** `any` takes every segment that no other profile names for the stage. */
    segments: z.union([z.literal('any'), z.array(segment).min(1)]),
    stages: z.array(z.enum(lifecycleStages)).min(1),
  }),
  bands: z.array(bandSchema).length(bands.length),
  /** After how many hours without anything from anybody a signal's source counts as stale. */
  staleAfterHours: z.record(z.string(), z.int().min(1)).default({}),
  components: z.strictObject(
    Object.fromEntries(componentIds.map((id) => [id, componentSchema])) as Record<
      ComponentId,
      typeof componentSchema
    >,
  ),
});
export type Profile = z.infer<typeof profileSchema>;

/** Something wrong with a profile, and where in the file. */
export interface ProfileProblem {
  path: (string | number)[];
  reason: string;
}

/** What the schema cannot say: weights total 100, bands leave no gap and no overlap, every signal has its curve. */
export function findProfileProblem(profile: Profile): ProfileProblem | null {
  const total = componentIds.reduce((sum, id) => sum + profile.components[id].weight, 0);
  if (total !== 100)
    return { path: ['components'], reason: `the weights total ${total}; they must total 100` };
  return findBandProblem(profile) ?? findCurveProblem(profile);
}

function findBandProblem(profile: Profile): ProfileProblem | null {
  let reached = 0;
  for (const [index, band] of profile.bands.entries()) {
    if (band.id !== bands[index]) {
      return {
        path: ['bands', index, 'id'],
        reason: `bands go ${bands.join(', ')}, from the lowest score up`,
      };
    }
    if (band.from > reached) return gapOrOverlap(index, `no band covers ${reached} to ${band.from}`);
    if (band.from < reached) return gapOrOverlap(index, `two bands cover ${band.from} to ${reached}`);
    if (band.below <= band.from)
      return gapOrOverlap(index, `the band ends at ${band.below}, not after its start ${band.from}`);
    reached = band.below;
  }
  if (reached === 100) return null;
  return gapOrOverlap(profile.bands.length - 1, `no band covers ${reached} to 100`);
}

function gapOrOverlap(index: number, reason: string): ProfileProblem {
  return { path: ['bands', index], reason };
}

function findCurveProblem(profile: Profile): ProfileProblem | null {
  for (const id of componentIds) {
    const known: readonly string[] = componentSignals[id];
    const given = Object.keys(profile.components[id].curves);
    const path = ['components', id, 'curves'];
    const missing = known.find((signal) => !given.includes(signal));
    if (missing) return { path, reason: `the curve of ${missing} is missing` };
    const unknown = given.find((signal) => !known.includes(signal));
    if (unknown) {
      return {
        path: [...path, unknown],
        reason: `${id} has no signal '${unknown}'; it has ${known.join(', ')}`,
      };
    }
  }
  return null;
}
