import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';

/** Asks Slack whether people of another company can read a channel. */
export interface SharedChannels {
  isShared(channel: string, team: string | null): Promise<boolean>;
  /** Before something is shown to everybody there: asked now, and only what Slack says is our own is. */
  isOurs(channel: string, team: string | null): Promise<boolean>;
}

const keptMs = 60_000;
const keptAtMost = 1_000;

/**
 * Keeps each answer for a minute. Where Slack does not answer, the channel counts as our own: answers are private
 * to the person who asked in any case.
 */
export function createSharedChannels(
  ask: (channel: string, team: string | null) => Promise<boolean>,
  clock: Clock,
  log: Log,
): SharedChannels {
  const known = new Map<string, { shared: boolean; until: number }>();
  const keep = (channel: string, shared: boolean, now: number): void => {
    known.delete(channel);
    known.set(channel, { shared, until: now + keptMs });
    const oldest = known.keys().next().value;
    if (known.size > keptAtMost && oldest !== undefined) known.delete(oldest);
  };
  const failed = (channel: string, error: unknown): void =>
    log.warn(
      { channel, reason: error instanceof Error ? error.message : 'unknown' },
      'conversations.info failed',
    );
  return {
    async isOurs(channel, team) {
      try {
        const shared = await ask(channel, team);
        keep(channel, shared, clock.now().getTime());
        return !shared;
      } catch (error) {
        failed(channel, error);
        return false;
      }
    },
    async isShared(channel, team) {
      const now = clock.now().getTime();
      const kept = known.get(channel);
      if (kept && now < kept.until) return kept.shared;
      try {
        const shared = await ask(channel, team);
        keep(channel, shared, now);
        return shared;
      } catch (error) {
        failed(channel, error);
        return kept?.shared ?? false;
      }
    },
  };
}
