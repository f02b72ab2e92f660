import { type SavedView, savedViewLimits } from '../domain/saved-view.ts';
import type { RequestContext } from './context.ts';

/**
 * Keeps a view of a member, in place of one of the same name. Of two at the same time one finds the last place taken.
 * @returns false when there are as many as a member may keep, and none of this name
 */
export async function keepView(
  { store, clock }: Pick<RequestContext, 'store' | 'clock'>,
  member: string,
  view: SavedView,
): Promise<boolean> {
  return await store.transaction(async (within) => {
    await within.lockSavedViews(member);
    const kept = await within.listSavedViews(member);
    if (kept.length >= savedViewLimits.count && !kept.some(({ name }) => name === view.name)) return false;
    await within.writeSavedView(member, view, clock.now());
    return true;
  });
}

/** Gives a view another name, which no other view of this member has. */
export async function renameView(
  { store }: Pick<RequestContext, 'store'>,
  member: string,
  from: string,
  to: string,
): Promise<'renamed' | 'taken' | 'gone'> {
  return await store.transaction(async (within) => {
    await within.lockSavedViews(member);
    const names = (await within.listSavedViews(member)).map(({ name }) => name);
    if (!names.includes(from)) return 'gone';
    if (from !== to && names.includes(to)) return 'taken';
    await within.renameSavedView(member, from, to);
    return 'renamed';
  });
}
