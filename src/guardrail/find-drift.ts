import { type Action, openAction } from '../domain/action.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ClaimedEffect } from '../store/outbox.ts';
import type { Door } from './door.ts';
import { readBefore } from './prepare-action.ts';

/** Why what people saw may not happen any more. */
export const driftReason = 'What it would replace has changed since it was proposed';
/** Why nobody can say whether it still may. */
export const unreadableReason = 'What it would replace cannot be read';

/** Effects on the outside whose old value is no longer what the person saw, or cannot be read now, by proposal. */
export type Drift = ReadonlyMap<string, 'changed' | 'unreadable'>;

/** Asks the outside what the claimed effects would replace now. */
export async function findDrift(door: Door, claimed: readonly ClaimedEffect[]): Promise<Drift> {
  const drifted = await Promise.all(
    claimed.map(async (effect) => {
      const action = wasSeen(effect) ? openAction(effect.body) : null;
      if (action === null || action.connector === 'holdfast') return null;
      const { id } = effect.proposal;
      return await readBefore(door, action).then(
        (current) => (differs(current, action) ? ([id, 'changed'] as const) : null),
        () => [id, 'unreadable'] as const,
      );
    }),
  );
  return new Map(drifted.filter((one) => one !== null));
}

/** Whoever approved it saw what it replaces; policy alone saw nothing. */
export function wasSeen({ grant }: ClaimedEffect): boolean {
  return grant !== null && grant.approvers.length > 0;
}

/** @param current - null = it replaces nothing, as far as anybody can say */
export function differs(current: Action['before'] | null, { before }: Action): boolean {
  return canonicalJson(current ?? {}) !== canonicalJson(before);
}
