import type { RequestContext } from './context.ts';

/**
 * When each of some names was first seen, so that nothing is sent that was due before; whoever is new is noted. Two
 * processes that see different ones at the same time lose neither.
 * @param setting - where it is noted
 */
export async function firstSeen(
  { store, clock }: Pick<RequestContext, 'store' | 'clock'>,
  setting: string,
  names: readonly string[],
): Promise<Map<string, Date>> {
  let seen = seenIn(await store.readSetting(setting));
  if (names.some((name) => !seen.has(name)))
    seen = await store.transaction(async (within) => {
      const known = seenIn(await within.lockSetting(setting));
      const at = clock.now();
      const all = new Map([...names.map((name) => [name, at] as const), ...known]);
      await within.writeSetting(setting, Object.fromEntries(all));
      return all;
    });
  return new Map(names.map((name) => [name, seen.get(name) ?? clock.now()]));
}

function seenIn(value: unknown): Map<string, Date> {
  const entries = Object.entries(value !== null && typeof value === 'object' ? value : {});
  return new Map(entries.map(([name, at]) => [name, new Date(String(at))]));
}
