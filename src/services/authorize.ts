import { HoldfastError } from '../errors.ts';
import { mayRead, type Readable } from '../rules/access.ts';
import { actorOf, type RequestContext } from './context.ts';

/**
 * Lets a reader pass or refuses, with the refusal in the audit.
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function requireReadable(
  ctx: RequestContext,
  what: Readable,
  account: string | null,
): Promise<void> {
  if (mayRead(ctx.member, what)) return;
  await ctx.store.appendAudit({
    at: ctx.clock.now(),
    actor: actorOf(ctx),
    action: `${what}.refused`,
    account,
    detail: { role: ctx.member?.role ?? null },
  });
  throw new HoldfastError('HF_FORBIDDEN', `The role '${ctx.member?.role}' may not read ${what} data`);
}
