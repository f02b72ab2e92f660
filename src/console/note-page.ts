import type { NotePage } from '../services/note-account.ts';
import { html } from './escape.ts';
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
        ]),
        section('note', 'What it says', html`<div class="text" dir="auto">${note.text}</div>`),
        html`<p class="note">Notes are never changed: write another one to correct it.</p>`,
      ],
    },
    linkTo,
  );
}
