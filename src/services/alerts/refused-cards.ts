import type { RequestContext } from '../context.ts';

/** How long a card that was refused waits before it is tried again: policy or its account may change. */
const restMs = 3_600_000;
const name = 'alerts.refused';

/** Cards that policy refused, or that no message can show, with when that was; by alert, and `flood` for what stands for many. */
export type RefusedCards = ReadonlyMap<string, Date>;

/** Reads those that rest now. What lies ahead of the clock was noted before it was set back, and rests no longer. */
export async function readRefused({ store, clock }: RequestContext): Promise<RefusedCards> {
  const kept = await store.readSetting(name);
  const now = clock.now().getTime();
  const rests = (at: unknown): at is string =>
    typeof at === 'string' && Date.parse(at) <= now && now - Date.parse(at) < restMs;
  const entries = Object.entries(kept !== null && typeof kept === 'object' ? kept : {});
  return new Map(entries.filter((entry) => rests(entry[1])).map(([id, at]) => [id, new Date(String(at))]));
}

/** Keeps them; nothing is written where none came to it. */
export async function noteRefused(
  { store, clock }: RequestContext,
  known: RefusedCards,
  refused: readonly string[],
): Promise<void> {
  if (refused.length === 0) return;
  const all = new Map([...known, ...refused.map((id) => [id, clock.now()] as const)]);
  await store.writeSetting(name, Object.fromEntries([...all].map(([id, at]) => [id, at.toISOString()])));
}
