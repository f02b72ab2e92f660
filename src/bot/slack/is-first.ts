import type { SlackAppOptions } from './app.ts';

/**
 * Notes the keys one after the other, up to the first that is known: of two deliveries at the same time, the one that
 * lost a key must not take the next one from the one that won.
 */
export async function isFirst(
  keys: readonly string[],
  own: Pick<SlackAppOptions, 'firstDelivery'>,
): Promise<boolean> {
  for (const key of keys) if (!(await own.firstDelivery(key))) return false;
  return true;
}
