import type { AdoptionQuestion } from '../../rules/question/question.ts';
import { getAdoption, getChampionKit } from '../../services/adoption/get-adoption.ts';
import { reportNudges } from '../../services/adoption/report-nudges.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { adoptionView } from '../../views/adoption-view.ts';
import { kitView } from '../../views/kit-view.ts';
import { nudgeReportView } from '../../views/nudge-report-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs adoption acme` */
export async function adoption(ctx: RequestContext, accountId: string): Promise<View> {
  return adoptionView(await getAdoption(ctx, accountId));
}

/** `/cs nudges`, `/cs kit maintenance` */
export async function adoptionMaterial(
  ctx: RequestContext,
  question: Exclude<AdoptionQuestion, { account: string }>,
): Promise<View> {
  await requireReadable(ctx, 'account', null);
  return question.kind === 'nudges'
    ? nudgeReportView(await reportNudges(ctx))
    : kitView(getChampionKit(ctx, question.useCase));
}
