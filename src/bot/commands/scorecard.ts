import type { ScorecardQuestion } from '../../rules/question/question.ts';
import type { RequestContext } from '../../services/context.ts';
import { getScorecard } from '../../services/metrics/get-scorecard.ts';
import { makeScorecardPack } from '../../services/metrics/make-scorecard-pack.ts';
import { packView } from '../../views/pack-view.ts';
import { scorecardView } from '../../views/scorecard-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs scorecard`, `/cs scorecard 2026-10`: a month of the base in figures; `/cs scorecard pack`: as files. */
export async function scorecard(ctx: RequestContext, { month, asPack }: ScorecardQuestion): Promise<View> {
  const input = month === null ? {} : { month };
  if (asPack) return packView(await makeScorecardPack(ctx, input));
  return scorecardView(await getScorecard(ctx, input));
}
