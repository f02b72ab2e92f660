import { savedViewLimits } from '../../domain/saved-view.ts';
import { keepView, renameView } from '../../services/keep-view.ts';
import { html, type Piece } from '../escape.ts';
import { filterInput, pressForm } from './parts.ts';
import { addressOf, readPortfolioAddress } from './portfolio-address.ts';
import type { Asked, FormRoute } from './route.ts';
import type { Notice } from './session-cookie.ts';

type Asking = Parameters<FormRoute['act']>[0];

/** Keeps, renames and removes views of the portfolio; what another window did meanwhile is said, never undone. */
export const savedViewForm: FormRoute = {
  path: '/console/views',
  act: async (asking) => {
    const query = asking.fields.query ?? '';
    const to = `/console/accounts${query === '' ? '' : `?${addressOf(readAddress(query))}`}`;
    return { to, ...(await answerOf(asking, query)) };
  },
};

async function answerOf({ ctx, fields }: Asking, query: string): Promise<Notice> {
  const name = fields.name?.trim() ?? '';
  if (fields.remove === 'true') {
    const isRemoved = await ctx.store.removeSavedView(ctx.member.id, name);
    return isRemoved ? good(`“${name}” is gone.`) : bad(`“${name}” was gone already, or has another name.`);
  }
  const { nameLength } = savedViewLimits;
  const wanted = fields.rename === undefined ? name : fields.rename.trim();
  if (wanted === '' || wanted.length > nameLength)
    return bad(`Give the view a name of at most ${nameLength} characters.`);
  return fields.rename === undefined ? await keep(ctx, name, query) : await rename(ctx, name, wanted);
}

async function rename(ctx: Asked['ctx'], name: string, wanted: string): Promise<Notice> {
  switch (await renameView(ctx, ctx.member.id, name, wanted)) {
    case 'renamed':
      return good(`“${name}” is called “${wanted}” now.`);
    case 'taken':
      return bad(`Another view is called “${wanted}”. Choose another name, or remove that one first.`);
    case 'gone':
      return bad(`“${name}” is gone, or has another name.`);
  }
}

async function keep(ctx: Asked['ctx'], name: string, query: string): Promise<Notice> {
  const { count, queryLength } = savedViewLimits;
  const kept = addressOf(readAddress(query));
  const known = await ctx.store.listSavedViews(ctx.member.id);
  const before = known.find((one) => one.name === name);
  if (kept.length > queryLength) return bad('This question is too long to be kept. Leave a filter out.');
  if (!(await keepView(ctx, ctx.member.id, { name, query: kept })))
    return bad(`At most ${count} views are kept. Remove one first.`);
  return before && before.query !== kept
    ? good(`“${name}” asks for this now, and no longer for what it asked before.`)
    : good(`Kept as “${name}”.`);
}

function readAddress(query: string): ReturnType<typeof readPortfolioAddress> {
  return readPortfolioAddress(Object.fromEntries(new URLSearchParams(query)));
}

/** A member's views, as ways to look at the portfolio. */
export function viewTabs(saved: readonly { name: string; query: string }[], here: string): Piece {
  if (saved.length === 0) return null;
  return html`<nav aria-label="Your views"><ul class="tabs">${saved.map(
    ({ name, query }) =>
      html`<li><a href="/console/accounts?${query}" dir="auto"${query === here && html` aria-current="true"`}>${name}</a></li>`,
  )}</ul></nav>`;
}

/** Forms that keep this view, and rename or remove those that are kept. */
export function viewForms(saved: readonly { name: string }[], here: string, csrf: Piece): Piece {
  const hidden = (name: string, value: string): Piece =>
    html`<input type="hidden" name="${name}" value="${value}">`;
  return html`<details><summary>Keep this as a view of yours</summary>
<form class="filters" method="post" action="/console/views">${csrf}${hidden('query', here)}${filterInput('Name', 'name', '', html`maxlength="${savedViewLimits.nameLength}" required`)}<button type="submit">Keep it</button></form>
${saved.length > 0 && html`<h2>Your views</h2>`}
${saved.map(
  ({ name }, index) =>
    html`<div class="filters"><form class="filters" method="post" action="/console/views">${csrf}${hidden('query', here)}${hidden('name', name)}<div><label for="rename-${index}">Name</label><input id="rename-${index}" name="rename" value="${name}" maxlength="${savedViewLimits.nameLength}" required dir="auto"></div><button type="submit">Rename</button></form>
${pressForm('/console/views', csrf, html`Remove <span class="hidden" dir="auto">${name}</span>`, { fields: { query: here, name, remove: 'true' } })}</div>`,
)}</details>`;
}

function good(text: string): Notice {
  return { tone: 'good', text };
}

function bad(text: string): Notice {
  return { tone: 'bad', text };
}
