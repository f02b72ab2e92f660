import type { RegisterEntry } from '../domain/register.ts';
import type { RegisterWeekPage } from '../services/register/get-week-page.ts';
import { formatInstant } from '../views/format.ts';
import { dueSpans, kindWords } from '../views/register-words.ts';
import { textOf } from '../views/view.ts';
import { html } from './escape.ts';
import { isolate, type LinkTo, renderPage, section } from './layout.ts';
import { stackingTable } from './stacking-table.ts';

const headings = {
  risk: 'Risks',
  opportunity: 'Opportunities',
  action: 'Actions',
  overdue: 'Overdue',
  opened: 'Opened in the week',
  done: 'Done in the week',
  dropped: 'Dropped in the week',
} as const;
const shownAtMost = 200;

/** The page of everything that a week's card of the register counts, and what it counted a week before. */
export function renderRegisterWeekPage(page: RegisterWeekPage, linkTo: LinkTo): string {
  return renderPage(
    {
      title: `Register, ${formatInstant(page.at)}`,
      kicker: 'Register',
      heading: `The register as of ${formatInstant(page.at)}`,
      beside: [],
      body: [
        ...Object.entries(headings).map(([group, heading]) => {
          const { now, before } = page.groups[group as keyof typeof headings];
          return section(group, `${heading}: ${now.length} (${before.length} a week before)`, [
            now.length > 0 && entryTable(heading, now, page, linkTo),
            before.length > 0 &&
              html`<details><summary>A week before</summary>${entryTable(`${heading}, a week before`, before, page, linkTo)}</details>`,
          ]);
        }),
        html`<p class="note">Counted from the entries and their history, which is added to and never changed.</p>`,
      ],
    },
    linkTo,
  );
}

function entryTable(
  label: string,
  entries: readonly RegisterEntry[],
  page: RegisterWeekPage,
  linkTo: LinkTo,
) {
  const columns = [{ label: 'Entry' }, { label: 'Customer' }, { label: 'Kind' }, { label: 'Due' }];
  const today = page.at.slice(0, 10);
  const rows = entries
    .slice(0, shownAtMost)
    .map((entry) => [
      html`<a href="${linkTo(page.urlOf(entry))}">${isolate(entry.title)}</a>`,
      isolate(entry.account === null ? '–' : (page.names.get(entry.account) ?? entry.account)),
      kindWords[entry.kind][0],
      textOf(dueSpans(entry.dueOn, today)),
    ]);
  const left = entries.length - rows.length;
  return html`${stackingTable(label, columns, rows)}${left > 0 && html`<p class="note">and ${String(left)} more</p>`}`;
}
