import { HoldfastError } from '../errors.ts';
import { mayChange } from '../rules/access.ts';
import type { Delegation } from '../store/entitlements.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';

const longestDays = 90;

/**
 * Lets a member decide in another's name until an end. One delegates one's own approvals; an admin arranges cover for
 * somebody who is away. Whoever covers for a member cannot approve what that member asked for.
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
  if (endsAt <= now || endsAt <= startsAt)
    throw usage('The cover ends before it begins', 'Name an end that lies ahead.');
  if (endsAt.getTime() - startsAt.getTime() > longestDays * 86_400_000) {
    throw usage(`Cover ends after at most ${longestDays} days`, 'Name an earlier end, and extend it later.');
  }
  const delegation: Delegation = {
    ...{ id: ctx.ids.proposal(now), from, to, startsAt, endsAt, by: actorOf(ctx), reason, revokedAt: null },
  };
  await ctx.store.transaction(async (store) => {
    await store.addDelegation(delegation);
    await store.appendAudit({
      ...{ at: now, actor: actorOf(ctx), action: 'delegation.made', account: null },
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

/** Ends cover early. @throws {HoldfastError} HF_NOT_FOUND when there is none in force with this id, HF_FORBIDDEN */
export async function revokeDelegation(ctx: RequestContext, id: string): Promise<void> {
  const now = ctx.clock.now();
  const found = (await ctx.store.activeDelegations(now)).find((one) => one.id === id);
  const mine = found && ctx.member && [found.from, found.to].includes(ctx.member.id);
  if (!mine && !mayChange(ctx.member, 'delegations')) await requireChangeable(ctx, 'delegations');
  await ctx.store.transaction(async (store) => {
    if (!(await store.revokeDelegation(id, now))) {
      throw new HoldfastError('HF_NOT_FOUND', `No cover in force has the id '${id}'`, {
        next: 'List it with: cover',
      });
    }
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

function usage(message: string, next: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { next });
}
