import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import { homeClickEnvelope, homeEnvelope } from './envelopes.ts';
import type { Gesture } from './gestures.ts';
import type { SlackApi } from './slack-api.ts';
import { pressed } from './typed-text.ts';
import type { Conversation } from './workspace.ts';

/** A person and their direct conversation with the app, where what is answered to a click on Home stands. */
interface Seat {
  user: string;
  channel: Conversation;
}

/** They look at their Home tab; nothing is posted by it. */
export function lookAtHome({ user, channel }: Seat, clock: Clock, ids: Ids): Gesture {
  const given = { user, channel: channel.id, eventId: `Ev${ids.trace()}`, at: clock.now() };
  return { envelope: homeEnvelope(given), user, channels: [] };
}

/** They press a button on their Home tab. @throws {HoldfastError} HF_NOT_FOUND when it is not there */
export function pressOnHome(
  { user, channel }: Seat,
  { workspace, trigger }: SlackApi,
  actionId: string,
  value: string | undefined,
): Gesture {
  const action = pressed(workspace.homes.get(user) ?? [], actionId, value);
  return {
    envelope: homeClickEnvelope({ user, action, triggerId: trigger(user) }),
    user,
    channels: [channel],
  };
}
