import { createElement as h, type ReactElement } from 'react';
import { slackSurface } from '../slack/surface.ts';

/** Emoji that can be put under a message: the first notes it, the others say nothing to us. */
const emojis: readonly { name: string; sign: string; says: string }[] = [
  { name: 'memo', sign: '📝', says: 'React with memo: notes the message' },
  { name: 'eyes', sign: '👀', says: 'React with eyes' },
  { name: '+1', sign: '👍', says: 'React with thumbs up' },
];

/** What can be done with a message of a conversation: the app's shortcuts, and reactions. */
export function drawMessageMenu(): ReactElement {
  return h(
    'details',
    { className: 'menu', name: 'menu' },
    h('summary', { 'aria-label': 'More for this message', title: 'More for this message' }, '⋯'),
    h(
      'div',
      { className: 'menu-items' },
      h(
        'div',
        { className: 'reactions' },
        emojis.map(({ name, sign, says }) =>
          h(
            'button',
            { key: name, type: 'button', 'data-react': name, 'aria-label': says, title: says },
            sign,
          ),
        ),
      ),
      drawShortcuts('message'),
    ),
  );
}

/** The app's shortcuts that need no message, beside the line to type in. */
export function drawShortcutMenu(): ReactElement {
  return h(
    'details',
    { className: 'menu', id: 'shortcuts', name: 'menu' },
    h('summary', { 'aria-label': 'Shortcuts', title: 'Shortcuts' }, '⚡'),
    h('div', { className: 'menu-items' }, drawShortcuts('global')),
  );
}

function drawShortcuts(type: 'message' | 'global'): ReactElement[] {
  return slackSurface.shortcuts
    .filter((shortcut) => shortcut.type === type)
    .map(({ callback, name, description }) =>
      h(
        'button',
        { key: callback, type: 'button', 'data-shortcut': callback },
        h('b', null, name),
        h('small', null, description),
      ),
    );
}

/** Who put which emoji under a message. */
export function drawReactions(
  reactions: ReadonlyMap<string, ReadonlySet<string>> | undefined,
  nameOf: (user: string) => string,
): ReactElement | null {
  if (reactions === undefined || reactions.size === 0) return null;
  return h(
    'p',
    { className: 'reacted' },
    [...reactions].map(([name, users]) => {
      const who = [...users].map(nameOf).join(', ');
      const sign = emojis.find((each) => each.name === name)?.sign ?? `:${name}:`;
      return h(
        'span',
        { key: name, title: who },
        sign,
        ' ',
        users.size,
        h('span', { className: 'unseen' }, ` by ${who}`),
      );
    }),
  );
}
