import type { Clock } from '../../domain/clock.ts';
import type { Member } from '../../domain/member.ts';

/** Ids of the made-up tenant; no real one has them. */
export const tenantIds = {
  tenant: '00000000-0000-4000-8000-00000000f00d',
  bot: '28:holdfast',
  internal: '19:customer-success@thread.tacv2',
  alerts: '19:cs-alerts@thread.tacv2',
  approvals: '19:approvals@thread.tacv2',
  audit: '19:holdfast-audit@thread.tacv2',
  shared: '19:acme-shared@thread.tacv2',
} as const;

/** A person of the tenant: their name in chats and in the directory. */
export interface TeamsPerson {
  id: string;
  aadObjectId: string;
  name: string;
}

export interface TeamsConversation {
  id: string;
  name: string;
  kind: 'personal' | 'channel';
  /** Names in chats. */
  members: readonly string[];
  /** Somebody of another company reads along. */
  hasGuests: boolean;
}

/** A message as Teams keeps it. */
export interface TeamsStored {
  id: string;
  conversation: string;
  thread: string | null;
  from: string;
  /** The activity as it was posted. */
  activity: Readonly<Record<string, unknown>>;
  /** The only person who sees it; null = everybody there. */
  onlyFor: string | null;
  /** Cards of their own, by name in chats. */
  ownCards: Map<string, unknown>;
  revision: number;
}

/** The conversations and messages of one tenant, in memory. */
export interface TeamsTenant {
  people: readonly TeamsPerson[];
  conversations: readonly TeamsConversation[];
  person(memberId: string): TeamsPerson | null;
  conversation(id: string): TeamsConversation | null;
  /** The chat of one person and the bot. */
  chatOf(person: string): TeamsConversation;
  add(message: Omit<TeamsStored, 'id' | 'revision' | 'ownCards'>): TeamsStored;
  find(conversation: string, id: string): TeamsStored | null;
  change(message: TeamsStored, activity: TeamsStored['activity']): void;
  /** What one person sees of it, oldest first. */
  visible(conversation: string, person: string): TeamsStored[];
}

/** The person's name in chats. */
function chatIdOf(memberId: string): string {
  return `29:${memberId}`;
}

const keptPerConversation = 500;

/** @param people - each of them is a person of the tenant */
export function createTenant(people: readonly Member[], clock: Clock): TeamsTenant {
  const known = people.map(({ id, name }) => ({ id: chatIdOf(id), aadObjectId: `directory-${id}`, name }));
  const everybody = known.map(({ id }) => id);
  const auditors = people
    .filter(({ role }) => role === 'admin' || role === 'auditor')
    .map(({ id }) => chatIdOf(id));
  const channel = (id: string, name: string, members = everybody, hasGuests = false): TeamsConversation => ({
    id,
    name,
    kind: 'channel',
    members,
    hasGuests,
  });
  const chat = (id: string): TeamsConversation => ({
    id: `a:${id.slice(3)}`,
    name: 'Holdfast',
    kind: 'personal',
    members: [id],
    hasGuests: false,
  });
  const conversations = [
    channel(tenantIds.internal, 'customer-success'),
    channel(tenantIds.alerts, 'cs-alerts'),
    channel(tenantIds.approvals, 'approvals'),
    channel(tenantIds.audit, 'holdfast-audit', auditors),
    channel(tenantIds.shared, 'acme-shared', everybody, true),
    ...everybody.map(chat),
  ];
  const messages = new Map<string, TeamsStored[]>(conversations.map(({ id }) => [id, []]));
  let last = 0;
  return {
    people: known,
    conversations,
    person: (memberId) => known.find(({ id }) => id === chatIdOf(memberId)) ?? null,
    conversation: (id) => conversations.find((one) => one.id === id) ?? null,
    chatOf: (person) =>
      conversations.find((one) => one.kind === 'personal' && one.members[0] === person) ?? chat(person),
    add(message) {
      last = Math.max(last + 1, clock.now().getTime());
      const stored = { ...message, id: String(last), revision: 1, ownCards: new Map<string, unknown>() };
      const list = messages.get(message.conversation) ?? [];
      list.push(stored);
      if (list.length > keptPerConversation) list.shift();
      return stored;
    },
    find: (conversation, id) => messages.get(conversation)?.find((message) => message.id === id) ?? null,
    change(message, activity) {
      message.activity = activity;
      message.ownCards.clear();
      message.revision += 1;
    },
    visible: (conversation, person) =>
      (messages.get(conversation) ?? []).filter(({ onlyFor }) => onlyFor === null || onlyFor === person),
  };
}
