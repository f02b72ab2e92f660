import { getAccountHealth } from '../../services/get-account-health.ts';
import { healthView } from '../../views/health-view.ts';
import type { AccountCommand } from './command.ts';

/** `/cs health acme`, "how is Acme doing?" */
export const health: AccountCommand<unknown> = async (ctx, accountId) =>
  healthView(await getAccountHealth(ctx, { accountId }));
