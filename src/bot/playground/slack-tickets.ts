import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import { slackLimits } from '../slack/limits.ts';
import { type Answer, type Arguments, failed, textOf } from './slack-answers.ts';
import { contentOf } from './slack-methods.ts';
import { type Workspace, workspaceIds } from './workspace.ts';

/** What goes with a request and can be used for a while: its trigger, and its response address. */
export interface Tickets {
  /** A ticket for one modal, good for three seconds. */
  trigger(user: string): string;
  /** Whose it is; null = it was used, or is over */
  takeTrigger(id: string): string | null;
  /** The secret of an address that takes five replies within half an hour. */
  address(channel: string, user: string, messageTs: string | null): string;
  respond(secret: string, given: Arguments): Reply;
}

/** One answer over HTTP. */
export interface Reply {
  status: number;
  answer: Answer;
  retryAfterSeconds?: number;
}

interface ResponseAddress {
  channel: string;
  user: string;
  messageTs: string | null;
  uses: number;
  expiresAt: number;
}

const triggerMs = 3_000;
const keptAddresses = 2_000;

/** Both end by the clock. */
export function createTickets(workspace: Workspace, clock: Clock, ids: Ids): Tickets {
  const triggers = new Map<string, { user: string; expiresAt: number }>();
  const addresses = new Map<string, ResponseAddress>();
  const now = () => clock.now().getTime();
  return {
    trigger(user) {
      const id = `${now()}.${ids.secret()}`;
      for (const [old, { expiresAt }] of triggers) if (expiresAt <= now()) triggers.delete(old);
      triggers.set(id, { user, expiresAt: now() + triggerMs });
      return id;
    },
    takeTrigger(id) {
      const trigger = triggers.get(id);
      triggers.delete(id);
      return trigger && now() < trigger.expiresAt ? trigger.user : null;
    },
    address(channel, user, messageTs) {
      const secret = ids.secret();
      const expiresAt = now() + slackLimits.responseUrlMinutes * 60_000;
      addresses.set(secret, { channel, user, messageTs, uses: 0, expiresAt });
      const oldest = addresses.keys().next().value;
      if (addresses.size > keptAddresses && oldest !== undefined) addresses.delete(oldest);
      return secret;
    },
    respond(secret, given) {
      const address = addresses.get(secret);
      if (!address || now() > address.expiresAt || address.uses >= slackLimits.responseUrlUses) {
        return { status: 404, answer: failed('used_url') };
      }
      address.uses++;
      return applyResponse(workspace, address, given);
    },
  };
}

function applyResponse(workspace: Workspace, address: ResponseAddress, given: Arguments): Reply {
  const { channel, user, messageTs } = address;
  const original = messageTs === null ? null : workspace.find(channel, messageTs);
  if (given.delete_original === true) {
    if (original) workspace.remove(original);
    return { status: 200, answer: { ok: true } };
  }
  const content = contentOf(given);
  if (!content.ok) return { status: 400, answer: content };
  if (given.replace_original === true && original) workspace.change(original, content);
  else {
    const { text, blocks } = content;
    const threadTs = textOf(given.thread_ts) || null;
    const onlyFor = given.response_type === 'in_channel' ? null : user;
    workspace.add({ channel, user: workspaceIds.botUser, text, blocks, threadTs, onlyFor });
  }
  return { status: 200, answer: { ok: true } };
}
