import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { reportFriction } from '../../services/friction/report-friction.ts';
import { memberNames } from '../../services/member-names.ts';
import { frictionView } from '../../views/friction-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs friction`: what bothers customers most this week, who mends it and until when, and who was told. */
export async function friction(ctx: RequestContext): Promise<View> {
  await requireReadable(ctx, 'account', null);
  return frictionView(await reportFriction(ctx), await memberNames(ctx));
}
