import type { Account } from '../domain/account.ts';
import type { Action } from '../domain/action.ts';
import { checkpointBatch, type Origin, type Proposal } from '../domain/proposal.ts';
import { HoldfastError } from '../errors.ts';
import type { CallPreview } from '../guardrail/connector.ts';
import { type PreparedAction, prepareAction } from '../guardrail/prepare-action.ts';
import { judge, type ProposeResult, propose } from '../guardrail/propose.ts';
import type { StoreTransaction } from '../store/store.ts';
import { actorOf, type RequestContext } from './context.ts';
import { completeAttachments } from './packs/complete-attachments.ts';
import { placeWords } from './place-words.ts';
import { completePlaybook, keepPlaybook } from './plays/complete-playbook.ts';
import { openPromises } from './reply-promises.ts';
import { requireAccount, requireAccountById } from './resolve-account.ts';

export interface ProposeActionInput {
  kind: string;
  /** As a person names it; null = about no account */
  account: string | null;
  params: unknown;
  /** What people call the channel that it names, as the platform says; null = it did not */
  channelName?: string | null;
  /** Default: `member` for a person, `system` for the installation itself. A model or playbook says `agent`. */
  origin?: Origin | undefined;
  compensates?: string | undefined;
  batch?: string | undefined;
  /** Further writes of the same transaction; what it throws takes the proposal back. */
  also?: ((store: StoreTransaction, proposal: Proposal) => Promise<void>) | undefined;
}

/**
 * Proposes one action. What policy lets run by itself is on its way when this returns; everything else waits for
 * people. A refusal is a value, with its reason, and stands in the audit.
 * @throws {HoldfastError} HF_ACTION_INVALID, HF_ACCOUNT_UNKNOWN or HF_ACCOUNT_AMBIGUOUS
 */
export async function proposeAction(ctx: RequestContext, input: ProposeActionInput): Promise<ProposeResult> {
  const prepared = await prepare(ctx, input);
  const result = await ctx.store.transaction((store) => proposeWithin(ctx, store, input, prepared));
  if (result.ok) ctx.door.nudge();
  return result;
}

/**
 * Proposes several actions in one transaction with what they tell of: all of it happens, or, when anything throws,
 * nothing.
 * @param first - further writes, before the proposals
 * @throws {HoldfastError} HF_ACTION_INVALID, HF_ACCOUNT_UNKNOWN or HF_ACCOUNT_AMBIGUOUS
 */
export async function proposeTogether(
  ctx: RequestContext,
  inputs: readonly ProposeActionInput[],
  first: (store: StoreTransaction) => Promise<void>,
): Promise<ProposeResult[]> {
  const prepared = await Promise.all(
    inputs.map(async (input) => ({ input, prepared: await prepare(ctx, input) })),
  );
  const results = await ctx.store.transaction(async (store) => {
    await first(store);
    const proposed: ProposeResult[] = [];
    for (const one of prepared) proposed.push(await proposeWithin(ctx, store, one.input, one.prepared));
    return proposed;
  });
  if (results.some(({ ok }) => ok)) ctx.door.nudge();
  return results;
}

async function proposeWithin(
  ctx: RequestContext,
  store: StoreTransaction,
  input: ProposeActionInput,
  prepared: PreparedAction,
): Promise<ProposeResult> {
  const proposed = await propose(
    ctx.door,
    store,
    {
      id: ctx.ids.proposal(ctx.clock.now()),
      prepared,
      requester: actorOf(ctx),
      origin: originOf(ctx, input),
      compensates: input.compensates ?? null,
      batch: input.batch ?? null,
    },
    ctx.clock.now(),
  );
  if (!proposed.ok) return proposed;
  await keepPlaybook(ctx, store, prepared.action);
  await input.also?.(store, proposed.proposal);
  await requireAgreed(store, proposed.proposal, prepared.action);
  return proposed;
}

/** What nothing on record promises is looked at by a person before it goes out, whatever policy lets run by itself. */
async function requireAgreed(
  store: StoreTransaction,
  { id, state }: Proposal,
  action: Action,
): Promise<void> {
  if (state === 'proposed') return;
  const unagreed = (await openPromises(store, id, action)).find(({ agreedBy }) => agreedBy === null);
  if (!unagreed) return;
  const quoted = unagreed.promises.join('”, “');
  throw new HoldfastError(
    'HF_ACTION_INVALID',
    `The reply promises “${quoted}”, which nothing on record does, and nobody would look at it`,
    { next: 'Take it out, or propose it from the answer card and name who agreed.' },
  );
}

/** What would become of it and what would be sent; nothing is kept. */
export async function dryRunAction(
  ctx: RequestContext,
  input: ProposeActionInput,
): Promise<{
  verdict: ProposeResult | DryVerdict;
  digest: string;
  summary: string;
  preview: CallPreview | null;
}> {
  const prepared = await prepare(ctx, input);
  const { verdict } = await ctx.store.transaction((store) =>
    judge(
      ctx.door,
      store,
      { id: '', prepared, requester: actorOf(ctx), origin: originOf(ctx, input) },
      ctx.clock.now(),
    ),
  );
  const preview = ctx.door.connectors.get(prepared.action.connector)?.preview(prepared.action) ?? null;
  return { verdict, digest: prepared.sealed.digest, summary: prepared.summary, preview };
}

type DryVerdict = { ok: true; ruling: Proposal['ruling'] };

async function prepare(
  ctx: RequestContext,
  { kind, account, params, channelName = null, origin, batch }: ProposeActionInput,
): Promise<PreparedAction> {
  let found: Account | null = null;
  try {
    // What belongs to it is written down as done by the sealer.
    const isSealers = kind === 'message.post' && ctx.member === null && (origin ?? 'system') === 'system';
    if (batch === checkpointBatch && !isSealers)
      throw new HoldfastError('HF_ACTION_INVALID', `The batch '${checkpointBatch}' is for checkpoints alone`);
    found = account === null ? null : await findAccount(ctx, account, origin === 'agent');
    const place = kind === 'message.post' ? await placeWords(ctx, params, channelName) : null;
    const complete = await completeAttachments(ctx, kind, completePlaybook(ctx, kind, params));
    const prepared = await prepareAction(ctx.door, { kind, account: found, params: complete, place });
    await requireHaltable(ctx, prepared.action);
    return prepared;
  } catch (error) {
    const refusal = error instanceof HoldfastError ? refusals[error.code] : undefined;
    if (refusal) await recordInvalid(ctx, kind, found?.id ?? null, refusal);
    throw error;
  }
}

/** A switch for an account that does not exist would be on and hold nothing back: whoever set it would rely on it. */
async function requireHaltable(ctx: RequestContext, { kind, params: { scope, on } }: Action): Promise<void> {
  if (kind !== 'kill.flip' || on !== true || typeof scope !== 'string' || !scope.startsWith('account:'))
    return;
  const id = scope.slice('account:'.length);
  if ((await ctx.store.findAccounts([id])).length > 0) return;
  throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `No account has the id '${id}': nothing was halted`, {
    next: "Name it by its id; 'accounts' lists them. 'kill account:NAME' finds an account by any of its names.",
  });
}

/** What the audit calls an action that never came as far as policy. */
const refusals: Partial<Record<HoldfastError['code'], string>> = {
  HF_ACTION_INVALID: 'invalid',
  HF_ACCOUNT_UNKNOWN: 'account_unknown',
  HF_ACCOUNT_AMBIGUOUS: 'account_ambiguous',
};

/** An exact id costs one look; anything else is looked for as in a question, when a person asks. */
async function findAccount(ctx: RequestContext, text: string, byIdAlone: boolean): Promise<Account | null> {
  if (byIdAlone)
    return await requireAccountById(ctx, text, 'A model or playbook names an account by its id.');
  const [exact] = await ctx.store.findAccounts([text]);
  if (exact) return exact;
  const id = await requireAccount(ctx, text);
  return (await ctx.store.findAccounts([id]))[0] ?? null;
}

/** Nothing of what was asked for is kept: it did not fit, so nobody knows what it is. */
async function recordInvalid(
  ctx: RequestContext,
  kind: string,
  account: string | null,
  refusal: string,
): Promise<void> {
  await ctx.store.appendAudit({
    at: ctx.clock.now(),
    actor: actorOf(ctx),
    action: 'proposal.refused',
    account,
    detail: { kind: kind.slice(0, 60), refusal },
  });
}

function originOf(ctx: RequestContext, { origin }: ProposeActionInput): Origin {
  return origin ?? (ctx.member ? 'member' : 'system');
}
