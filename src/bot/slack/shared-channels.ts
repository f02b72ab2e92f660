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
  const nameOf = (channel: string, team: string | null): string => `${team ?? ''} ${channel}`;
  const keep = (name: string, shared: boolean, now: number): void => {
    known.delete(name);
    known.set(name, { shared, until: now + keptMs });
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
        keep(nameOf(channel, team), shared, clock.now().getTime());
        return !shared;
      } catch (error) {
        failed(channel, error);
        return false;
      }
    },
    async isShared(channel, team) {
      const now = clock.now().getTime();
      const name = nameOf(channel, team);
      const kept = known.get(name);
      if (kept && now < kept.until) return kept.shared;
      try {
        const shared = await ask(channel, team);
        keep(name, shared, now);
        return shared;
      } catch (error) {
        failed(channel, error);
        return kept?.shared ?? false;
      }
    },
  };
}
