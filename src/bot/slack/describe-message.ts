import type { webApi } from '@slack/bolt';
import type { AboutMessage } from '../reply.ts';
import { type MessageRef, plainText } from './parse.ts';
import { authorIn, messageKey } from './parse-shortcut.ts';
import { textAt } from './paths.ts';

/** Says of a message what a note keeps of it: its words, who wrote them, and where it stands. */
export async function describeMessage(
  client: webApi.WebClient,
  { team, botUserId }: { team: string; botUserId: string | null },
  ref: MessageRef,
): Promise<AboutMessage> {
  const [{ text, author }, url] = await Promise.all([
    ref.text === null ? readMessage(client, ref, botUserId) : { text: ref.text, author: ref.author },
    permalinkOf(client, ref),
  ]);
  return { key: messageKey(team, ref), text, author: await nameOf(client, author), url };
}

/** A message of the channel, or a reply in a thread of it. @throws when Slack does not show it */
async function readMessage(
  client: webApi.WebClient,
  { channel, ts }: MessageRef,
  botUserId: string | null,
): Promise<{ text: string; author: MessageRef['author'] }> {
  const only = { channel, oldest: ts, latest: ts, inclusive: true, limit: 1 };
  const { messages: told = [] } = await client.conversations.history(only);
  const inChannel = told.find((message) => message.ts === ts);
  const found =
    inChannel ??
    (await client.conversations.replies({ ...only, ts })).messages?.find((each) => each.ts === ts);
  return { text: plainText(found?.text ?? '', botUserId), author: authorIn(found) };
}

async function permalinkOf(client: webApi.WebClient, { channel, ts }: MessageRef): Promise<string | null> {
  try {
    return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
  } catch {
    return null; // the note stands without it
  }
}

async function nameOf(client: webApi.WebClient, author: MessageRef['author']): Promise<string> {
  if (author === null) return 'Somebody';
  if ('name' in author) return author.name;
  try {
    const { user } = await client.users.info({ user: author.user });
    return (
      textAt(user, 'profile', 'real_name') ?? textAt(user, 'real_name') ?? textAt(user, 'name') ?? author.user
    );
  } catch {
    return author.user;
  }
}
