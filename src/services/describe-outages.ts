import { outageWords } from '../views/outage-words.ts';
import type { Services } from './context.ts';

/** A line for each platform that takes nothing at the moment: since when, and how much waits; empty = none. */
export async function describeOutages({
  store,
  clock,
}: Pick<Services, 'store' | 'clock'>): Promise<string[]> {
  const now = clock.now();
  return (await store.listOutages()).map((outage) => outageWords(outage, now));
}
