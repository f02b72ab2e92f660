import type { CountedFacts } from '../../domain/health-facts.ts';
import type { Rollup } from '../../domain/rollup.ts';

/** One day of one account, with its number since 1970. */
export interface DayRow {
  number: number;
  rollup: Rollup;
}

type EngagementFacts = Pick<
  CountedFacts,
  | 'engagedDays28'
  | 'engagedDays84'
  | 'engagedDays168'
  | 'lastEngagedAge'
  | 'thirdEngagedAge'
  | 'engagedWeeks12'
  | 'uses7'
  | 'errors7'
  | 'baselineErrorRates'
  | 'ticketsCreated28'
  | 'ticketsCreated84'
  | 'ticketsUrgent28'
  | 'csatSum84'
  | 'csatCount84'
  | 'npsPromoters168'
  | 'npsDetractors168'
  | 'npsCount168'
  | 'sponsorDays84'
>;

/** No window of these reaches further back. Days. */
const longestWindow = 180;
const mostPermille = 1_000_000;

/** What is summed over days. @param days - oldest first; @param today - the day's number */
export function engagementFacts(days: readonly DayRow[], today: number): EngagementFacts {
  const facts: EngagementFacts = {
    engagedDays28: 0,
    engagedDays84: 0,
    engagedDays168: 0,
    lastEngagedAge: null,
    thirdEngagedAge: null,
    engagedWeeks12: 0,
    uses7: 0,
    errors7: 0,
    baselineErrorRates: [],
    ticketsCreated28: 0,
    ticketsCreated84: 0,
    ticketsUrgent28: 0,
    csatSum84: 0,
    csatCount84: 0,
    npsPromoters168: 0,
    npsDetractors168: 0,
    npsCount168: 0,
    sponsorDays84: 0,
  };
  const weeks = new Set<number>();
  let engaged = 0;
  for (let index = days.length - 1; index >= 0; index--) {
    const row = days[index];
    if (!row || today - row.number >= longestWindow) break;
    const age = today - row.number;
    if (age < 0) continue;
    addDay(facts, row.rollup, age);
    if (!isEngaged(row.rollup)) continue;
    engaged++;
    if (engaged === 1) facts.lastEngagedAge = age;
    if (engaged === 3) facts.thirdEngagedAge = age;
    if (age < 28) facts.engagedDays28++;
    if (age < 84) {
      facts.engagedDays84++;
      weeks.add(Math.floor(age / 7));
    }
    if (age < 168) facts.engagedDays168++;
  }
  facts.engagedWeeks12 = weeks.size;
  return facts;
}

function isEngaged({ actions, ticketsCreated, sponsorTouches }: Rollup): boolean {
  return actions > 0 || ticketsCreated > 0 || sponsorTouches > 0;
}

function addDay(facts: EngagementFacts, rollup: Rollup, age: number): void {
  if (age < 7) {
    facts.uses7 += rollup.actions;
    facts.errors7 += rollup.errors;
  }
  if (age >= 7 && age <= 34 && rollup.actions > 0)
    facts.baselineErrorRates.push(
      Math.min(Math.floor((rollup.errors * 1_000) / rollup.actions), mostPermille),
    );
  if (age < 28) {
    facts.ticketsCreated28 += rollup.ticketsCreated;
    facts.ticketsUrgent28 += rollup.ticketsUrgent;
  }
  if (age < 84) {
    facts.ticketsCreated84 += rollup.ticketsCreated;
    facts.csatSum84 += rollup.csatSum;
    facts.csatCount84 += rollup.csatCount;
    if (rollup.sponsorTouches > 0) facts.sponsorDays84++;
  }
  if (age < 168) {
    facts.npsPromoters168 += rollup.npsPromoters;
    facts.npsDetractors168 += rollup.npsDetractors;
    facts.npsCount168 += rollup.npsCount;
  }
}
