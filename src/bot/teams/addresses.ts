import { PostFailed } from '../platform/post-failed.ts';
import type { Address, TeamsConnector } from './connector.ts';
import type { TeamsMemory } from './memory.ts';

/** What is known of where people and conversations are. */
export interface AddressBook {
  connector: TeamsConnector;
  memory: TeamsMemory;
  tenantId: string | null;
  /** Where Teams answers that never wrote to us; null = nowhere. */
  serviceUrl: string | null;
}

/**
 * Finds where to post: a conversation by its id, or the chat with a person by their name in the directory.
 * @throws {PostFailed} where neither is known
 */
export async function findAddress(
  { connector, memory, ...book }: AddressBook,
  channel: string,
  thread?: string,
): Promise<Address> {
  const fallback = (): string => {
    if (book.serviceUrl !== null) return book.serviceUrl;
    throw new PostFailed(`Nobody wrote to us from '${channel}' yet, so Teams cannot be reached there.`, {
      nothingHappened: true,
      permanent: true,
      retryAfterMs: null,
    });
  };
  const known = await memory.findPlace(channel);
  const inThread = known?.kind === 'channel' || isChannel(channel) ? (thread ?? null) : null;
  if (known || channel.includes(':'))
    return { serviceUrl: known?.serviceUrl ?? fallback(), place: channel, thread: inThread };
  const [person] = await memory.findPeople([channel]);
  const serviceUrl = person?.serviceUrl ?? fallback();
  if (person?.place) return { serviceUrl, place: person.place, thread: null };
  const tenant = person?.tenant ?? book.tenantId ?? '';
  const place = await connector.begin(serviceUrl, { user: person?.chatId ?? channel, tenant });
  if (person) await memory.notePerson({ ...person, place });
  return { serviceUrl, place, thread: null };
}

/** Whether what follows can hang under it: channels alone have threads. */
export function isThreaded({ place, thread }: Address): boolean {
  return thread !== null || isChannel(place);
}

function isChannel(place: string): boolean {
  return /@thread\.(?:tacv2|skype)$/.test(place);
}
