import type { types } from '@slack/bolt';
import type { View } from '../../views/view.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { slackLimits } from './limits.ts';
import { type Incoming, place } from './parse.ts';
import { textAt } from './paths.ts';
import { renderBlock } from './render.ts';
import type { LinkTo } from './rich-text.ts';

/** Translates the opening of the app's Home tab; null for its other tabs. */
export function parseHome(body: JsonObject): Incoming | null {
  const event = isObject(body.event) ? body.event : {};
  const [user, team] = [textAt(event, 'user'), textAt(body, 'team_id')];
  if (!user || !team || event.tab !== 'home') return null;
  const at = textAt(body, 'event_id') ?? textAt(event, 'event_ts') ?? '';
  return {
    keys: [JSON.stringify(['home', team, user, at])],
    team,
    user,
    thread: null,
    asked: { kind: 'home' },
    trigger: null,
    external: false,
    destination: { ...place(null, user), direct: true },
  };
}

/** Draws a view as a Home tab: all of it in one place, as far as a hundred blocks go. */
export function renderHome(view: View, linkTo: LinkTo): types.HomeView {
  let count = 0;
  const numbering = { next: () => count++ };
  const blocks = view.blocks.flatMap((block) => renderBlock(block, linkTo, numbering));
  return { type: 'home', blocks: blocks.slice(0, slackLimits.viewBlocks) };
}
