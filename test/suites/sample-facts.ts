import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Account } from '../../src/domain/account.ts';
import type { HealthFacts } from '../../src/domain/health-facts.ts';
import { type Profile, profileSchema } from '../../src/domain/profile.ts';
import { emptyContract } from '../../src/rules/contract.ts';

/** An account of which nothing is contracted. */
export function sampleAccount(change: Partial<Account> = {}): Account {
  return { ...emptyContract('acme'), id: 'acme', firstSeenOn: '2025-01-01', ...change };
}

/** Facts of an account in which nothing ever happened. */
export function sampleFacts(change: Partial<HealthFacts> = {}): HealthFacts {
  return {
    account: sampleAccount(),
    asOfDay: '2026-11-21',
    engagedDays28: 0,
    engagedDays84: 0,
    engagedDays168: 0,
    lastEngagedAge: null,
    thirdEngagedAge: null,
    engagedWeeks12: 0,
    users7: 0,
    users28: 0,
    powerUsers28: 0,
    userWeeks12: 0,
    dauWauPermille: 0,
    features84: 0,
    uses7: 0,
    errors7: 0,
    baselineErrorRates: [],
    errorsEver: false,
    ticketsCreated28: 0,
    ticketsCreated84: 0,
    ticketsUrgent28: 0,
    ticketsOpen: 0,
    csatSum84: 0,
    csatCount84: 0,
    npsPromoters168: 0,
    npsDetractors168: 0,
    npsCount168: 0,
    sponsorDaysEver: 0,
    sponsorDays84: 0,
    lastSponsorAge: null,
    invoicesEver: 0,
    overdueDays: 0,
    failedPayments84: 0,
    expansionsWon365: 0,
    ...change,
  };
}

/** The shipped profile for accounts past their first half year, read as a file rather than through the loader. */
export function shippedProfile(): Profile {
  return structuredClone(shipped);
}

const shipped = profileSchema.parse(
  parse(readFileSync(new URL('../../profiles/default.yaml', import.meta.url), 'utf8')),
);

const small = fc.nat({ max: 200 });
const age = fc.option(fc.nat({ max: 179 }), { nil: null });

/** Facts of any shape, consistent or not: a score must hold for all of them. */
export const anyFacts: fc.Arbitrary<HealthFacts> = fc
  .record({
    engagedDays28: fc.nat({ max: 28 }),
    engagedDays84: fc.nat({ max: 84 }),
    engagedDays168: fc.nat({ max: 168 }),
    lastEngagedAge: age,
    thirdEngagedAge: age,
    engagedWeeks12: fc.nat({ max: 12 }),
    users7: small,
    users28: small,
    powerUsers28: small,
    userWeeks12: fc.nat({ max: 2_000 }),
    dauWauPermille: fc.nat({ max: 1_000 }),
    features84: fc.nat({ max: 50 }),
    uses7: fc.nat({ max: 100_000 }),
    errors7: fc.nat({ max: 100_000 }),
    baselineErrorRates: fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 28 }),
    errorsEver: fc.boolean(),
    ticketsCreated28: small,
    ticketsCreated84: small,
    ticketsUrgent28: small,
    ticketsOpen: small,
    csatCount84: fc.nat({ max: 20 }),
    npsPromoters168: fc.nat({ max: 20 }),
    npsDetractors168: fc.nat({ max: 20 }),
    sponsorDaysEver: fc.nat({ max: 50 }),
    sponsorDays84: fc.nat({ max: 84 }),
    lastSponsorAge: fc.option(fc.nat({ max: 400 }), { nil: null }),
    invoicesEver: fc.nat({ max: 5 }),
    overdueDays: fc.nat({ max: 400 }),
    failedPayments84: fc.nat({ max: 5 }),
    seats: fc.option(fc.nat({ max: 500 }), { nil: null }),
    csatMean: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ seats, csatMean, ...counted }) =>
    sampleFacts({
      ...counted,
      account: sampleAccount({ seats }),
      csatSum84: counted.csatCount84 * csatMean,
      npsCount168: counted.npsPromoters168 + counted.npsDetractors168,
    }),
  );

/** Weights that total 100, in the order of the components. */
export const anyWeights: fc.Arbitrary<number[]> = fc
  .array(fc.nat({ max: 100 }), { minLength: 6, maxLength: 6 })
  .map((cuts) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), 100];
    return edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
  });
