import type { Alert } from '../../domain/alert.ts';
import type { Proposal } from '../../domain/proposal.ts';
import { HoldfastError } from '../../errors.ts';
import { decideAlert } from '../../rules/alert/decide-alert.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { proposeAction } from '../propose-action.ts';
import { recommendPlay } from './recommend-play.ts';

/** The play is on its way, or waits for somebody's yes; or why not. */
export type RunResult =
  | { ok: true; alert: Alert; proposal: Proposal; play: { action: string; first: string } }
  | { ok: false; reason: string };

/** The alert changed between the look at it and the proposal. */
class Overtaken extends Error {}

/**
 * Starts the recommended playbook of an alert: a proposal like any other, written with the alert in one transaction, so
 * that two who press at once start one play.
 * @throws {HoldfastError} HF_NOT_FOUND, HF_FORBIDDEN
 */
export async function runPlay(ctx: RequestContext, alertId: string): Promise<RunResult> {
  await requireChangeable(ctx, 'alerts');
  const alert = await ctx.store.findAlert(alertId);
  if (!alert) throw new HoldfastError('HF_NOT_FOUND', `There is no alert '${alertId}'`);
  const play = await recommendPlay(ctx, alert);
  if (!play) return { ok: false, reason: 'No playbook fits this alert.' };
  const now = ctx.clock.now();
  let changed = alert;
  let refusal = '';
  try {
    const result = await proposeAction(ctx, {
      kind: 'playbook.start',
      account: alert.account,
      params: { playbook: play.id },
      also: async (store, proposal) => {
        const current = await store.lockAlert(alertId);
        const command = {
          kind: 'play',
          by: actorOf(ctx),
          playbook: play.action,
          proposalId: proposal.id,
        } as const;
        const decision = current && decideAlert(current, command, now);
        if (!decision?.ok) {
          refusal = decision?.reason ?? 'It is gone.';
          throw new Overtaken();
        }
        changed = decision.alert;
        await store.writeAlerts([decision.alert], [decision.note]);
      },
    });
    return result.ok
      ? { ok: true, alert: changed, proposal: result.proposal, play }
      : { ok: false, reason: result.reason };
  } catch (error) {
    if (error instanceof Overtaken) return { ok: false, reason: refusal };
    throw error;
  }
}
