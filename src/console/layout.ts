import { type Html, html, markupOf, type Piece } from './escape.ts';

/** Makes the address of another of our pages one that this reader may open, for instance by signing it. */
export type LinkTo = (path: string) => string;

/** Where the pages find their style sheet. */
export const stylePath = '/evidence/assets/style.css';

export interface PageParts {
  /** For the browser's tab. */
  title: string;
  /** Small line above the heading: what kind of page this is. */
  kicker: Piece;
  heading: Piece;
  /** Links to the pages beside this one. */
  beside?: readonly { label: string; url: string }[] | undefined;
  body: Piece;
  /** For people elsewhere: nothing of ours stands above it. */
  isPlain?: boolean;
}

/** A whole page. */
export function renderPage(parts: PageParts, linkTo: LinkTo): string {
  const { title, kicker, heading, beside = [], body, isPlain = false } = parts;
  return markupOf(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>${isPlain ? title : `${title} · Holdfast`}</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${!isPlain && bar(beside, linkTo)}
<main id="content" class="wide">
<div class="title">
<p class="kicker">${kicker}</p>
<h1 dir="auto">${heading}</h1>
</div>
${body}
</main>
</body>
</html>
`);
}

function bar(beside: readonly { label: string; url: string }[], linkTo: LinkTo): Html {
  return html`<header class="bar">
<div class="wide">
<p class="brand"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M8 4.5v10M4.5 7h7M2.5 10c.5 2.7 2.7 4.5 5.5 4.5s5-1.8 5.5-4.5"/><circle cx="8" cy="3" r="1.5"/></svg>Holdfast <span class="brand-page">evidence</span></p>
${beside.length > 0 && html`<nav aria-label="Pages of this account">${beside.map((link) => html`<a href="${linkTo(link.url)}">${link.label}</a>`)}</nav>`}
</div>
</header>`;
}

/** A term and what it is; a row that has nothing to say is left out. */
export function factList(facts: readonly { label: Piece; value: Piece }[], className = 'facts'): Html {
  const rows = facts.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd dir="auto">${value}</dd></div>`,
  );
  return html`<dl class="${className}">${rows}</dl>`;
}

/** Text from outside inside a sentence of ours: its direction stays its own. */
export function isolate(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** An instant in words, with its exact form for machines and on hover. */
export function instant(iso: string, words: string): Html {
  return html`<time datetime="${iso}" title="${iso}">${words}</time>`;
}

/** A part of the page with a heading. */
export function section(id: string, heading: Piece, body: Piece): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${body}</section>`;
}

/** A table that may be wider than the page: it scrolls by itself, with the keyboard too. */
export function scrolling(label: string, table: Html, className = ''): Html {
  return html`<div class="scroll ${className}" role="group" aria-label="${label}" tabindex="0">${table}</div>`;
}
