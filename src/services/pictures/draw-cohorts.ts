import type { Canvas, Chart } from '../../charts/chart.ts';
import { drawHeatMap } from '../../charts/heat-map.ts';
import { drawRetention } from '../../charts/retention.ts';
import type { Cohort, Cohorts } from '../../domain/cohort.ts';
import { cohortTitle } from '../../views/cohort-view.ts';
import type { RequestContext } from '../context.ts';
import { getCohorts } from '../metrics/get-cohorts.ts';
import type { ScorecardInput } from '../metrics/metric-moment.ts';

const rowsAtMost = 12;
/** Each month where there is room, and fewer on a phone. */
const wide = [0, 1, 2, 3, 4, 5, 6, 9, 12, 18, 24];
const narrow = [0, 3, 6, 12, 24];
/** More lines than these nobody tells apart. */
const linesAtMost = 5;

/** How the customers who stayed are drawn: a cell for each month, or a line for each cohort. */
export const cohortPictures = ['map', 'lines'] as const;
export type CohortPicture = (typeof cohortPictures)[number];

/** Draws how many customers of each cohort stayed, by months since their start. @throws {HoldfastError} HF_USAGE */
export async function drawCohortPicture(
  ctx: RequestContext,
  picture: CohortPicture,
  input: ScorecardInput & { by: string },
  canvas: Canvas,
): Promise<Chart> {
  const cohorts = await getCohorts(ctx, input);
  const title = `${cohortTitle(cohorts)}: customers kept, by months since their start`;
  const longest = cohorts.whole.retention.at(-1)?.month ?? 0;
  if (picture === 'lines') {
    const months = Array.from({ length: longest + 1 }, (_, month) => month);
    const groups = rowsOf(largest(cohorts, linesAtMost), linesAtMost, months).map(({ label, values }) => ({
      label,
      percents: values,
    }));
    return await drawRetention({ title, periods: months.map(nameOf), groups }, canvas);
  }
  const months = ((canvas.width ?? 640) < 480 ? narrow : wide).filter((month) => month <= longest);
  const rows = rowsOf(cohorts, rowsAtMost, months);
  return await drawHeatMap({ title, columns: months.map(nameOf), rows, unit: '%' }, canvas);
}

/** Those of which there are most, in the order of all. */
function largest(all: Cohorts, atMost: number): Cohorts {
  const most = new Set(all.cohorts.toSorted((one, other) => other.accounts - one.accounts).slice(0, atMost));
  return { ...all, cohorts: all.cohorts.filter((cohort) => most.has(cohort)) };
}

/** The first cohorts, and everybody. */
function rowsOf({ cohorts, whole }: Cohorts, atMost: number, months: readonly number[]) {
  return [...cohorts.slice(0, atMost), whole].map((cohort) => ({
    label: cohort.label,
    values: months.map((month) => percentAt(cohort, month)),
  }));
}

function nameOf(month: number): string {
  return month === 0 ? 'start' : `${month} m`;
}

function percentAt({ retention }: Cohort, month: number): number | null {
  const cell = retention.find((one) => one.month === month);
  return cell ? Math.round((1_000 * cell.kept) / cell.of) / 10 : null;
}
