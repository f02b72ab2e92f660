import { setTimeout as wait } from 'node:timers/promises';
import { HoldfastError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { describeError } from '../platform/describe-error.ts';
import { PostFailed } from '../platform/post-failed.ts';
import { activityOf, type TeamsMessage } from './card.ts';
import type { Address, TeamsConnector } from './connector.ts';
import type { TeamsMemory } from './memory.ts';
import type { Person, Place } from './parse.ts';

/** Sends answers to whoever asked, to be seen by them alone. */
export interface Messenger {
  /** @throws {HoldfastError} HF_TEAMS_FAILED when a message could not be delivered by any way */
  send(to: { person: Person; place: Place }, messages: readonly TeamsMessage[]): Promise<void>;
}

/** Longest pause that Teams may ask for before an answer is given up; a person does not wait longer. */
const longestPauseMs = 30_000;
const attempts = 3;

/**
 * In the chat of the two an answer is an ordinary message. Elsewhere it is a message that this person alone sees, and
 * where Teams takes none, a message in the chat of the two.
 */
export function createMessenger(connector: TeamsConnector, memory: TeamsMemory, log: Log): Messenger {
  async function post(at: Address, messages: readonly TeamsMessage[], onlyFor?: string): Promise<void> {
    for (const [index, message] of messages.entries()) {
      const id = await patiently(() => connector.post(at, activityOf(message), onlyFor));
      await memory.noteMessage({
        place: at.place,
        message: id,
        key: null,
        part: index + 1,
        parts: messages.length,
        card: JSON.stringify(message.card),
      });
    }
  }

  /** The chat of the two, begun where it is not there yet. */
  async function direct({ person, place }: { person: Person; place: Place }): Promise<Address> {
    const { serviceUrl } = place;
    const [known] = await memory.findPeople([person.user]);
    const chat =
      known?.place ??
      (await patiently(() => connector.begin(serviceUrl, { user: person.chatId, tenant: person.tenant })));
    if (!known?.place) {
      const { user, chatId, tenant } = person;
      await memory.notePerson({ user, chatId, tenant, place: chat, serviceUrl });
    }
    return { serviceUrl, place: chat, thread: null };
  }

  return {
    async send(to, messages) {
      const { place, person } = to;
      const here = { serviceUrl: place.serviceUrl, place: place.id, thread: place.thread };
      try {
        if (place.kind === 'personal') return await post(here, messages);
        try {
          return await post(here, messages, person.chatId);
        } catch (error) {
          if (!(error instanceof PostFailed) || !error.permanent) throw error;
          log.info(
            describeError(error),
            'Teams takes no private message there; answering in the chat of the two',
          );
        }
        await post(await direct(to), messages);
      } catch (cause) {
        throw new HoldfastError('HF_TEAMS_FAILED', 'Teams did not take an answer.', { cause });
      }
    },
  };
}

/** Waits as long as Teams asks for, within bounds, and tries again. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      const busy = error instanceof PostFailed && error.away === 'busy';
      const pauseMs = busy ? (error.retryAfterMs ?? 1_000) : null;
      if (pauseMs === null || pauseMs > longestPauseMs || tried === attempts) throw error;
      await wait(pauseMs);
    }
  }
}
