import type { CustomEventType, CustomSignal, EventType } from '../../domain/event-types.ts';
import type { ComponentId, StaleSource } from '../../domain/health.ts';
import type { Profile } from '../../domain/profile.ts';
import type { Component } from './component.ts';
import { components } from './components/index.ts';
import type { SourceFacts } from './score-health.ts';

/** A family of events that comes from one kind of system, and the components that stand on it. */
interface Source {
  signal: string;
  types: readonly EventType[];
  feeds: readonly CustomSignal[];
  components: readonly ComponentId[];
}

const sources: readonly Source[] = [
  {
    signal: 'usage',
    types: ['user.session', 'feature.used', 'recipe.completed'],
    feeds: ['session', 'use'],
    components: ['adoption', 'stickiness', 'errors'],
  },
  {
    signal: 'support',
    types: ['ticket.created', 'ticket.updated', 'ticket.resolved'],
    feeds: ['ticket'],
    components: ['support'],
  },
  { signal: 'survey', types: ['survey.responded'], feeds: [], components: ['sentiment'] },
  { signal: 'sponsor', types: ['sponsor.touch'], feeds: ['sponsor'], components: ['sponsor'] },
  { signal: 'billing', types: ['billing.invoice'], feeds: [], components: ['billing'] },
];

type CustomTypes = ReadonlyMap<string, CustomEventType>;

/** Every event type, built in or registered, that feeds some component. */
export function sourceTypes(customTypes: CustomTypes): string[] {
  return sources.flatMap((source) => typesOf(source, customTypes));
}

/** What the sources looked like as of a moment. */
export interface SourceState extends SourceFacts {
  stale: StaleSource[];
}

/**
 * Which sources have gone silent. A source is judged over all accounts: one quiet customer is news, a quiet source is
 * a fault. A source that never sent anything is unknown, not stale.
 * @param lastByType - when each type last came from anybody, up to `asOf`
 */
export function judgeSources(
  lastByType: ReadonlyMap<string, Date>,
  customTypes: CustomTypes,
  profile: Profile,
  asOf: Date,
): SourceState {
  const stale: StaleSource[] = [];
  const staleComponents = new Set<ComponentId>();
  let usageKnown = false;
  for (const source of sources) {
    const lastAt = latest(typesOf(source, customTypes).map((type) => lastByType.get(type)));
    if (!lastAt) continue;
    if (source.signal === 'usage') usageKnown = true;
    const ageHours = Math.floor((asOf.getTime() - lastAt.getTime()) / 3_600_000);
    const limit = profile.staleAfterHours[source.signal];
    if (limit === undefined || ageHours < limit) continue;
    stale.push({ signal: source.signal, lastAt: lastAt.toISOString(), ageHours });
    for (const component of source.components) staleComponents.add(component);
  }
  return { usageKnown, staleComponents, stale };
}

/** Events that are evidence: a type, and a payload key without which it says nothing about the component. */
export interface EvidenceKind {
  type: string;
  having?: string;
}

/** The kinds of events that are evidence for each component. */
export function evidenceKinds(customTypes: CustomTypes): Record<ComponentId, EvidenceKind[]> {
  const entries = components.map((component) => [
    component.id,
    [...component.evidenceTypes, ...customOf(component, customTypes)].map((type) =>
      evidenceKind(component.id, type),
    ),
  ]);
  return Object.fromEntries(entries) as Record<ComponentId, EvidenceKind[]>;
}

/** A resolved ticket bears on sentiment only when somebody rated it. */
function evidenceKind(component: ComponentId, type: string): EvidenceKind {
  return component === 'sentiment' && type === 'ticket.resolved' ? { type, having: 'csat' } : { type };
}

function customOf(component: Component, customTypes: CustomTypes): string[] {
  return [...customTypes.values()]
    .filter((type) => component.evidenceSignals.includes(type.feeds))
    .map((type) => type.name);
}

function typesOf(source: Source, customTypes: CustomTypes): string[] {
  const custom = [...customTypes.values()]
    .filter((type) => source.feeds.includes(type.feeds))
    .map((type) => type.name);
  return [...source.types, ...custom];
}

function latest(instants: readonly (Date | undefined)[]): Date | null {
  return instants.reduce<Date | null>((best, at) => (at && (!best || at > best) ? at : best), null);
}
