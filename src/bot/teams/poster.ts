import type { View } from '../../views/view.ts';
import { PostFailed } from '../platform/post-failed.ts';
import { type AddressBook, findAddress, isThreaded } from './addresses.ts';
import { activityOf, bytesOf, type TeamsMessage } from './card.ts';
import type { Address } from './connector.ts';
import { forEverybody } from './decisions.ts';
import { teamsLimits } from './limits.ts';
import type { KnownMessage, KnownPerson } from './memory.ts';
import { nameIn } from './naming.ts';
import { renderView } from './render.ts';
import type { LinkTo } from './rich-text.ts';

/** Posts for everybody in a channel, or to one person by their name in the directory. It retries nothing. */
export interface Poster {
  /**
   * Posts a view; what does not fit into one message hangs under it.
   * @param where - `key` finds the post again, as far as we heard of it
   * @throws {PostFailed} which says whether nothing is there for sure
   */
  post(
    channel: string,
    view: View,
    where: { key: string; thread?: string | undefined },
  ): Promise<{ channel: string; message: string }>;
  /** Replaces a post of ours, with all its parts. @throws {PostFailed} */
  update(channel: string, message: string, view: View): Promise<void>;
  /** @throws {PostFailed} when nobody can say: Teams shows a bot no messages */
  lookup(channel: string, key: string, since: Date, thread?: string): Promise<string | null>;
}

export interface PosterOptions extends AddressBook {
  linkTo: LinkTo;
  /** Who may decide what a button names, by their names in the directory. */
  deciders(button: string): Promise<readonly string[]>;
}

/** @throws nothing of its own making: every failure says what became of the post */
export function createPoster(options: PosterOptions): Poster {
  const { connector, memory, linkTo } = options;

  async function draw(view: View, at: Address): Promise<TeamsMessage[]> {
    const shown = forEverybody(view);
    const messages = renderView(shown.view, linkTo, nameIn(at.place));
    const [first, ...rest] = messages;
    if (first === undefined || shown.button === null) return messages;
    const people = await meet(options, await options.deciders(shown.button), at);
    const userIds = people.map(({ chatId }) => chatId).slice(0, teamsLimits.refreshUsers);
    if (userIds.length === 0) return messages;
    const data = { holdfast: { action: 'look', value: shown.button } };
    const card = {
      ...first.card,
      refresh: { action: { type: 'Action.Execute', title: 'Refresh', verb: 'look', data }, userIds },
    };
    return bytesOf(card) <= teamsLimits.messageBytes + teamsLimits.envelopeBytes
      ? [{ ...first, card }, ...rest]
      : messages;
  }

  async function postPart(
    at: Address,
    message: TeamsMessage,
    part: Omit<KnownMessage, 'place' | 'message' | 'card'>,
  ): Promise<string> {
    const id = await connector.post(at, activityOf(message));
    await memory.noteMessage({ ...part, place: at.place, message: id, card: JSON.stringify(message.card) });
    return id;
  }

  return {
    async post(channel, view, { key, thread }) {
      requireKey(key);
      const at = await findAddress(options, channel, thread);
      const messages = await draw(view, at);
      const there = new Map((await memory.messagesOfKey(key)).map((one) => [one.part, one.message]));
      const parts = messages.length;
      const [first, ...rest] = messages;
      if (first === undefined) throw new Error('a view is drawn as no message');
      const head = there.get(1) ?? (await postPart(at, first, { key, part: 1, parts }));
      const under = isThreaded(at) ? { ...at, thread: at.thread ?? head } : at;
      for (const [index, message] of rest.entries()) {
        const part = index + 2;
        if (there.has(part)) continue;
        try {
          await postPart(under, message, { key, part, parts });
        } catch (cause) {
          throw new PostFailed(`Part ${part} of ${parts} of a post is missing.`, {
            nothingHappened: false,
            permanent: false,
            retryAfterMs: null,
            cause,
          });
        }
      }
      return { channel: at.place, message: head };
    },
    async update(channel, message, view) {
      const at = await findAddress(options, channel);
      const messages = await draw(view, at);
      const known = await memory.findMessage(at.place, message);
      const old = known?.key ? await memory.messagesOfKey(known.key) : [];
      const parts = messages.length;
      const key = known?.key ?? null;
      const under = isThreaded(at) ? { ...at, thread: message } : at;
      for (const [index, drawn] of [...messages, ...overhang(old, parts)].entries()) {
        const part = index + 1;
        const id = part === 1 ? message : old.find((one) => one.part === part)?.message;
        if (id === undefined) {
          await postPart(under, drawn, { key, part, parts });
          continue;
        }
        await connector.update(at, id, activityOf(drawn));
        const card = JSON.stringify(drawn.card);
        await memory.noteMessage({ place: at.place, message: id, key, part, parts, card });
      }
    },
    async lookup(_channel, key) {
      const found = await memory.messagesOfKey(key);
      const [first] = found;
      if (first && found.length >= first.parts) return first.message;
      const what = first
        ? `Only ${found.length} of ${first.parts} parts of the post are known to be there.`
        : 'Teams shows a bot no messages, so whether the post arrived is for a person to see.';
      throw new PostFailed(what, { nothingHappened: false, permanent: true, retryAfterMs: null });
    },
  };
}

/** People by their names in the directory; whom we never met may be in the conversation. */
async function meet(
  { connector, memory }: AddressBook,
  users: readonly string[],
  at: Address,
): Promise<KnownPerson[]> {
  const known = await memory.findPeople(users);
  if (known.length === users.length) return known;
  // A card without a refresh of its own is still a card: whoever may decide presses the button.
  const there = await connector.members(at).catch(() => []);
  for (const { chatId, user, tenant } of there) {
    if (chatId === '' || user === null || tenant === null || !users.includes(user)) continue;
    await memory.notePerson({ user, chatId, tenant, place: null, serviceUrl: at.serviceUrl });
  }
  return await memory.findPeople(users);
}

/** What stands in place of parts that a post has no more. */
function overhang(old: readonly KnownMessage[], parts: number): TeamsMessage[] {
  const gone = renderView({ summary: 'This part is not needed any more.', blocks: [] }, (path) => path);
  return Array.from({ length: Math.max(0, old.length - parts) }, () => gone).flat();
}

function requireKey(key: string): void {
  if (key !== '' && key.length <= teamsLimits.metadataKey) return;
  throw new PostFailed(
    `A post's key has ${key.length} characters; 1 to ${teamsLimits.metadataKey} are allowed.`,
    { nothingHappened: true, permanent: true, retryAfterMs: null },
  );
}
