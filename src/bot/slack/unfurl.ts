import type { types } from '@slack/bolt';
import { describeError } from '../platform/describe-error.ts';
import type { Answering } from './answering.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { isFirst } from './is-first.ts';
import { keyOf } from './parse.ts';
import { textAt } from './paths.ts';
import { renderView } from './render.ts';

/** Links of ours in one message that somebody posted. */
interface PostedLinks {
  team: string;
  user: string;
  channel: string;
  ts: string;
  /** Each address as it stands there, and the page of ours that it opens. */
  links: { url: string; path: string }[];
}

/** Previews in one message; ours. */
const linksAtMost = 5;

/**
 * Shows what our links in a message lead to, where everybody who sees it is of our own company, and Slack says so now. An
 * address that is not ours, or opens nothing any more, shows nothing. Never rejects.
 */
export async function unfurl(body: JsonObject, own: Answering): Promise<void> {
  const posted = parseLinks(body, own.readLink ?? (() => null));
  if (posted === null) return;
  const { team, user, channel, ts, links } = posted;
  try {
    if (!(await isFirst([keyOf('links', team, channel, ts)], own))) return;
    if (!(await own.shared.isOurs(channel, team))) return;
    const unfurls: Record<string, { blocks: types.KnownBlock[] }> = {};
    for (const { url, path } of links) {
      const asked = { kind: 'link', path } as const;
      const place = { platform: 'slack', team, user, channel, place: 'channel', thread: null } as const;
      const { preview } = await own.answer({ ...place, asked });
      const [first] = preview === undefined ? [] : renderView(preview, own.linkTo);
      if (first) unfurls[url] = { blocks: first.blocks };
    }
    if (Object.keys(unfurls).length === 0) return;
    const { quick } = await own.connect(team);
    await quick.chat.unfurl({ channel, ts, unfurls });
  } catch (error) {
    own.log.warn(describeError(error), 'links could not be shown');
  }
}

/** Null = no link of ours, or a message that is still being written. */
function parseLinks(body: JsonObject, readLink: (url: string) => string | null): PostedLinks | null {
  const event = isObject(body.event) ? body.event : {};
  const [team, user] = [textAt(body, 'team_id'), textAt(event, 'user')];
  const [channel, ts] = [textAt(event, 'channel'), textAt(event, 'message_ts')];
  if (!team || !user || !channel || !ts || body.is_ext_shared_channel === true) return null;
  if ((textAt(event, 'source') ?? 'conversations_history') !== 'conversations_history') return null;
  const urls = (Array.isArray(event.links) ? event.links : []).flatMap((link) => textAt(link, 'url') ?? []);
  const links = [...new Set(urls)].flatMap((url) => {
    // Slack writes an ampersand in text as an entity.
    const path = readLink(url.replaceAll('&amp;', '&'));
    return path === null ? [] : [{ url, path }];
  });
  return links.length === 0 ? null : { team, user, channel, ts, links: links.slice(0, linksAtMost) };
}
