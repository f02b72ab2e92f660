import type { Canvas, Chart } from '../../charts/chart.ts';
import { drawHeatMap } from '../../charts/heat-map.ts';
import type { Cohort } from '../../domain/cohort.ts';
import { cohortTitle } from '../../views/cohort-view.ts';
import type { RequestContext } from '../context.ts';
import { getCohorts } from '../metrics/get-cohorts.ts';
import type { ScorecardInput } from '../metrics/metric-moment.ts';

const rowsAtMost = 12;
/** Each month where there is room, and fewer on a phone. */
const wide = [0, 1, 2, 3, 4, 5, 6, 9, 12, 18, 24];
const narrow = [0, 3, 6, 12, 24];

/** Draws how many customers of each cohort stayed, by months since their start. @throws {HoldfastError} HF_USAGE */
export async function drawCohortPicture(
  ctx: RequestContext,
  input: ScorecardInput & { by: string },
  canvas: Canvas,
): Promise<Chart> {
  const cohorts = await getCohorts(ctx, input);
  const longest = cohorts.whole.retention.at(-1)?.month ?? 0;
  const months = ((canvas.width ?? 640) < 480 ? narrow : wide).filter((month) => month <= longest);
  const shown = [...cohorts.cohorts.slice(0, rowsAtMost), cohorts.whole];
  return await drawHeatMap(
    {
      title: `${cohortTitle(cohorts)}: customers kept, by months since their start`,
      columns: months.map((month) => (month === 0 ? 'start' : `${month} m`)),
      rows: shown.map((cohort) => ({
        label: cohort.label,
        values: months.map((month) => percentAt(cohort, month)),
      })),
      unit: '%',
    },
    canvas,
  );
}

function percentAt({ retention }: Cohort, month: number): number | null {
  const cell = retention.find((one) => one.month === month);
  return cell ? Math.round((1_000 * cell.kept) / cell.of) / 10 : null;
}
