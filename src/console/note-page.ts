import type { NotePage } from '../services/note-account.ts';
import { type Html, html } from './escape.ts';
import { factList, instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';

/** The page of one note: its whole text, who wrote it, and when. */
export function renderNotePage({ note, author, account, scoreThenUrl }: NotePage, linkTo: LinkTo): string {
  const at = note.at.toISOString();
  return renderPage(
    {
      title: `Note ${note.id} about ${account.name}`,
      kicker: html`Note ${note.id}`,
      heading: account.name,
      beside: [{ label: 'Score then', url: scoreThenUrl }],
      body: [
        factList([
          { label: 'Written by', value: isolate(author) },
          { label: 'Written', value: instant(at, exactInstant(at)) },
          ...(note.source === null ? [] : [{ label: 'Made of a message', value: sourceOf(note.source) }]),
        ]),
        section('note', 'What it says', html`<div class="text" dir="auto">${note.text}</div>`),
        html`<p class="note">Notes are never changed: write another one to correct it.</p>`,
      ],
    },
    linkTo,
  );
}

/** Whose message it was, with the way to it; only a web address is one. */
function sourceOf({ author, url }: NonNullable<NotePage['note']['source']>): Html {
  if (url === null || !/^https?:\/\//.test(url)) return html`by ${isolate(author)}`;
  return html`by ${isolate(author)}, <a href="${url}" rel="noreferrer">where it was written</a>`;
}
