import { endOfDay, type UtcDay } from '../../domain/utc-day.ts';
import { getAccountHealth } from '../../services/get-account-health.ts';
import { healthView } from '../../views/health-view.ts';
import type { AccountCommand } from './command.ts';

/** `/cs health acme`, `/cs health acme --as-of 2026-10-01`, "how is Acme doing?" */
export const health: AccountCommand<{ asOf?: UtcDay | undefined }> = async (ctx, accountId, { asOf }) =>
  healthView(
    await getAccountHealth(ctx, { accountId, asOf: asOf === undefined ? undefined : endOfDay(asOf) }),
  );
