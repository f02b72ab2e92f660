import type { Member } from '../../domain/member.ts';
import { type Html, html, markupOf, type Piece } from '../escape.ts';
import { stylePath } from '../layout.ts';
import { type NavId, navigationFor } from './navigation.ts';
import type { Drawn } from './route.ts';
import type { Notice } from './session-cookie.ts';

/** Where the console finds its own style sheet; the evidence pages' stands before it. */
export const consoleStylePath = '/console/assets/console.css';

export interface Frame {
  member: Member;
  /** Where we are; null = on a page that no entry stands for. */
  nav: NavId | null;
  csrf: Piece;
  notice: Notice | null;
  /** Approvals that wait for somebody. */
  waiting: number;
  /** null = chat is elsewhere */
  chatPage: string | null;
}

const roleWords: Readonly<Record<Member['role'], string>> = {
  exec: 'executive',
  manager: 'manager',
  csm: 'customer success manager',
  agent: 'support agent',
  admin: 'admin',
  auditor: 'auditor',
};

/** A whole page of the console, for somebody who is signed in. */
export function renderConsolePage(drawn: Drawn, frame: Frame): string {
  const { kicker, heading, lead, actions, body } = drawn;
  return markupOf(
    document(
      drawn.title,
      html`<a class="skip" href="#content">Skip to the content</a>
${topOf(frame)}
<div class="frame">
<nav class="side" aria-label="Console">${linksOf(frame)}</nav>
<main id="content" tabindex="-1">
${noticeOf(frame.notice)}
<div class="title">
<div><p class="kicker">${kicker ?? ''}</p><h1 dir="auto">${heading ?? drawn.title}</h1>
${lead !== undefined && html`<p class="lead">${lead}</p>`}</div>
${actions !== undefined && html`<div class="actions">${actions}</div>`}
</div>
${body}
</main>
</div>`,
    ),
  );
}

/** A page for somebody of whom nothing is known yet: signing in, and what went wrong with it. */
export function renderDoorPage(drawn: Pick<Drawn, 'title' | 'heading' | 'body'>): string {
  return markupOf(
    document(
      drawn.title,
      html`<main id="content" class="door"><div class="card">
<p class="brand">${mark}Holdfast</p>
<h1>${drawn.heading ?? drawn.title}</h1>
${drawn.body}
</div></main>`,
    ),
  );
}

function document(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>${title} · Holdfast</title>
<link rel="stylesheet" href="${stylePath}">
<link rel="stylesheet" href="${consoleStylePath}">
</head>
<body class="console">
${body}
</body>
</html>
`;
}

const mark = html`<svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><path d="M8 4.5v10M4.5 7h7M2.5 10c.5 2.7 2.7 4.5 5.5 4.5s5-1.8 5.5-4.5"/><circle cx="8" cy="3" r="1.5"/></svg>`;

function topOf(frame: Frame): Html {
  const { member, csrf, chatPage } = frame;
  const chat = chatPage !== null && html`<a class="chat" href="${chatPage}">Ask in chat</a>`;
  return html`<header class="top">
<p class="brand"><a href="/console">${mark}Holdfast</a></p>
<form class="find" role="search" action="/console/accounts" method="get"><label for="find" class="hidden">Find a customer</label><input id="find" name="q" type="search" placeholder="Find a customer" maxlength="200" autocomplete="off"></form>
<details class="menu"><summary>Menu</summary><nav aria-label="Console, menu">${linksOf(frame)}${chat}${whoOf(member, csrf)}</nav></details>
<div class="wide-only">${chat}${whoOf(member, csrf)}</div>
</header>`;
}

function whoOf(member: Member, csrf: Piece): Html {
  return html`<form class="who" method="post" action="/console/sign-out">${csrf}<span class="me"><b dir="auto">${member.name}</b> <small>${roleWords[member.role]}</small></span><button type="submit" class="plain">Sign out</button></form>`;
}

function linksOf({ member, nav, waiting }: Frame): Piece {
  return navigationFor(member).map(
    ({ label, items }) =>
      html`<p class="group">${label}</p><ul>${items.map(
        (item) =>
          html`<li><a href="${item.path}"${item.id === nav && html` aria-current="page"`}>${item.label}${
            item.id === 'approvals' &&
            waiting > 0 &&
            html` <span class="count">${waiting}<span class="hidden"> waiting</span></span>`
          }</a></li>`,
      )}</ul>`,
  );
}

function noticeOf(notice: Notice | null): Piece {
  return notice && html`<p class="notice ${notice.tone}" role="status">${notice.text}</p>`;
}
