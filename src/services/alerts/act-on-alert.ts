import { type Alert, alertTextLength } from '../../domain/alert.ts';
import { oneLine } from '../../domain/one-line.ts';
import { HoldfastError } from '../../errors.ts';
import { type AlertCommand, decideAlert } from '../../rules/alert/decide-alert.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { alertCallView } from '../../views/alert-call-view.ts';
import { requireChangeable } from '../authorize.ts';
import { chatUserOf } from '../chat-user-of.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { type ProposeActionInput, proposeTogether } from '../propose-action.ts';

/** What somebody can do with an alert; who does it is whoever asks. */
export type AlertAct = WithoutActor<AlertCommand>;
type WithoutActor<C> = C extends { by: string } ? Omit<C, 'by'> : never;

/** The alert as it is after it, or why not. */
export type ActResult = { ok: true; alert: Alert } | { ok: false; reason: string; alert: Alert };

/**
 * Does one thing with an alert, in one transaction with its history and the audit. Whoever is given an alert by somebody
 * else hears of it alone, in the same transaction.
 * @throws {HoldfastError} HF_NOT_FOUND, HF_FORBIDDEN
 */
export async function actOnAlert(ctx: RequestContext, alertId: string, act: AlertAct): Promise<ActResult> {
  await requireChangeable(ctx, 'alerts');
  const messages = act.kind === 'assign' ? await callsTo(ctx, alertId, act.to) : [];
  let result: ActResult | null = null;
  try {
    await proposeTogether({ ...ctx, member: null }, messages, async (store) => {
      result = await actWithin(ctx, store, alertId, act);
      if (!result.ok) throw new Refused(result);
    });
  } catch (error) {
    if (error instanceof Refused) return error.result;
    throw error;
  }
  if (result === null) throw new Error('nothing was decided about the alert');
  return result;
}

/** Nothing of it is kept, and nobody is told. */
class Refused extends Error {
  readonly result: ActResult;
  constructor(result: ActResult) {
    super('refused');
    this.result = result;
  }
}

async function actWithin(
  ctx: RequestContext,
  store: StoreTransaction,
  alertId: string,
  act: AlertAct,
): Promise<ActResult> {
  const now = ctx.clock.now();
  const alert = await store.lockAlert(alertId);
  if (!alert) throw new HoldfastError('HF_NOT_FOUND', `There is no alert '${alertId}'`);
  if (act.kind === 'assign' && !(await store.findMember(act.to)))
    return { ok: false, reason: `Nobody here has the id '${act.to}'.`, alert };
  const decision = decideAlert(alert, { ...clean(act), by: actorOf(ctx) } as AlertCommand, now);
  if (!decision.ok) return { ...decision, alert };
  await store.writeAlerts([decision.alert], [decision.note]);
  const { what, detail } = decision.note;
  await store.appendAudit({
    at: now,
    actor: actorOf(ctx),
    action: `alert.${what}`,
    account: alert.account,
    detail: { alert: alertId, rule: alert.finding.rule, ...detail },
  });
  return { ok: true, alert: decision.alert };
}

/** The message to whom an alert is given; none where they take it themselves, or where no chat reaches them. */
async function callsTo(ctx: RequestContext, alertId: string, to: string): Promise<ProposeActionInput[]> {
  const members = await ctx.store.listMembers();
  const channel = chatUserOf(members.find(({ id }) => id === to) ?? null);
  const alert = await ctx.store.findAlert(alertId);
  if (alert === null || channel === null || to === actorOf(ctx)) return [];
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const by = ctx.member?.name ?? 'Holdfast';
  const view = alertCallView({ alerts: [{ alert: { ...alert, assignee: to }, why: 'assigned' }], names, by });
  return [{ kind: 'message.post', account: null, origin: 'system', params: { channel, view } }];
}

/** What people wrote, as it may stand on a card. */
function clean(act: AlertAct): AlertAct {
  if (act.kind === 'snooze') return { ...act, reason: oneLine(act.reason, alertTextLength) };
  if (act.kind === 'judge') return { ...act, note: oneLine(act.note ?? '', alertTextLength) || null };
  return act;
}
