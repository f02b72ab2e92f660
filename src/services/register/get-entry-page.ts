import type { RegisterNote } from '../../domain/register.ts';
import type { RegisterCard } from '../../domain/register-card.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { requireEntry } from './act-on-entry.ts';
import { describeEntry } from './describe-entry.ts';

/** An entry with its whole history, the newest first. */
export interface RegisterPage {
  card: RegisterCard;
  notes: RegisterNote[];
  names: ReadonlyMap<string, string>;
}

/** One entry by its id. @throws {HoldfastError} HF_NOT_FOUND */
export async function getEntryPage(ctx: RequestContext, id: string): Promise<RegisterPage> {
  const card = await describeEntry(ctx, await requireEntry(ctx, id));
  const notes = (await ctx.store.listRegisterNotes(id)).reverse();
  return { card, notes, names: await memberNames(ctx) };
}
