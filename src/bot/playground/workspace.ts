import type { Clock } from '../../domain/clock.ts';
import type { Member } from '../../domain/member.ts';

/** Ids of the made-up workspace; no real one has them. */
export const workspaceIds = {
  team: 'T0PLAYGROUND',
  app: 'A0HOLDFAST',
  bot: 'B0HOLDFAST',
  botUser: 'U0HOLDFAST',
  internal: 'C0CS',
  shared: 'C0SHARED',
  alerts: 'C0ALERTS',
  approvals: 'C0APPROVALS',
  audit: 'C0ADMIN',
} as const;

/** The name to click by of a person's Home tab, where a message has its time. */
export const homeId = 'home';

export interface Conversation {
  id: string;
  name: string;
  kind: 'channel' | 'shared' | 'direct';
  /** Slack ids of the people who see it, without the bot. */
  members: string[];
}

/** A message as Slack keeps it. */
export interface StoredMessage {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: unknown[];
  threadTs: string | null;
  /** The only person who sees it; null = everybody in the channel. */
  onlyFor: string | null;
  /** Grows with every change, so that a reader notices. */
  revision: number;
  /** What somebody typed as a command: shown to them on the page, no message in Slack. */
  echo: boolean;
  /** Emoji by their names, and who put them there. */
  reactions?: Map<string, Set<string>>;
  /** What the app hung on it, unseen. */
  metadata?: { event_type: string; event_payload: object };
}

/** The conversations and messages of one Slack workspace, in memory. */
export interface Workspace {
  people: readonly Member[];
  conversations: readonly Conversation[];
  /** What stands on each person's Home tab, by their Slack id. */
  homes: Map<string, unknown[]>;
  conversation(id: string): Conversation | null;
  add(message: Omit<StoredMessage, 'ts' | 'revision' | 'echo'> & { echo?: boolean }): StoredMessage;
  find(channel: string, ts: string): StoredMessage | null;
  change(message: StoredMessage, to: Pick<StoredMessage, 'text' | 'blocks'>): void;
  react(message: StoredMessage, emoji: string, user: string): void;
  remove(message: StoredMessage): void;
  /** All messages of a channel, oldest first. */
  everything(channel: string): StoredMessage[];
  /** What one person sees of it, oldest first. */
  visible(channel: string, user: string): StoredMessage[];
}

/** A member's name in the workspace, and back. */
export function slackUserOf(memberId: string): string {
  return `U0${memberId}`;
}

export function directChannelOf(memberId: string): string {
  return `D0${memberId}`;
}

/** Who is in the channel where the audit's checkpoints are posted. */
export function seesAudit({ role }: Pick<Member, 'role'>): boolean {
  return role === 'admin' || role === 'auditor';
}

/** A page of chat is long enough; older messages are forgotten. */
const keptPerChannel = 500;

/** @param kept - of each channel, the newest */
export function createWorkspace(
  people: readonly Member[],
  clock: Clock,
  kept: number = keptPerChannel,
): Workspace {
  const users = people.map((person) => slackUserOf(person.id));
  const auditors = people.filter(seesAudit).map((person) => slackUserOf(person.id));
  const conversations: Conversation[] = [
    { id: workspaceIds.internal, name: 'customer-success', kind: 'channel', members: users },
    { id: workspaceIds.shared, name: 'acme-shared', kind: 'shared', members: users },
    { id: workspaceIds.alerts, name: 'cs-alerts', kind: 'channel', members: users },
    { id: workspaceIds.approvals, name: 'approvals', kind: 'channel', members: users },
    { id: workspaceIds.audit, name: 'holdfast-audit', kind: 'channel', members: auditors },
    ...people.map(
      (person): Conversation => ({
        id: directChannelOf(person.id),
        name: 'Holdfast',
        kind: 'direct',
        members: [slackUserOf(person.id)],
      }),
    ),
  ];
  const messages = new Map<string, StoredMessage[]>(conversations.map(({ id }) => [id, []]));
  let lastMicros = 0;
  const nextTs = (): string => {
    lastMicros = Math.max(lastMicros + 1, clock.now().getTime() * 1_000);
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
  };
  return {
    people,
    conversations,
    homes: new Map(),
    conversation: (id) => conversations.find((conversation) => conversation.id === id) ?? null,
    add(message) {
      const stored = { echo: false, ...message, ts: nextTs(), revision: 1 };
      const list = messages.get(message.channel) ?? [];
      list.push(stored);
      if (list.length > kept) list.shift();
      return stored;
    },
    find: (channel, ts) => messages.get(channel)?.find((message) => message.ts === ts) ?? null,
    change(message, to) {
      Object.assign(message, to, { revision: message.revision + 1 });
    },
    react(message, emoji, user) {
      const reactions = message.reactions ?? new Map<string, Set<string>>();
      reactions.set(emoji, (reactions.get(emoji) ?? new Set()).add(user));
      Object.assign(message, { reactions, revision: message.revision + 1 });
    },
    remove(message) {
      const list = messages.get(message.channel) ?? [];
      list.splice(list.indexOf(message), 1);
    },
    everything: (channel) => [...(messages.get(channel) ?? [])],
    visible: (channel, user) =>
      (messages.get(channel) ?? []).filter(({ onlyFor }) => onlyFor === null || onlyFor === user),
  };
}
