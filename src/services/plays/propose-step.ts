import { fillVariables } from '../../copilot/fill-macro.ts';
import type { Account } from '../../domain/account.ts';
import type { StepOf } from '../../domain/playbook.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { findRecipients } from '../issues/find-recipients.ts';
import { readMacroValues } from '../macro-values.ts';
import { type ProposeActionInput, proposeAction } from '../propose-action.ts';
import { type Matter, noteRefusal } from '../remember-refusals.ts';
import { afterMove, decideMove, type KnownPlay, writeMove } from './move-play.ts';

/** What became of a step's proposal. */
export type ProposedStep =
  | { kind: 'proposed'; known: KnownPlay; proposalId: string }
  /** Somebody else was faster: nothing was proposed. */
  | { kind: 'moved' }
  /** It cannot be proposed; the reason is a sentence. */
  | { kind: 'refused'; reason: string };

/**
 * Proposes the e-mail of a draft step, on behalf of the installation: the idea is the playbook's, so every person who
 * may approve such a message may approve this one.
 */
export async function proposeDraft(
  ctx: RequestContext,
  known: KnownPlay,
  step: StepOf<'draft'>,
  account: Account,
): Promise<ProposedStep> {
  const own = { ...ctx, member: null };
  const values = await readMacroValues(own, { account: account.id, ticket: null, issue: null });
  const [subject, body] = [fillVariables(step.subject, values), fillVariables(step.body, values)];
  const [missing] = [...subject.missing, ...body.missing];
  if (missing !== undefined) return { kind: 'refused', reason: `No record says what {{${missing}}} is` };
  const to = await findRecipients(own, account, []);
  if (to.length === 0)
    return { kind: 'refused', reason: 'Nobody with an address at the domains of the account is known' };
  const params = { to, subject: subject.text.trim(), body: body.text.trim() };
  return await proposeStep(own, known, step.id, { kind: 'message.customer', params, origin: 'agent' });
}

/** Proposes the offer of an approval step, on behalf of the person who asks: nothing grants money by itself. */
export async function proposeOffer(
  ctx: RequestContext,
  known: KnownPlay,
  step: StepOf<'approval'>,
): Promise<ProposedStep> {
  const { id, version } = known.play.recipe;
  const params = {
    percent: step.percent,
    reason: `${step.reason} (playbook ${id}, version ${version})`,
    expiresOn: addDays(utcDayOf(ctx.clock.now()), step.expires_days),
  };
  return await proposeStep(ctx, known, step.id, { kind: step.action, params });
}

/** As what a refusal of a step is remembered. */
export function matterOf({ play }: KnownPlay, step: string): Matter {
  return ['play', play.id, step];
}

/** Another worker proposed this step in the meantime. */
class StepMoved extends Error {}

/** The step notes its proposal in the transaction that makes it: a process that ends in between did neither or both. */
async function proposeStep(
  ctx: RequestContext,
  known: KnownPlay,
  step: string,
  action: Pick<ProposeActionInput, 'kind' | 'params' | 'origin'>,
): Promise<ProposedStep> {
  let after: KnownPlay | null = null;
  try {
    const result = await proposeAction(ctx, {
      ...action,
      account: known.play.account,
      also: async (store, proposal) => {
        const by = ctx.member?.id ?? 'system';
        const command = { kind: 'propose' as const, step, by, proposalId: proposal.id };
        const decided = decideMove(known, command, ctx.clock.now());
        if (!decided.ok || !(await writeMove(store, decided.move))) throw new StepMoved();
        after = afterMove(decided.move);
      },
    });
    if (!result.ok) {
      await noteRefusal(ctx, matterOf(known, step), result);
      return { kind: 'refused', reason: result.reason };
    }
    return after ? { kind: 'proposed', known: after, proposalId: result.proposal.id } : { kind: 'moved' };
  } catch (error) {
    if (error instanceof StepMoved) return { kind: 'moved' };
    if (error instanceof HoldfastError && error.code === 'HF_ACTION_INVALID')
      return { kind: 'refused', reason: error.message };
    throw error;
  }
}
