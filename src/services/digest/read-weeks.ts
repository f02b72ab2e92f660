import type { BandWeek, DigestAccount } from '../../domain/digest.ts';
import type { Band } from '../../domain/health.ts';
import type { Moment } from '../../domain/moment.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import type { RequestContext } from '../context.ts';
import { scoreDay } from '../score-day.ts';
import type { Contracts } from './read-scope.ts';

const weekMs = 7 * 86_400_000;
/** So many accounts may be scored for one picture: two weeks of them cost a digest half of its time. */
const scoresAtMost = 10_000;
const weeksAtMost = 12;

/** How many customers were in each band, week by week up to a moment; weeks before the first score of all are left out. */
export async function readWeeks(
  ctx: RequestContext,
  contracts: Contracts,
  accounts: readonly DigestAccount[],
  { asOf, knownAt }: Moment,
): Promise<BandWeek[]> {
  const count = Math.min(weeksAtMost, Math.floor(scoresAtMost / Math.max(1, accounts.length)));
  const weeks: BandWeek[] = [];
  for (let back = count - 1; back > 1; back--) {
    const at = new Date(asOf.getTime() - back * weekMs);
    const then = contracts.at(at);
    const bands = [...(await scoreDay(ctx, [...then.values()], at, knownAt)).values()].map(
      ({ score }) => score.band,
    );
    weeks.push(bandWeek(utcDayOf(at), bands));
  }
  for (const [back, moment] of [
    [1, 'before'],
    [0, 'now'],
  ] as const)
    weeks.push(
      bandWeek(
        utcDayOf(new Date(asOf.getTime() - back * weekMs)),
        accounts.map((account) => account[moment]?.band ?? null),
      ),
    );
  // Before anybody was scored there is nothing to see.
  const first = weeks.findIndex(({ green, amber, red }) => green + amber + red > 0);
  return first < 0 ? [] : weeks.slice(first);
}

function bandWeek(day: string, bands: readonly (Band | null)[]): BandWeek {
  const count = (wanted: Band): number => bands.filter((band) => band === wanted).length;
  return { day, green: count('green'), amber: count('amber'), red: count('red') };
}
