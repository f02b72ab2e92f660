/** A conversation of Teams in which we are. */
export interface KnownPlace {
  id: string;
  kind: 'personal' | 'group' | 'channel';
  name: string | null;
  serviceUrl: string;
  tenant: string;
}

/** A person of Teams whom we have met. */
export interface KnownPerson {
  /** Their name in the directory of their company. */
  user: string;
  tenant: string;
  /** Their name in chats. */
  chatId: string;
  /** The chat of the two of us; null = not begun yet. */
  place: string | null;
  serviceUrl: string;
}

/** A message of ours, as it was last drawn. */
export interface KnownMessage {
  place: string;
  message: string;
  /** Finds a post again; null = an answer to one person. */
  key: string | null;
  part: number;
  parts: number;
  card: string;
}

/** What has to be remembered, since Teams cannot be asked: where we are, whom we met, and what we said. */
export interface TeamsMemory {
  notePlace(place: KnownPlace): Promise<void>;
  findPlace(id: string): Promise<KnownPlace | null>;
  notePerson(person: KnownPerson): Promise<void>;
  findPeople(users: readonly string[]): Promise<KnownPerson[]>;
  noteMessage(message: KnownMessage): Promise<void>;
  findMessage(place: string, message: string): Promise<KnownMessage | null>;
  messagesOfKey(key: string): Promise<KnownMessage[]>;
}
