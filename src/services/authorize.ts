import { HoldfastError } from '../errors.ts';
import { type Changeable, mayChange, mayRead, type Readable } from '../rules/access.ts';
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
  if (!mayRead(ctx.member, what)) await refuse(ctx, what, account, 'read');
}

/**
 * Lets somebody change data or refuses, with the refusal in the audit.
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function requireChangeable(ctx: RequestContext, what: Changeable): Promise<void> {
  if (!mayChange(ctx.member, what)) await refuse(ctx, what, null, 'change');
}

async function refuse(
  ctx: RequestContext,
  what: string,
  account: string | null,
  verb: string,
): Promise<never> {
  await ctx.store.appendAudit({
    at: ctx.clock.now(),
    actor: actorOf(ctx),
    action: `${what}.refused`,
    account,
    detail: { role: ctx.member?.role ?? null, verb },
  });
  throw new HoldfastError('HF_FORBIDDEN', `The role '${ctx.member?.role}' may not ${verb} ${what} data`);
}
