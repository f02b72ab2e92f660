import { type RawBuilder, sql } from 'kysely';
import { type ComponentId, componentIds } from '../src/domain/health.ts';
import type { Curve, Profile, SignalId } from '../src/domain/profile.ts';
import { utcDayOf } from '../src/domain/utc-day.ts';
import { healthFactsStatement } from '../src/store/health-facts.ts';
import type { Bench } from './stores.ts';

/** Signals as SQL over the columns of the counting statement. */
const signals: Readonly<Partial<Record<SignalId, string>>> = {
  lastEngagedAge: 'coalesce("lastEngagedAge", 180)',
  thirdEngagedAge: 'coalesce("thirdEngagedAge", 180)',
  errorRatePercentOfBaseline: `100 * (1000 * "errors7" / nullif("uses7", 0)) / greatest(10, (
    select rate from unnest("baselineErrorRates") as rate order by rate offset (95 * cardinality("baselineErrorRates") + 99) / 100 - 1 limit 1))`,
  ticketsPer100Users: '100 * "ticketsCreated28" / greatest(1, "users28")',
  csatHundredths: '100 * "csatSum84" / nullif("csatCount84", 0)',
  npsScore: '100 * ("npsPromoters168" - "npsDetractors168") / nullif("npsCount168", 0)',
};

/** How each component combines its curves, and when it is known; the bench's accounts have no seats. */
const formulas: Readonly<
  Record<ComponentId, { value: (points: (signal: SignalId) => string) => string; known: string }>
> = {
  adoption: {
    value: (of) =>
      `(${of('engagedDays28')} + ${of('engagedDays84')} + ${of('engagedDays168')} + ${of('userWeeks12')} + ${of('features84')}) / 5`,
    known: 'true',
  },
  stickiness: {
    value: (of) =>
      `(2 * ${of('lastEngagedAge')} + 2 * ${of('thirdEngagedAge')} + ${of('engagedWeeks12')} + ${of('dauWauPermille')}) / 6`,
    known: 'true',
  },
  errors: {
    value: (of) => of('errorRatePercentOfBaseline'),
    known: '"errorsEver" and "uses7" > 0 and cardinality("baselineErrorRates") >= 5',
  },
  support: { value: (of) => of('ticketsPer100Users'), known: '"ticketsCreated84" > 0' },
  sentiment: {
    value: (of) =>
      `(coalesce(${of('csatHundredths')}, 0) + coalesce(${of('npsScore')}, 0)) / nullif(("csatCount84" > 0)::integer + ("npsCount168" > 0)::integer, 0)`,
    known: '"csatCount84" + "npsCount168" > 0',
  },
  sponsor: {
    value: (of) => `(${of('lastSponsorAge')} + ${of('sponsorDays84')}) / 2`,
    known: '"lastSponsorAge" is not null and "sponsorDaysEver" >= 3',
  },
  billing: {
    value: (of) => `least(${of('overdueDays')}, ${of('failedPayments84')})`,
    known: '"invoicesEver" > 0',
  },
};

/** The bare score of every account in hundredths, computed by one SQL statement: the peer of the scorer. */
export async function bareScores(
  bench: Bench,
  accountIds: readonly string[],
  asOf: Date,
  profile: Profile,
): Promise<Map<string, number>> {
  const asOfDay = utcDayOf(asOf);
  const statement = bareScoreStatement(
    accountIds.map((account) => ({ account, asOfDay })),
    profile,
  );
  const { rows } = await statement.execute(bench.database.queries);
  return new Map(rows.map((row) => [row.account_id, row.score]));
}

function bareScoreStatement(
  points: readonly { account: string; asOfDay: string }[],
  profile: Profile,
): RawBuilder<{ account_id: string; score: number }> {
  const weighted = componentIds.map((id) => {
    const { curves, weight } = profile.components[id];
    const value = formulas[id].value((signal) =>
      curveSql(curves[signal] ?? [], signals[signal] ?? `"${signal}"`),
    );
    return {
      product: `case when ${formulas[id].known} then ${weight} * (${value}) else 0 end`,
      weight: `case when ${formulas[id].known} then ${weight} else 0 end`,
    };
  });
  const sum = weighted.map(({ product }) => product).join(' + ');
  const total = weighted.map(({ weight }) => weight).join(' + ');
  return sql`select account_id, ((2 * (${sql.raw(sum)}) + (${sql.raw(total)})) / (2 * (${sql.raw(total)})))::integer as score
    from (${healthFactsStatement(points)}) as facts`;
}

/** A curve as SQL: hundredths of a point, straight between the knots. */
function curveSql(curve: Curve, signal: string): string {
  const first = curve[0] ?? [0, 0];
  const cases = [`when (${signal}) <= ${first[0]} then ${first[1] * 100}`];
  for (let index = 1; index < curve.length; index++) {
    const [fromX, fromY] = curve[index - 1] ?? first;
    const [toX, toY] = curve[index] ?? first;
    cases.push(
      `when (${signal}) <= ${toX} then (100 * (${fromY} * (${toX} - (${signal})) + ${toY} * ((${signal}) - ${fromX}))) / ${toX - fromX}`,
    );
  }
  return `(case when (${signal}) is null then null ${cases.join(' ')} else ${(curve.at(-1)?.[1] ?? 0) * 100} end)`;
}
