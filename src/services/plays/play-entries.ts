import type { TimelineEntry } from '../../domain/health.ts';
import { pathSegment } from '../../domain/path-segment.ts';
import { outcomeWords, type Play, type PlayEvent } from '../../domain/play.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import type { TimelineKind } from '../../rules/timeline.ts';
import type { RequestContext } from '../context.ts';

const kind: TimelineKind = 'play';
const playsAtMost = 200;

/** What plays did for an account in a time, as lines of its timeline, newest first: start, each step's end, outcome. */
export async function playEntries(
  { store }: Pick<RequestContext, 'store'>,
  account: string,
  { from, to }: { from: Date; to: Date },
): Promise<TimelineEntry[]> {
  const stored = await store.listPlays({ account, limit: playsAtMost });
  return (
    stored
      .flatMap(({ events }) => {
        const play = foldPlay(events);
        return play ? events.flatMap((event, index) => entryOf(play, event, index)) : [];
      })
      .filter(({ at }) => at >= from.toISOString() && at <= to.toISOString())
      // Of one instant the last comes first: an end stands above the step that it followed from.
      .reverse()
      .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
  );
}

function entryOf(play: Play, event: PlayEvent, index: number): TimelineEntry[] {
  const title = titleOf(play, event);
  if (title === null) return [];
  const url = `/evidence/plays/${pathSegment(play.id)}`;
  return [{ at: event.at, kind, title, url, eventId: `${play.id}.${index + 1}` }];
}

function titleOf({ recipe }: Play, event: PlayEvent): string | null {
  const step = 'step' in event ? (recipe.steps.find(({ id }) => id === event.step)?.title ?? event.step) : '';
  switch (event.kind) {
    case 'started':
      return `Play started: ${recipe.title} (${recipe.id}, version ${recipe.version})`;
    case 'step-done':
      return `Step done: ${step}`;
    case 'step-skipped':
      return event.by === 'system' ? null : `Step skipped: ${step}`;
    case 'step-failed':
      return `Step without success: ${step}`;
    case 'ended':
      return `Play ended, ${outcomeWords[event.outcome]}: ${recipe.title}`;
    case 'step-begun':
    case 'step-proposed':
    case 'step-held':
      return null;
  }
}
