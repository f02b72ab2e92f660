import { createElement as h, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Member, Role } from '../../domain/member.ts';
import { drawShortcutMenu } from './draw-menus.ts';
import { drawAvatar, drawSign } from './draw-messages.ts';
import { directChannelOf, homeId, seesAudit, workspaceIds } from './workspace.ts';

/** Questions to start with, as a person would type them. */
const examples = [
  'how is acme doing?',
  '/cs why acme --since 2026-11-01',
  'import stops with SCHEMA_DRIFT',
  'help',
];

const roleNames: Record<Role, string> = {
  exec: 'Executive',
  manager: 'Manager',
  csm: 'Customer success',
  agent: 'Support',
  admin: 'Admin',
  auditor: 'Auditor',
};

/**
 * The page: people and channels at the side, messages and a line to type in.
 * @param opensConsole - whether the console runs beside it
 */
export function renderPage(members: readonly Member[], opensConsole: boolean): string {
  const page = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charSet: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('title', null, 'Holdfast playground'),
      h('link', { rel: 'icon', href: '/favicon.ico', type: 'image/svg+xml' }),
      h('link', { rel: 'stylesheet', href: '/playground/assets/blocks.css' }),
      h('link', { rel: 'stylesheet', href: '/playground/assets/playground.css' }),
      h('script', { src: '/playground/assets/adaptivecards.js', defer: true }),
      h('script', { src: '/playground/assets/playground.js', type: 'module' }),
      h('script', { src: '/playground/assets/teams.js', type: 'module' }),
    ),
    h('body', null, drawSide(members, opensConsole), drawMain(), drawTeams()),
  );
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

function drawSide(members: readonly Member[], opensConsole: boolean): ReactElement {
  return h(
    'aside',
    null,
    h(
      'div',
      { className: 'brand' },
      h('span', { className: 'avatar bot' }, drawSign()),
      h(
        'div',
        null,
        h('h1', null, 'Holdfast'),
        h('p', null, 'Playground: the real Slack app, no account needed'),
        h('p', null, h('a', { href: '/console' }, 'Open the web console')),
      ),
    ),
    h(
      'nav',
      { 'aria-label': 'Conversations', className: 'channels' },
      h('h2', null, 'Conversations'),
      drawChannel('direct', 'Holdfast', 'Direct message', '●'),
      drawChannel(homeId, 'Home', 'Your approvals, alerts and accounts', '⌂'),
      drawChannel(workspaceIds.internal, 'customer-success', 'Your own people', '#'),
      drawChannel(workspaceIds.alerts, 'cs-alerts', 'Customers at risk', '#'),
      drawChannel(workspaceIds.approvals, 'approvals', 'What waits for a decision', '#'),
      drawChannel(
        workspaceIds.audit,
        'holdfast-audit',
        'Admins and auditors',
        '#',
        members.filter(seesAudit),
      ),
      drawChannel(workspaceIds.shared, 'acme-shared', 'Acme reads along', '#'),
      opensConsole
        ? h(
            'button',
            { type: 'button', id: 'console' },
            h('span', { className: 'sign', 'aria-hidden': true }, '↗'),
            h('span', null, h('b', null, 'Web console'), h('small', null, 'Signed in as this person')),
          )
        : null,
    ),
    h(
      'nav',
      { 'aria-label': 'You are', className: 'people' },
      h('h2', null, 'You are'),
      members.map((member) =>
        h(
          'button',
          {
            key: member.id,
            type: 'button',
            'data-member': member.id,
            'data-direct': directChannelOf(member.id),
          },
          drawAvatar(members, member),
          h('span', null, h('b', null, member.name), h('small', null, roleNames[member.role])),
        ),
      ),
    ),
  );
}

/** @param only - who sees it; absent = everybody */
function drawChannel(
  id: string,
  name: string,
  about: string,
  sign: string,
  only?: readonly Member[],
): ReactElement {
  const visible = only && { 'data-only': only.map((member) => member.id).join(' ') };
  return h(
    'button',
    { type: 'button', 'data-channel': id, 'data-name': name, 'data-about': about, ...visible },
    h('span', { className: 'sign', 'aria-hidden': true }, sign),
    h('span', null, h('b', null, name), h('small', null, about)),
  );
}

function drawMain(): ReactElement {
  const label = 'Ask about an account, for a fix, or type a command';
  return h(
    'main',
    null,
    h(
      'header',
      { className: 'title' },
      h('h2', { id: 'name' }, 'Holdfast'),
      h('p', { id: 'about' }, 'Direct message'),
      h(
        'button',
        { type: 'button', id: 'teams-toggle', 'aria-pressed': false, 'aria-controls': 'teams' },
        'Beside Teams',
      ),
    ),
    h(
      'section',
      { id: 'scroll', tabIndex: 0, 'aria-label': 'Messages' },
      drawWelcome(),
      // The name that the library's style sheet hangs on.
      h(
        'div',
        { id: 'slack_blocks_to_jsx' },
        h('div', { id: 'messages', className: 'messages', role: 'log', 'aria-live': 'polite' }),
        h('dialog', { id: 'form', 'aria-labelledby': 'form-title' }),
      ),
      h('p', { id: 'working', hidden: true }, h('i'), h('i'), h('i'), h('span', null, 'Holdfast is looking')),
    ),
    h('p', { id: 'problem', role: 'alert', hidden: true }),
    h(
      'p',
      { id: 'answered', role: 'status', hidden: true },
      h('span'),
      h('button', { type: 'button', 'data-channel': 'direct', className: 'control' }, 'Show'),
    ),
    h(
      'form',
      { id: 'composer', autoComplete: 'off' },
      h(
        'button',
        { type: 'button', id: 'thread', hidden: true, title: 'Leave the thread' },
        'Replying in thread  ×',
      ),
      drawShortcutMenu(),
      h('textarea', {
        id: 'line',
        rows: 1,
        placeholder: label,
        'aria-label': label,
        autoFocus: true,
      }),
      h('button', { type: 'submit', id: 'send', 'aria-label': 'Send' }, drawArrow()),
    ),
  );
}

/** The same conversation as the real Teams app answers it; hidden until somebody wants it. */
function drawTeams(): ReactElement {
  return h(
    'section',
    { id: 'teams', hidden: true, 'aria-labelledby': 'teams-name' },
    h('h2', { id: 'teams-name' }, 'Microsoft Teams'),
    h('div', { id: 'teams-messages', role: 'log', 'aria-live': 'polite', tabIndex: 0 }),
    h('p', { id: 'teams-said', role: 'status', hidden: true }),
    h('dialog', { id: 'teams-dialog', 'aria-label': 'Teams dialog' }),
  );
}

function drawWelcome(): ReactElement {
  return h(
    'div',
    { id: 'welcome' },
    h('span', { className: 'avatar bot large' }, drawSign()),
    h('h3', null, 'Ask how a customer is doing'),
    h(
      'p',
      null,
      'Every figure in an answer links to the record it stands on. Answers are for your eyes only.',
    ),
    h(
      'div',
      { className: 'chips' },
      examples.map((example) =>
        h('button', { key: example, type: 'button', 'data-example': example }, example),
      ),
    ),
  );
}

function drawArrow(): ReactElement {
  const path = {
    d: 'M4 12h15M13 6l6 6-6 6',
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: 2,
    strokeLinecap: 'round',
  };
  return h(
    'svg',
    { viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': true },
    h('path', path as object),
  );
}
