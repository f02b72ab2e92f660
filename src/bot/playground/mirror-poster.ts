import { readSlackPlace } from '../../domain/slack-place.ts';
import type { Log } from '../../log.ts';
import type { Poster } from '../slack/poster.ts';
import type { Poster as TeamsPoster } from '../teams/poster.ts';
import { describeFailure } from './faults.ts';
import { tenantIds } from './teams-tenant.ts';
import { workspaceIds } from './workspace.ts';

const channels: Readonly<Record<string, string>> = {
  [workspaceIds.internal]: tenantIds.internal,
  [workspaceIds.alerts]: tenantIds.alerts,
  [workspaceIds.approvals]: tenantIds.approvals,
  [workspaceIds.audit]: tenantIds.audit,
  [workspaceIds.shared]: tenantIds.shared,
};

/** The conversation of the tenant that shows what one of the workspace shows; null = there is none. */
export function teamsConversationOf(channel: string): string | null {
  return channels[channel] ?? (channel.startsWith('D0') ? `a:${channel.slice(2)}` : null);
}

const keptAtMost = 2_000;

/** Posts in the workspace, and shows the same in the tenant. What fails there costs nothing here. */
export function mirrorPoster(poster: Poster, mirror: TeamsPoster, log: Log): Poster {
  const shown = new Map<string, { channel: string; message: string }>();
  const nameOf = (channel: string, message: string): string => JSON.stringify([channel, message]);
  const placeOf = (channel: string): string | null =>
    channel.startsWith('U0') ? `directory-${channel.slice(2)}` : teamsConversationOf(channel);
  const quietly = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn(
        { reason: describeFailure(error) },
        'a post could not be shown in the Teams of the playground',
      );
    }
  };
  return {
    async post(place, view, where) {
      // There is one workspace here, whatever the members' own is called.
      const { channel } = readSlackPlace(place);
      const posted = await poster.post(channel, view, where);
      await quietly(async () => {
        const there = placeOf(channel);
        if (there === null) return;
        const thread =
          where.thread === undefined ? undefined : shown.get(nameOf(channel, where.thread))?.message;
        const { key } = where;
        shown.set(
          nameOf(posted.channel, posted.message),
          await mirror.post(there, view, { key, ...(thread !== undefined && { thread }) }),
        );
        const oldest = shown.keys().next().value;
        if (shown.size > keptAtMost && oldest !== undefined) shown.delete(oldest);
      });
      return posted;
    },
    async update(channel, message, view) {
      await poster.update(channel, message, view);
      await quietly(async () => {
        const there = shown.get(nameOf(channel, message));
        if (there) await mirror.update(there.channel, there.message, view);
      });
    },
    lookup: (place, key, since, thread) => poster.lookup(readSlackPlace(place).channel, key, since, thread),
  };
}
