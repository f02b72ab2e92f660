import { stripHidden } from '../../domain/hidden-characters.ts';
import type { FrictionEntry } from '../../domain/onboarding.ts';
import { isUtcDay } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { knowOnboarding } from './get-onboarding.ts';

/** What somebody writes down about a friction. */
export interface FrictionInput {
  accountId: string;
  /** Of an entry of the log; or a sentence, which becomes an entry of its own. */
  what: string;
  owner?: string | undefined;
  shipOn?: string | undefined;
  mended?: boolean | undefined;
}

const titleLength = 200;

/**
 * Routes an entry of the friction log to whoever mends it, until when, or adds an entry that no record shows.
 * @throws {HoldfastError} HF_NOT_FOUND when the owner is nobody here, HF_DATE_INVALID, HF_USAGE, HF_FORBIDDEN
 */
export async function noteFriction(ctx: RequestContext, input: FrictionInput): Promise<FrictionEntry> {
  await requireChangeable(ctx, 'onboarding');
  const { facts, friction } = await knowOnboarding(ctx, input.accountId);
  const what = stripHidden(input.what.replace(/[\s\p{Cc}]+/gu, ' ')).trim();
  if (what === '' || what.length > titleLength)
    throw new HoldfastError('HF_USAGE', `What got in the way is said in 1 to ${titleLength} characters`);
  const { owner, shipOn } = input;
  if (owner !== undefined && (await ctx.store.findMember(owner)) === null)
    throw new HoldfastError('HF_NOT_FOUND', `'${owner.slice(0, 100)}' is no member here`, {
      next: 'Name a member by their id; members.yaml lists them.',
    });
  if (shipOn !== undefined && !isUtcDay(shipOn))
    throw new HoldfastError(
      'HF_DATE_INVALID',
      `The ship date is '${shipOn.slice(0, 40)}', which is not a date`,
    );
  const key = friction.some((entry) => entry.key === what) ? what : keyOf(what);
  const before = friction.find((entry) => entry.key === key);
  const note = {
    account: facts.account.id,
    key,
    title: before?.title ?? what,
    owner: owner ?? before?.owner ?? null,
    shipOn: shipOn ?? before?.shipOn ?? null,
    mended: input.mended ?? false,
    by: actorOf(ctx),
    at: ctx.clock.now(),
  };
  await ctx.store.transaction(async (store) => {
    await store.addFrictionNote(note);
    const detail = { key, owner: note.owner, shipOn: note.shipOn, mended: note.mended };
    await store.appendAudit({
      at: note.at,
      actor: note.by,
      action: 'friction.noted',
      account: note.account,
      detail,
    });
  });
  const after = (await knowOnboarding(ctx, note.account)).friction.find((entry) => entry.key === key);
  if (!after) throw new HoldfastError('HF_NOT_FOUND', `The friction '${key}' was not kept`);
  return after;
}

/** The same sentence is the same entry, however it is cased and spaced. */
function keyOf(title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `noted:${slug || 'entry'}`;
}
