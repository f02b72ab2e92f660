import type { RequestContext } from '../context.ts';

const setting = 'updates.segments';

/**
 * The segments whose customers get letters, each with the moment at which it was first seen: what was due before is not
 * sent to anybody who was named since.
 */
export async function letterSegments({ content, store, clock }: RequestContext): Promise<Map<string, Date>> {
  const { segments } = content.updates.customer;
  if (segments.length === 0) return new Map();
  const seen = { ...((await store.readSetting(setting)) as Record<string, string> | null) };
  const strangers = segments.filter((segment) => !Object.hasOwn(seen, segment));
  if (strangers.length > 0) {
    for (const segment of strangers) seen[segment] = clock.now().toISOString();
    await store.writeSetting(setting, seen);
  }
  return new Map(segments.map((segment) => [segment, new Date(seen[segment] ?? clock.now())]));
}
