import { HoldfastError } from '../errors.ts';
import type { Delegation } from '../store/entitlements.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';

const longestDays = 90;

/**
 * Lets a member decide in another's name until an end. One delegates one's own approvals; an admin arranges cover for
 * somebody who is away, though never by themselves. Whoever covers for a member cannot approve what that member asked
 * for.
 * @throws {HoldfastError} HF_FORBIDDEN, or HF_USAGE naming what is wrong
 */
export async function delegateApprovals(
  ctx: RequestContext,
  given: { from: string; to: string; startsAt: Date; endsAt: Date; reason: string },
): Promise<Delegation> {
  if (ctx.member?.id !== given.from) await requireChangeable(ctx, 'delegations');
  const { from, to, startsAt, endsAt, reason } = given;
  const now = ctx.clock.now();
  if (from === to) throw usage('Nobody covers for themselves', 'Name two members.');
  for (const id of [from, to]) {
    if (!(await ctx.store.findMember(id)))
      throw usage(`Nobody here is called '${id}'`, 'Name a member by id.');
  }
  if (ctx.member?.id === to) await refuseOwn(ctx, from);
  if (endsAt <= now || endsAt <= startsAt)
    throw usage('The cover ends before it begins', 'Name an end that lies ahead.');
  if (endsAt.getTime() - startsAt.getTime() > longestDays * 86_400_000) {
    throw usage(`Cover ends after at most ${longestDays} days`, 'Name an earlier end, and extend it later.');
  }
  const delegation: Delegation = {
    id: ctx.ids.proposal(now),
    from,
    to,
    startsAt,
    endsAt,
    by: actorOf(ctx),
    reason,
    revokedAt: null,
  };
  await ctx.store.transaction(async (store) => {
    await store.addDelegation(delegation);
    await store.appendAudit({
      at: now,
      actor: actorOf(ctx),
      action: 'delegation.made',
      account: null,
      detail: {
        delegation: delegation.id,
        from,
        to,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
      },
      personal: { reason },
    });
  });
  return delegation;
}

/** What another may decide is not one person's to take: a role takes two approvals, and so would this. */
async function refuseOwn(ctx: RequestContext, from: string): Promise<never> {
  const detail = { role: ctx.member?.role ?? null, verb: 'change', refusal: 'own_cover', from };
  const [at, actor] = [ctx.clock.now(), actorOf(ctx)];
  await ctx.store.appendAudit({ at, actor, action: 'delegations.refused', account: null, detail });
  throw new HoldfastError('HF_FORBIDDEN', `You cannot make yourself the cover for ${from}`, {
    next: `Ask ${from}, or another admin, to arrange it.`,
  });
}

/** Ends cover early. @throws {HoldfastError} HF_NOT_FOUND when there is none in force with this id, HF_FORBIDDEN */
export async function revokeDelegation(ctx: RequestContext, id: string): Promise<void> {
  const now = ctx.clock.now();
  const found = await ctx.store.findDelegation(id);
  const isOver = !found || found.revokedAt !== null || found.endsAt <= now;
  if (isOver) throw noCover(id);
  const mine = ctx.member && [found.from, found.to].includes(ctx.member.id);
  if (!mine) await requireChangeable(ctx, 'delegations');
  await ctx.store.transaction(async (store) => {
    if (!(await store.revokeDelegation(id, now))) throw noCover(id);
    const detail = { delegation: id };
    await store.appendAudit({
      at: now,
      actor: actorOf(ctx),
      action: 'delegation.revoked',
      account: null,
      detail,
    });
  });
}

function noCover(id: string): HoldfastError {
  return new HoldfastError('HF_NOT_FOUND', `No cover that is still to come or in force has the id '${id}'`, {
    next: 'List it with: cover',
  });
}

function usage(message: string, next: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { next });
}
