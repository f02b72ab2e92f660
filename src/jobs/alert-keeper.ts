import { postAlerts } from '../services/alerts/post-alerts.ts';
import { type ReplaceMessage, redrawAlerts } from '../services/alerts/redraw-alerts.ts';
import type { Services } from '../services/context.ts';
import { type Loop, startLoop } from './loop.ts';

const idleMs = 2_000;
const failedMs = 5_000;
/** In a pass, so one edit a second. */
const editsAtMost = idleMs / 1_000;

/** Posts the cards of alerts as they are raised, and draws them anew as they change, until it is stopped. */
export function startAlertKeeper(services: Services, replace: ReplaceMessage): Loop {
  const ctx = { ...services, member: null };
  return startLoop({
    pass: async () => {
      await postAlerts(ctx);
      await redrawAlerts(ctx, replace, editsAtMost);
      return false;
    },
    idleMs,
    failedMs,
    onError: (error) =>
      services.log.error({ err: error }, 'cards of alerts could not be shown; trying again'),
  });
}
