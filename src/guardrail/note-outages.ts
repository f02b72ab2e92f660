import type { ConnectorName } from '../domain/action.ts';
import type { StoreTransaction } from '../store/store.ts';
import { awayMs } from './backoff.ts';
import type { EffectResult } from './settle.ts';

/** One result, and whose it is. */
export interface ToldResult {
  connector: ConnectorName;
  one: EffectResult;
}

/**
 * Keeps what results say of the platforms behind them: one answer of any kind ends an outage; where all that came was
 * that it is out of reach, nothing is claimed for it for a while.
 * @returns when each platform that takes nothing is tried again
 */
export async function noteOutages(
  store: StoreTransaction,
  told: readonly ToldResult[],
  now: Date,
  random: () => number,
): Promise<ReadonlyMap<ConnectorName, Date>> {
  const answered = namesOf(told.filter(({ one }) => isAnswer(one)));
  const silent = namesOf(told.filter(({ one }) => awayOf(one) === 'unreachable'));
  const nextTries = new Map<ConnectorName, Date>();
  if (answered.length > 0) await store.endOutages(answered);
  for (const connector of silent.filter((name) => !answered.includes(name))) {
    nextTries.set(connector, await noteUnreachable(store, connector, now, random));
  }
  return nextTries;
}

/** Notes that a platform takes nothing. @returns when it is tried again */
export async function noteUnreachable(
  store: StoreTransaction,
  connector: ConnectorName,
  now: Date,
  random: () => number,
): Promise<Date> {
  const tries = (await store.countOutageTries(connector)) + 1;
  const nextAt = new Date(now.getTime() + awayMs(tries, random(), null));
  await store.noteOutage({ connector, now, nextAt });
  return nextAt;
}

/** Why the platform took nothing; null = it took something, or this says nothing of it */
export function awayOf({ result }: Pick<EffectResult, 'result'>): 'unreachable' | 'busy' | null {
  return 'away' in result ? (result.away ?? null) : null;
}

function isAnswer(one: EffectResult): boolean {
  const { result } = one;
  if (result.kind === 'done' || one.asked === true || awayOf(one) === 'busy') return true;
  return result.kind === 'not_happened' && result.permanent;
}

/** In one order: two workers that note several at once must not wait for each other. */
function namesOf(told: readonly ToldResult[]): ConnectorName[] {
  const names = new Set(told.map(({ connector }) => connector));
  names.delete('holdfast');
  return [...names].sort();
}
