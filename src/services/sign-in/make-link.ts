import { signInLimits } from '../../domain/session.ts';
import { HoldfastError } from '../../errors.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { hashOf } from './session-token.ts';

const minuteMs = 60_000;

/**
 * Makes a link by which one member signs in to the console, once. Only a terminal of this machine can ask for it, and the
 * playground on which anybody is anybody, so it opens no door that was shut.
 * @param memberId - null = the first admin, or where there is none the first member
 * @returns the path of ours that signs in
 * @throws {HoldfastError} HF_USAGE when nobody is a member
 */
export async function makeConsoleLink(
  ctx: RequestContext,
  memberId: string | null,
): Promise<{ path: string; member: string; name: string; expiresAt: Date }> {
  const members = await ctx.store.listMembers();
  const member = memberId
    ? members.find(({ id }) => id === memberId)
    : (members.find(({ role }) => role === 'admin') ?? members[0]);
  if (!member)
    throw new HoldfastError('HF_USAGE', 'There is nobody whom a link could be for', {
      next: 'Write members down in members.yaml, or name one with --as.',
    });
  const token = ctx.ids.secret();
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + signInLimits.linkMinutes * minuteMs);
  await ctx.store.transaction(async (store) => {
    await store.forgetSignIns(now);
    await store.addConsoleLink({ tokenHash: hashOf(token), member: member.id, at: now, expiresAt });
    const detail = { member: member.id, minutes: signInLimits.linkMinutes };
    await store.appendAudit({
      at: now,
      actor: actorOf(ctx),
      action: 'session.offered',
      account: null,
      detail,
    });
  });
  return { path: `/console/sign-in/${token}`, member: member.id, name: member.name, expiresAt };
}
