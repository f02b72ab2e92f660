import type { Proposal } from '../domain/proposal.ts';
import { HoldfastError } from '../errors.ts';
import { readButton } from '../guardrail/button.ts';
import { type DecideResult, decide, type PersonsDecision } from '../guardrail/decide.ts';
import { prepareAction } from '../guardrail/prepare-action.ts';
import { verifyRecord } from '../guardrail/verify-record.ts';
import { actorOf, type RequestContext } from './context.ts';
import { requireNothingInternal } from './internal-words.ts';
import { completeAttachments } from './packs/complete-attachments.ts';
import { completePlaybook, keepPlaybook } from './plays/complete-playbook.ts';

export interface DecideInput {
  id: string;
  /** The version that the person saw; null = whatever is in force */
  version: number | null;
  verb: PersonsDecision['verb'];
  /** Needed to reject, cancel and settle. */
  reason?: string | undefined;
  /** The edited parameters. */
  params?: unknown;
  /** What really happened, to settle. */
  outcome?: 'done' | 'failed' | undefined;
}

const longestReason = 1_000;

/**
 * Decides a proposal on behalf of the member who asks. A refusal is a value with its reason.
 * @throws {HoldfastError} HF_FORBIDDEN for the installation itself: a person decides. HF_ACTION_INVALID for an edit
 * that does not fit, HF_USAGE where a reason or outcome is missing
 */
export async function decideOn(ctx: RequestContext, input: DecideInput): Promise<DecideResult> {
  const { member } = ctx;
  if (!member) {
    await recordRefused(ctx, input, null, 'nobody');
    throw new HoldfastError('HF_FORBIDDEN', 'A person decides, and nobody was named', {
      next: 'Say who decides, for example: --as manager1.',
    });
  }
  const decision = await decisionOf(ctx, input);
  if ('ok' in decision) return decision;
  const result = await ctx.store.transaction((store) =>
    decide(
      ctx.door,
      store,
      { id: input.id, version: input.version, member: member.id, decision },
      ctx.clock.now(),
    ),
  );
  if (result.ok) ctx.door.nudge();
  return result.ok || result.refusal !== 'unknown_proposal' ? result : await unknownProposal(ctx, input);
}

async function unknownProposal(ctx: RequestContext, input: DecideInput): Promise<DecideResult> {
  await recordRefused(ctx, input, null, 'unknown_proposal');
  return { ok: false, refusal: 'unknown_proposal', proposal: null, missingRoles: [], whom: null };
}

/** Refusals that the door itself never saw. The id is kept only where it is one: it may be any text. */
async function recordRefused(
  ctx: RequestContext,
  { id, verb }: DecideInput,
  account: string | null,
  refusal: string,
): Promise<void> {
  const detail = { ...(/^[a-z0-9]{8,40}$/.test(id) ? { proposal: id } : {}), verb, refusal };
  const [at, actor] = [ctx.clock.now(), actorOf(ctx)];
  await ctx.store.appendAudit({ at, actor, action: 'decision.refused', account, detail });
}

/** Decides what a button names. Null = its value was not made here; that is written down. */
export async function decideByButton(
  ctx: RequestContext,
  value: string,
  input: Omit<DecideInput, 'id' | 'version'>,
): Promise<DecideResult | null> {
  const target = readButton(value, ctx.door.keys.button);
  if (target) return await decideOn(ctx, { ...input, id: target.proposalId, version: target.version });
  await ctx.store.appendAudit({
    at: ctx.clock.now(),
    actor: ctx.member?.id ?? 'unknown',
    action: 'decision.refused',
    account: null,
    detail: { refusal: 'button_not_ours', verb: input.verb },
  });
  return null;
}

async function decisionOf(ctx: RequestContext, input: DecideInput): Promise<PersonsDecision | DecideResult> {
  switch (input.verb) {
    case 'approve':
      return { verb: 'approve' };
    case 'reject':
    case 'cancel':
      return { verb: input.verb, reason: requireReason(input) };
    case 'settle': {
      const { outcome } = input;
      if (!outcome) throw usage('Say what really happened', 'Add --outcome done or --outcome failed.');
      return { verb: 'settle', outcome, reason: requireReason(input) };
    }
    case 'edit':
      return await editOf(ctx, input);
  }
}

/** An edit begins with what stands there: where that is not what was proposed, it is refused at once. */
async function editOf(ctx: RequestContext, input: DecideInput): Promise<PersonsDecision | DecideResult> {
  const { id, params } = input;
  if (params === undefined)
    throw usage('An edit needs the new parameters', 'Add --params with a JSON object.');
  const stored = await ctx.store.findProposal(id);
  if (!stored) return await unknownProposal(ctx, input);
  const verified = verifyRecord(ctx.door, stored);
  if (!verified) {
    const { proposal } = stored;
    await recordRefused(ctx, input, proposal.account, 'forged');
    return { ok: false, refusal: 'forged', proposal, missingRoles: [], whom: null };
  }
  const { action } = verified;
  const account =
    action.account === null ? null : ((await ctx.store.findAccounts([action.account]))[0] ?? null);
  try {
    await requireSendable(ctx, id, action.kind, params);
    const complete = await completeAttachments(ctx, action.kind, completePlaybook(ctx, action.kind, params));
    const prepared = await prepareAction(ctx.door, { kind: action.kind, account, params: complete });
    await keepPlaybook(ctx, ctx.store, prepared.action);
    return { verb: 'edit', prepared };
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ACTION_INVALID')
      await recordRefused(ctx, input, action.account, 'invalid');
    throw error;
  }
}

/** An edited reply still says nothing that its macro says to our own people alone. */
async function requireSendable(
  ctx: RequestContext,
  id: string,
  kind: string,
  params: unknown,
): Promise<void> {
  const body = kind === 'ticket.reply' && params !== null && typeof params === 'object' && 'body' in params;
  if (!body || typeof params.body !== 'string') return;
  const draft = await ctx.store.findReplyDraft(id);
  await requireNothingInternal(ctx, params.body, draft?.macroId ?? null);
}

function requireReason({ verb, reason }: DecideInput): string {
  const text = reason?.trim() ?? '';
  if (text === '') throw usage(`To ${verb} a proposal needs a reason`, 'Add --reason "…".');
  if (text.length > longestReason)
    throw usage(`The reason has ${text.length} characters`, `Use at most ${longestReason}.`);
  return text;
}

function usage(message: string, next: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { next });
}

/** Why nothing changed, in a sentence for the person who tried. */
export function refusalText(
  result: Extract<DecideResult, { ok: false }>,
  proposal: Proposal | null = result.proposal,
): string {
  switch (result.refusal) {
    case 'unknown_proposal':
      return 'There is no such proposal. `holdfast proposals` and `/cs approvals` list them.';
    case 'version_changed':
      return `It was changed since you saw it (now version ${proposal?.version}). Look again before you decide.`;
    case 'already_decided':
      return `It was decided already: ${proposal?.state}${result.whom ? ` by ${result.whom}` : ''}.`;
    case 'not_decided':
      return 'Nobody has decided it yet.';
    case 'expired':
      return 'Its time is over, which means no. Propose it again.';
    case 'own_request':
      return result.whom
        ? `You cover for ${result.whom}, who asked for it, so somebody else has to approve it.`
        : 'You asked for it, so somebody else has to approve it.';
    case 'own_edit':
      return result.whom
        ? `You cover for ${result.whom}, who wrote this version, so somebody else has to approve it.`
        : 'You wrote this version, so somebody else has to approve it.';
    case 'already_approved':
      return 'You approved it already; another person is needed.';
    case 'not_entitled': {
      const roles = result.missingRoles.join(' or ');
      return roles ? `This needs the role ${roles}.` : 'Policy lets nobody do that.';
    }
    case 'policy_denies':
      return 'Policy does not allow it (any more).';
    case 'forged':
      return 'Its record is not what was proposed: it was changed outside of Holdfast. Reject it, and tell an admin.';
    case 'own_gain':
      return 'It is for you, or for somebody you cover for, so other people have to approve it.';
    case 'drifted':
      return 'What it would change is no longer as it was shown. Propose it anew.';
    case 'unchanged':
      return 'Nothing would change.';
    case 'too_early':
    case 'fence_lost':
    case 'shadow':
      return 'It is not in a state for that.';
  }
}
