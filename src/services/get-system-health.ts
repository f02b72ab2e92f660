import type { Outage } from '../domain/outage.ts';
import { sourceTypes } from '../rules/health/sources.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';

/** Where records come from and effects go to, as it stands now. */
export interface SystemHealth {
  knownAt: number;
  engine: 'embedded' | 'server';
  /** By type, the longest silent first; null = none ever came */
  streams: { type: string; lastAt: Date | null }[];
  /** Lines that could not become events and wait to be replayed. */
  deadLetters: number;
  knowledge: { name: string; readAt: Date; failure: string | null; problems: number; documents: number }[];
  outages: Outage[];
  /** Effects on their way, by state. */
  outbox: Readonly<Record<string, number>>;
}

/** Reads what an operator looks at first. @throws {HoldfastError} HF_FORBIDDEN */
export async function getSystemHealth(ctx: RequestContext): Promise<SystemHealth> {
  await requireReadable(ctx, 'account', null);
  const { store, clock, content } = ctx;
  const knownAt = await store.lastSequence();
  const types = [...new Set(sourceTypes(content.customTypes))];
  const [latest, deadLetters, sources, outages, outbox] = await Promise.all([
    store.latestByType(types, { asOf: clock.now(), knownAt }),
    store.countDeadLetters(),
    store.listSources(),
    store.listOutages(),
    store.countOutbox(),
  ]);
  return {
    knownAt,
    engine: store.engine,
    deadLetters,
    outages,
    outbox,
    streams: types
      .map((type) => ({ type, lastAt: latest.get(type) ?? null }))
      .sort((one, other) => (one.lastAt?.getTime() ?? 0) - (other.lastAt?.getTime() ?? 0)),
    knowledge: sources.map(({ name, readAt, failure, problems, documents }) => ({
      name,
      readAt,
      failure,
      documents,
      problems: problems.length,
    })),
  };
}
