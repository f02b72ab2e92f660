import { lastThirtyDays, tuneRules } from '../../services/alerts/tune-rules.ts';
import type { RequestContext } from '../../services/context.ts';
import { tuningView } from '../../views/tuning-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs tuning`: what each rule was worth in the last thirty days. */
export async function tuning(ctx: RequestContext): Promise<View> {
  return tuningView(await tuneRules(ctx, lastThirtyDays(ctx.clock.now())));
}
