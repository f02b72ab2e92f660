import { openAction } from '../../domain/action.ts';
import { HoldfastError } from '../../errors.ts';
import { addressField } from '../../guardrail/actions/fields.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';

/** Who may say no from a letter, and whether they have. */
export interface LetterReaders {
  /** Of the snapshot that the letter was drawn from. */
  id: string;
  /** In lower case, as the letter was addressed. */
  readers: { address: string; optedOut: boolean }[];
}

/**
 * The people whom a weekly letter went to: those who can stop it from its link.
 * @throws {HoldfastError} HF_NOT_FOUND when no letter was drawn from it
 */
export async function readLetter({ store }: RequestContext, id: string): Promise<LetterReaders> {
  const proposalId = await store.findLetterProposal(id);
  const found = proposalId === null ? null : await store.findProposal(proposalId);
  const params = found && openAction(found.body)?.params;
  const to = Array.isArray(params?.to) ? params.to.map((one) => String(one).toLowerCase()) : [];
  if (to.length === 0) throw new HoldfastError('HF_NOT_FOUND', 'There is no such letter');
  const optedOut = new Set(await store.findLetterOptOuts(to));
  return { id, readers: to.map((address) => ({ address, optedOut: optedOut.has(address) })) };
}

/**
 * Notes that a reader of a letter wants no more of them, by its link.
 * @throws {HoldfastError} HF_NOT_FOUND, or HF_USAGE when it did not go to that address
 */
export async function stopLetters(ctx: RequestContext, id: string, address: string): Promise<LetterReaders> {
  const { readers } = await readLetter(ctx, id);
  const wanted = address.trim().toLowerCase();
  if (!readers.some((reader) => reader.address === wanted))
    throw new HoldfastError('HF_USAGE', 'This letter did not go to that address', {
      next: 'Choose one of those that are shown.',
    });
  await change(ctx, wanted, { wants: false, by: 'recipient' });
  return await readLetter(ctx, id);
}

/**
 * Notes that somebody wants no weekly letters, or wants them again. It holds for letters that wait too: the door looks
 * again before it sends.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_USAGE where it is no address
 */
export async function setLetterOptOut(
  ctx: RequestContext,
  { address, wants }: { address: string; wants: boolean },
): Promise<{ address: string; optedOut: boolean; changed: boolean }> {
  await requireChangeable(ctx, 'nudges');
  const parsed = addressField.safeParse(address.trim());
  if (!parsed.success)
    throw new HoldfastError('HF_USAGE', 'That is no e-mail address', {
      next: 'Name one: letters opt-out ana@acme.example',
    });
  const wanted = parsed.data.toLowerCase();
  return {
    address: wanted,
    optedOut: !wants,
    changed: await change(ctx, wanted, { wants, by: actorOf(ctx) }),
  };
}

/** With its entry in the audit; a second time changes nothing. */
async function change(
  { store, clock }: RequestContext,
  address: string,
  { wants, by }: { wants: boolean; by: string },
): Promise<boolean> {
  const at = clock.now();
  return await store.transaction(async (within) => {
    const isNew = wants
      ? await within.removeLetterOptOut(address)
      : await within.addLetterOptOut({ address, by, at });
    if (!isNew) return false;
    const action = wants ? 'letters.opted_in' : 'letters.opted_out';
    const entry = { at, actor: by === 'recipient' ? 'unknown' : by, action, account: null };
    await within.appendAudit({ ...entry, detail: { by }, personal: { address } });
    return true;
  });
}
