import type { CohortQuestion } from '../../rules/question/question.ts';
import type { RequestContext } from '../../services/context.ts';
import { getCohorts } from '../../services/metrics/get-cohorts.ts';
import { cohortView } from '../../views/cohort-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs cohort`, `/cs cohort by use case`: how many customers stayed, and how they fare, by what they have in common. */
export async function cohort(ctx: RequestContext, { by, month }: CohortQuestion): Promise<View> {
  return cohortView(await getCohorts(ctx, { by: by ?? 'segment', ...(month === null ? {} : { month }) }));
}
