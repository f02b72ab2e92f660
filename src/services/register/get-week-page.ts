import type { RegisterEntry } from '../../domain/register.ts';
import { HoldfastError } from '../../errors.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import { groupRegister, type RegisterGroups } from '../../rules/register/count-register.ts';
import type { RequestContext } from '../context.ts';
import { registerUrl } from '../evidence.ts';

const weekMs = 7 * 86_400_000;

/** Everything that a week's card of the register counts. */
export interface RegisterWeekPage {
  at: string;
  groups: RegisterGroups;
  /** By the id of its account. */
  names: ReadonlyMap<string, string>;
  urlOf(entry: RegisterEntry): string;
}

/** The entries behind the figures of an instant, from their history. @throws {HoldfastError} HF_USAGE for no instant */
export async function getWeekPage(ctx: RequestContext, text: string): Promise<RegisterWeekPage> {
  const now = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) || Number.isNaN(now.getTime()))
    throw new HoldfastError('HF_USAGE', `'${text.slice(0, 40)}' is no instant`, {
      next: 'Open the link on the card of the register again.',
    });
  const entries = await ctx.store.registerSince(new Date(now.getTime() - 2 * weekMs));
  const notes = await ctx.store.registerNotesSince(new Date(now.getTime() - weekMs));
  const today = localTime(ctx.content.sla.workingHours.zone, now).day;
  const ids = [...new Set(entries.flatMap(({ account }) => account ?? []))];
  const names = new Map((await ctx.store.findAccounts(ids)).map(({ id, name }) => [id, name]));
  return {
    at: now.toISOString(),
    groups: groupRegister(entries, notes, { now, today }),
    names,
    urlOf: ({ id }) => registerUrl(id),
  };
}
