import { HoldfastError } from '../errors.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';

/** Whose values: all in entries about one account, or one value by its commitment. */
export type ErasedValues = { account: string } | { commitment: string };

/** So many entries are read at once, and so many values looked up. */
const atMost = 1_000_000;
const atOnce = 1_000;

/**
 * Erases personal values of the audit with their salts. The entries stay, and so does the chain; who erased what and
 * why is an entry of its own.
 * @param given.isDryRun - says how many there are, and erases none
 * @returns `values` = how many were there to be erased
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND when nothing is kept of what is named
 */
export async function erasePersonal(
  ctx: RequestContext,
  { of, reason, isDryRun }: { of: ErasedValues; reason: string; isDryRun: boolean },
): Promise<{ values: number }> {
  await requireChangeable(ctx, 'personal');
  return await ctx.store.transaction(async (store) => {
    const named =
      'commitment' in of ? [of.commitment] : commitmentsOf(await store.readAudit({ ...of, limit: atMost }));
    const kept: string[] = [];
    for (let from = 0; from < named.length; from += atOnce) {
      kept.push(...(await store.readPersonal(named.slice(from, from + atOnce))).keys());
    }
    if (kept.length === 0) throw nothingKept();
    if (isDryRun) return { values: kept.length };
    for (let from = 0; from < kept.length; from += atOnce) {
      await store.erasePersonal(kept.slice(from, from + atOnce));
    }
    await store.appendAudit({
      at: ctx.clock.now(),
      actor: actorOf(ctx),
      action: 'audit.personal_erased',
      account: 'account' in of ? of.account : null,
      detail: { ...of, values: kept.length, reason },
    });
    return { values: kept.length };
  });
}

function commitmentsOf(entries: readonly { personal: Readonly<Record<string, string>> }[]): string[] {
  return [...new Set(entries.flatMap(({ personal }) => Object.values(personal)))];
}

function nothingKept(): HoldfastError {
  return new HoldfastError('HF_NOT_FOUND', 'No personal value of that is kept', {
    next: "'audit show --json' shows what is, and 'audit export' has its commitments.",
  });
}
