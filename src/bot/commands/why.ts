import { explainChange } from '../../services/explain-change.ts';
import { whyView } from '../../views/why-view.ts';
import type { AccountCommand } from './command.ts';

/** `/cs why acme since 1 Nov`, "why did Acme drop between 1 and 15 November?" */
export const why: AccountCommand<{ since: string | null; until?: string }> = async (
  ctx,
  accountId,
  question,
) =>
  whyView(await explainChange(ctx, { accountId, since: question.since ?? undefined, until: question.until }));
