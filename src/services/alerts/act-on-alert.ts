import type { Alert } from '../../domain/alert.ts';
import { HoldfastError } from '../../errors.ts';
import { type AlertCommand, decideAlert } from '../../rules/alert/decide-alert.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';

/** What somebody can do with an alert; who does it is whoever asks. */
export type AlertAct = WithoutActor<AlertCommand>;
type WithoutActor<C> = C extends { by: string } ? Omit<C, 'by'> : never;

/** The alert as it is after it, or why not. */
export type ActResult = { ok: true; alert: Alert } | { ok: false; reason: string; alert: Alert };

/**
 * Does one thing with an alert, in one transaction with its history and the audit.
 * @throws {HoldfastError} HF_NOT_FOUND, HF_FORBIDDEN
 */
export async function actOnAlert(ctx: RequestContext, alertId: string, act: AlertAct): Promise<ActResult> {
  await requireChangeable(ctx, 'alerts');
  const now = ctx.clock.now();
  return await ctx.store.transaction(async (store) => {
    const alert = await store.lockAlert(alertId);
    if (!alert) throw new HoldfastError('HF_NOT_FOUND', `There is no alert '${alertId}'`);
    if (act.kind === 'assign' && !(await store.findMember(act.to)))
      return { ok: false, reason: `Nobody here has the id '${act.to}'.`, alert };
    const decision = decideAlert(alert, { ...act, by: actorOf(ctx) } as AlertCommand, now);
    if (!decision.ok) return { ...decision, alert };
    await store.writeAlerts([decision.alert], [decision.note]);
    const { what, detail } = decision.note;
    await store.appendAudit({
      ...{ at: now, actor: actorOf(ctx), action: `alert.${what}`, account: alert.account },
      detail: { alert: alertId, rule: alert.finding.rule, ...detail },
    });
    return { ok: true, alert: decision.alert };
  });
}
