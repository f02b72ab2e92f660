import { createElement as h, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Member } from '../../domain/member.ts';
import { drawBlock } from './draw-blocks.ts';
import { drawMessageMenu, drawReactions } from './draw-menus.ts';
import { type StoredMessage, slackUserOf, workspaceIds } from './workspace.ts';

/**
 * Draws a screen of messages as HTML, threads under the message that began them. Each message is drawn once per
 * revision.
 */
export function createDrawMessages(
  members: readonly Member[],
): (messages: readonly StoredMessage[]) => string {
  const drawn = new WeakMap<StoredMessage, { revision: number; html: string }>();
  return (messages) =>
    inThreads(messages)
      .map((message) => {
        const kept = drawn.get(message);
        if (kept?.revision === message.revision) return kept.html;
        const html = renderToStaticMarkup(drawMessage(message, members))
          // The library gives every message the same id; on the page the list carries it once.
          .replaceAll('<div id="slack_blocks_to_jsx" data-theme="light"', '<div');
        drawn.set(message, { revision: message.revision, html });
        return html;
      })
      .join('');
}

/** Initials and a colour of its own for everybody; the bot has its sign. */
export function drawAvatar(members: readonly Member[], member: Member | null): ReactElement {
  if (member === null) return h('span', { className: 'avatar bot', 'aria-hidden': true }, drawSign());
  const initials = member.name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('');
  return h('span', { className: `avatar hue-${members.indexOf(member) % 8}`, 'aria-hidden': true }, initials);
}

/** The sign of Holdfast: an anchor ring that holds. */
export function drawSign(): ReactElement {
  const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 2.2, strokeLinecap: 'round' } as const;
  return h(
    'svg',
    { viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': true },
    h('circle', { cx: 12, cy: 5.5, r: 2.3, ...stroke }),
    h('path', { d: 'M12 8v12M7.5 11.5h9M4.5 14c.6 3.8 3.6 6 7.5 6s6.9-2.2 7.5-6', ...stroke }),
  );
}

function drawMessage(message: StoredMessage, members: readonly Member[]): ReactElement {
  const { ts, user, blocks, text, threadTs, onlyFor, revision, echo } = message;
  const author = members.find(({ id }) => slackUserOf(id) === user) ?? null;
  const at = new Date(Number(ts) * 1_000).toISOString();
  const isBot = user === workspaceIds.botUser;
  const kind = [isBot ? 'from-bot' : 'from-person', threadTs === null ? '' : 'in-thread', echo ? 'echo' : ''];
  return h(
    'article',
    { className: `message ${kind.filter(Boolean).join(' ')}`, 'data-id': ts, 'data-revision': revision },
    drawAvatar(members, author),
    h(
      'div',
      { className: 'content' },
      h(
        'header',
        null,
        h('b', null, author?.name ?? 'Holdfast'),
        isBot ? h('span', { className: 'app-badge' }, 'App') : null,
        h('time', { dateTime: at, title: at }, at.slice(11, 16)),
        onlyFor === null ? null : h('span', { className: 'private' }, drawEye(), 'Only visible to you'),
      ),
      h(
        'div',
        { className: 'blocks' },
        echo ? h('p', { className: 'typed' }, h('code', null, text)) : blocks.map(drawBlock),
      ),
      drawReactions(
        message.reactions,
        (who) => members.find(({ id }) => slackUserOf(id) === who)?.name ?? 'Holdfast',
      ),
      echo || onlyFor !== null
        ? null
        : h(
            'div',
            { className: 'tools' },
            h(
              'button',
              { type: 'button', className: 'reply', 'data-thread': threadTs ?? ts },
              'Reply in thread',
            ),
            drawMessageMenu(),
          ),
    ),
  );
}

function drawEye(): ReactElement {
  const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 };
  return h(
    'svg',
    { viewBox: '0 0 16 16', width: 12, height: 12, 'aria-hidden': true },
    h('path', { d: 'M1.5 8s2.4-4.2 6.5-4.2S14.5 8 14.5 8s-2.4 4.2-6.5 4.2S1.5 8 1.5 8z', ...stroke }),
    h('circle', { cx: 8, cy: 8, r: 1.8, ...stroke }),
  );
}

/** Messages in order, the replies of a thread right after its first message. */
function inThreads(messages: readonly StoredMessage[]): StoredMessage[] {
  const seen = new Set(messages.map(({ ts }) => ts));
  const replies = Map.groupBy(
    messages.filter(({ threadTs }) => threadTs !== null && seen.has(threadTs)),
    ({ threadTs }) => threadTs,
  );
  return messages
    .filter(({ threadTs }) => threadTs === null || !seen.has(threadTs))
    .flatMap((message) => [message, ...(replies.get(message.ts) ?? [])]);
}
