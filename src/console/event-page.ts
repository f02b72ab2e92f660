import type { CustomerEvent } from '../domain/event.ts';
import type { EventPage, Neighbour } from '../services/get-event-page.ts';
import { capitalize } from '../views/format.ts';
import { type Html, html, visibleJson } from './escape.ts';
import { factList, instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { payloadList } from './payload.ts';

/** The whole text stands in the payload. */
const longestHeading = 240;

/** The page of one record. */
export function renderEventPage(page: EventPage, linkTo: LinkTo): string {
  const { stored, title, kind } = page;
  const { event } = stored;
  return renderPage(
    {
      title: `Record ${stored.seq}: ${clip(title, 80)}`,
      kicker: html`${capitalize(kind)} · record ${stored.seq}`,
      heading: clip(title, longestHeading),
      beside: [
        { label: 'Score then', url: page.scoreThenUrl },
        { label: 'Score now', url: page.scoreUrl },
      ],
      body: [
        envelope(page, linkTo),
        section('payload', 'What the record says', [
          payloadList(event.payload as Record<string, unknown>),
          html`<details><summary>Exact JSON</summary><pre tabindex="0"><code>${visibleJson(exactRecord(event))}</code></pre></details>`,
        ]),
        html`<p class="note">Records are never changed. A correction comes as a record of its own. ⟨U+…⟩ marks a character that would not be seen.</p>`,
        neighbours(page, linkTo),
      ],
    },
    linkTo,
  );
}

function envelope({ stored, account, scoreUrl }: EventPage, linkTo: LinkTo): Html {
  const { event } = stored;
  const at = event.at.toISOString();
  const received = stored.receivedAt.toISOString();
  const rows = [
    {
      label: 'Account',
      value: html`<a href="${linkTo(scoreUrl)}">${isolate(account.name)}</a>${idBeside(account)}`,
    },
    { label: 'Type', value: html`<code>${event.type}</code>` },
    { label: 'Happened', value: instant(at, exactInstant(at)) },
    { label: 'Received', value: instant(received, exactInstant(received)) },
    { label: 'Record number', value: html`${stored.seq} <span class="quiet">in the order received</span>` },
    { label: 'Source', value: isolate(event.source) },
    { label: 'Id at the source', value: html`<code>${event.id}</code>` },
    {
      label: 'User',
      value: event.user === null ? html`<span class="quiet">not said</span>` : isolate(event.user),
    },
    {
      label: 'Region',
      value: event.region === null ? html`<span class="quiet">not said</span>` : isolate(event.region),
    },
    ...Object.entries(event.dimensions).map(([name, value]) => ({
      label: dimensionLabel(name),
      value: isolate(value ?? ''),
    })),
  ];
  return factList(rows);
}

function idBeside(account: EventPage['account']): Html | false {
  return account.name !== account.id && html` <code class="quiet">${account.id}</code>`;
}

/** `useCase` is `Use case`; `icp` is an abbreviation. */
function dimensionLabel(name: string): string {
  if (name === 'icp') return 'ICP';
  return capitalize(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

/** The record as it stands, in the shape in which it came. */
function exactRecord(event: CustomerEvent): Record<string, unknown> {
  const { id, type, account, at, user, source, region, dimensions, payload } = event;
  return { id, type, account, ts: at.toISOString(), user, source, region, ...dimensions, payload };
}

function neighbours({ previous, next }: EventPage, linkTo: LinkTo): Html | false {
  if (!previous && !next) return false;
  return html`<nav class="pair" aria-label="Records of this account before and after">
${previous ? neighbour('prev', 'Before this', previous, linkTo) : html`<span></span>`}
${next && neighbour('next', 'After this', next, linkTo)}
</nav>`;
}

function neighbour(rel: string, label: string, to: Neighbour, linkTo: LinkTo): Html {
  return html`<a rel="${rel}" class="${rel}" href="${linkTo(to.url)}"><small>${label} · ${exactInstant(to.at)}</small><span dir="auto">${to.title}</span></a>`;
}

/** The first characters of a text, none of them cut in two. */
function clip(text: string, length: number): string {
  const characters = Array.from(text.slice(0, 4 * length));
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : text;
}
