import { digestOf } from '../../domain/canonical-json.ts';

/**
 * Whether a user is held out of one nudge. The same for ever: the group comes from a hash of account, user and nudge, so
 * that nothing that anybody does can move somebody from one group to the other.
 * @param percent - 0–50 of a hundred
 */
export function isHeldOut(account: string, user: string, nudge: string, percent: number): boolean {
  const bucket = Number.parseInt(digestOf({ account, user, nudge }).slice(0, 8), 16) % 10_000;
  return bucket < percent * 100;
}
