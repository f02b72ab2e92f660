import type { ServiceQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { memberNames } from '../../services/member-names.ts';
import { requireAccount } from '../../services/resolve-account.ts';
import { findRootCauses } from '../../services/sla/find-root-causes.ts';
import { getHypercare } from '../../services/sla/get-hypercare.ts';
import { getSla } from '../../services/sla/get-sla.ts';
import { hypercareView } from '../../views/hypercare-view.ts';
import { rootCausesView } from '../../views/root-causes-view.ts';
import { slaView } from '../../views/sla-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs sla [ACCOUNT]`, `/cs sla causes`, `/cs hypercare [ACCOUNT]`: what is promised, and how it stands. */
export async function service(ctx: RequestContext, question: ServiceQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  if (question.kind === 'causes') return rootCausesView(await findRootCauses(ctx), await memberNames(ctx));
  const account = question.account === '' ? undefined : await requireAccount(ctx, question.account);
  switch (question.kind) {
    case 'sla':
      return slaView(await getSla(ctx, { account }));
    case 'hypercare':
      return hypercareView(await getHypercare(ctx, { account }), await memberNames(ctx));
  }
}
