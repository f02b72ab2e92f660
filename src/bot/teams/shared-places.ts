import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import { describeError } from '../platform/describe-error.ts';
import type { TeamsConnector } from './connector.ts';
import type { Place } from './parse.ts';

/** Tells whether people of another company can read along. */
export interface SharedPlaces {
  isShared(place: Place): Promise<boolean>;
}

const keptMs = 60_000;
const keptAtMost = 1_000;

/**
 * Asks who is there: a guest or somebody of another tenant makes it a shared place. Each answer is kept for a minute.
 * Where Teams does not answer, the place counts as our own: answers are private to the person who asked in any case.
 */
export function createSharedPlaces(connector: TeamsConnector, clock: Clock, log: Log): SharedPlaces {
  const known = new Map<string, { shared: boolean; until: number }>();
  return {
    async isShared(place) {
      if (place.kind === 'personal') return false;
      if (place.isShared) return true;
      const now = clock.now().getTime();
      const kept = known.get(place.id);
      if (kept && now < kept.until) return kept.shared;
      try {
        const members = await connector.members({
          serviceUrl: place.serviceUrl,
          place: place.id,
          thread: null,
        });
        const shared = members.some(
          ({ role, tenant }) =>
            role === 'guest' || role === 'anonymous' || (tenant !== null && tenant !== place.tenant),
        );
        known.delete(place.id);
        known.set(place.id, { shared, until: now + keptMs });
        const oldest = known.keys().next().value;
        if (known.size > keptAtMost && oldest !== undefined) known.delete(oldest);
        return shared;
      } catch (error) {
        log.warn({ place: place.id, ...describeError(error) }, 'Teams did not say who is in a conversation');
        return kept?.shared ?? false;
      }
    },
  };
}
