import type { Poster } from '../bot/slack/poster.ts';
import type { Member } from '../domain/member.ts';
import { checkpointBatch } from '../domain/proposal.ts';
import type { Checkpoint } from '../guardrail/audit/checkpoint.ts';
import { createChatConnector } from '../guardrail/clients/chat.ts';
import { startAlertKeeper } from '../jobs/alert-keeper.ts';
import { startCardKeeper } from '../jobs/card-keeper.ts';
import { startEffectWorker } from '../jobs/effect-worker.ts';
import { proposeAction } from '../services/propose-action.ts';
import type { CardPort } from '../services/show-cards.ts';
import { checkpointView } from '../views/checkpoint-view.ts';
import type { OpenServices } from './open-services.ts';
import { startSealing } from './sealing.ts';

/** What a chat offers to what goes out by itself. */
export interface OutwardChat {
  platform: string;
  poster: Poster;
  /** Null = there is no such channel */
  approvalsChannel: string | null;
  auditChannel: string | null;
  /** The person's name on the platform; null = they are not there */
  userOf(member: Member): string | null;
}

/** Starts what acts without being asked: the worker behind the door, the cards, the sealing of the audit. */
export function startOutward(services: OpenServices, chat: OutwardChat): () => Promise<void> {
  const { door, ids, log } = services;
  door.join(createChatConnector(chat.poster));
  const worker = startEffectWorker(services, `server-${ids.secret().slice(0, 12)}`);
  const port = cardPort(chat);
  const cards = port && startCardKeeper(services, port);
  const alerts = startAlertKeeper(services, (channel, message, view) =>
    chat.poster.update(channel, message, view),
  );
  const { auditChannel } = chat;
  const endSealing = startSealing(
    services,
    auditChannel === null
      ? undefined
      : (checkpoint) =>
          publish(services, auditChannel, checkpoint).catch((error: unknown) =>
            log.error({ err: error }, 'a checkpoint could not be posted; its file has it'),
          ),
  );
  door.onNudge(() => {
    worker.nudge();
    cards?.nudge();
    alerts.nudge();
  });
  return async () => {
    door.onNudge(() => undefined);
    await worker.stop();
    await cards?.stop();
    await alerts.stop();
    await endSealing();
  };
}

/** A post like any other: policy lets the installation itself make it. */
async function publish(services: OpenServices, channel: string, checkpoint: Checkpoint): Promise<void> {
  // While posts wait, or would only ask people, the newest checkpoint is in its file; a later one says all of it.
  const states = ['proposed', 'approved', 'executing'] as const;
  const waiting = await services.store.listProposals({ batch: checkpointBatch, states, limit: 1 });
  if (waiting.length > 0 || !services.door.policies().automatic) return;
  const params = { channel, view: checkpointView(checkpoint) };
  await proposeAction(
    { ...services, member: null },
    { kind: 'message.post', account: null, params, batch: checkpointBatch },
  );
}

function cardPort({ platform, poster, approvalsChannel, userOf }: OutwardChat): CardPort | null {
  if (approvalsChannel === null) return null;
  return {
    platform,
    channel: approvalsChannel,
    post: async (view, key, thread) =>
      (await poster.post(approvalsChannel, view, { key, ...(thread === null ? {} : { thread }) })).message,
    update: (message, view) => poster.update(approvalsChannel, message, view),
    tell: async (member, view, key) => {
      const user = userOf(member);
      if (user !== null) await poster.post(user, view, { key });
    },
  };
}
