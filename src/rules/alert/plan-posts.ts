/** How many alerts a channel gets one by one in an hour. Source: the flood rule (C6), "more than 10 in an hour". */
const singlesPerHour = 10;
/** How many cards may be on their way to one channel, so that what is more severe need not wait behind a long queue. */
const onTheirWayAtMost = 60;

/** What is known of a channel before cards are posted. */
export interface ChannelState {
  /** Cards that stood by themselves in the last hour. */
  singles: number;
  onTheirWay: number;
  /** The message that stands for many of this hour; `message` is its place, null = it is on its way. */
  flood: { message: string | null } | null;
}

/** What to do about alerts that wait for their card, the most severe first. */
export type PostPlan =
  | { kind: 'nothing' }
  /** One message each. */
  | { kind: 'singles'; count: number }
  /** First the one message that stands for them. */
  | { kind: 'head' }
  /** Each under that message. */
  | { kind: 'thread'; count: number; message: string };

/**
 * Decides how the waiting alerts of a channel are shown: one by one, up to ten an hour; what is more becomes one message
 * with a thread, in which each still has its card.
 */
export function planPosts(waiting: number, { singles, onTheirWay, flood }: ChannelState): PostPlan {
  const room = Math.max(0, onTheirWayAtMost - onTheirWay);
  if (waiting === 0 || room === 0) return { kind: 'nothing' };
  const left = singlesPerHour - singles;
  if (waiting <= left) return { kind: 'singles', count: Math.min(waiting, room) };
  if (flood === null) return { kind: 'head' };
  if (flood.message === null) return { kind: 'nothing' };
  return { kind: 'thread', count: Math.min(waiting, room), message: flood.message };
}
