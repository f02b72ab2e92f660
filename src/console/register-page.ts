import type { RegisterPage } from '../services/register/get-entry-page.ts';
import { formatDay } from '../views/format.ts';
import { dueSpans, matterWords, noteWords, worthWords } from '../views/register-words.ts';
import { textOf } from '../views/view.ts';
import { who } from '../views/who.ts';
import { type Html, html } from './escape.ts';
import { factList, instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { stackingTable } from './stacking-table.ts';

/** The page of an entry of the register: how it stands, what belongs to it, and everything that happened to it. */
export function renderRegisterPage({ card, notes, names }: RegisterPage, linkTo: LinkTo): string {
  const { entry, account, alerts, plays, today } = card;
  const worth = worthWords(entry);
  return renderPage(
    {
      title: `${entry.title}: register`,
      kicker: html`Register · ${matterWords(entry)}`,
      heading: entry.title,
      beside: account?.score ? [{ label: `Score of ${account.name}`, url: account.score.url }] : [],
      body: [
        entry.asksToClose !== null &&
          entry.state === 'open' &&
          html`<p><b>Asks to be closed.</b> ${isolate(entry.asksToClose)}</p>`,
        factList([
          { label: 'State', value: entry.state },
          ...(account === null ? [] : [{ label: 'Customer', value: isolate(account.name) }]),
          { label: 'Owner', value: isolate(who(entry.owner, names, 'nobody yet')) },
          { label: 'Due', value: textOf(dueSpans(entry.dueOn, today)) },
          { label: 'Next review', value: formatDay(entry.nextReviewOn) },
          ...(worth === null ? [] : [{ label: 'Worth', value: worth }]),
        ]),
        entry.description !== '' &&
          section('what', 'What it is', html`<div class="text" dir="auto">${entry.description}</div>`),
        alerts.length + plays.length > 0 &&
          section('linked', 'What belongs to it', [
            html`<ul>${[
              ...alerts.map(({ title, state, url }) =>
                linkedItem(`Alert: ${title}`, state ?? 'not on record', url, linkTo),
              ),
              ...plays.map(({ title, now, outcome, url }) =>
                linkedItem(`Play: ${title}`, now?.title ?? outcome ?? '', url, linkTo),
              ),
            ]}</ul>`,
          ]),
        section(
          'history',
          'What happened',
          stackingTable(
            'History of the entry',
            [{ label: 'When' }, { label: 'Who' }, { label: 'What' }],
            notes.map((note) => [
              instant(note.at, exactInstant(note.at)),
              isolate(who(note.by, names, 'Holdfast')),
              isolate(noteWords(note, names)),
            ]),
          ),
        ),
        html`<p class="note">Lines of the history are added and never changed.</p>`,
      ],
    },
    linkTo,
  );
}

function linkedItem(text: string, state: string, url: string | null, linkTo: LinkTo): Html {
  const name = url === null ? isolate(text) : html`<a href="${linkTo(url)}">${isolate(text)}</a>`;
  return html`<li>${name}${state !== '' && html` · ${state}`}</li>`;
}
