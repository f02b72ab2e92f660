import type { AccountWeek, WeekUse } from '../domain/account-week.ts';
import { formatMoney } from '../domain/money.ts';
import { pathSegment } from '../domain/path-segment.ts';
import { capitalize, formatDay, formatInstant, formatPoints } from '../views/format.ts';
import { fixUrl, fixWords } from '../views/update-lines.ts';
import { type ShownUpdate, updateTitle } from '../views/update-view.ts';
import { besideFigure, grouped, milestoneWord } from '../views/week-words.ts';
import { type Html, html, type Piece } from './escape.ts';
import { instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { type Column, stackingTable } from './stacking-table.ts';

/** The page of one update: each of its figures, how it is counted, and its records. */
export function renderUpdatePage(shown: ShownUpdate, linkTo: LinkTo): string {
  const { id, week } = shown;
  const title = updateTitle(week);
  return renderPage(
    {
      title,
      kicker: html`Update <code>${id}</code> · as of ${instant(week.asOf, exactInstant(week.asOf))}`,
      heading: title,
      body: [
        part(
          'score',
          'Score',
          'Each component, with its share of the score and what moved since a week before.',
          scoreTable(shown, linkTo),
        ),
        part(
          'use',
          'Use',
          'People with a session, a use of a feature or a completed recipe, each once; uses as their records count them. The mean is of up to four weeks before this one.',
          usageTable(shown, linkTo),
        ),
        part(
          'asks',
          'Asked of you',
          week.asks === null
            ? 'What waits is known of now alone.'
            : 'Proposals without a decision, and plays that run.',
          askTable(week, linkTo),
        ),
        part(
          'incidents',
          'Incidents',
          'Open ones, and those that began or ended in the week.',
          incidentTable(week, linkTo),
        ),
        part(
          'tickets',
          'Urgent tickets',
          `Last said to be P0 or P1, and not ended. A week before it were ${week.tickets.before.length}.`,
          ticketTable(week, linkTo),
        ),
        part(
          'fixes',
          'Known issues and their fixes',
          'Open ones that ever hit this customer, and those fixed in the week.',
          fixTable(week, linkTo),
        ),
        part(
          'outcomes',
          'Outcomes',
          'Milestones, completed recipes and measured value of the week.',
          outcomeTable(week, linkTo),
        ),
        part('goals', 'Goals of the onboarding', 'Told for the first 37 days.', goalTable(week)),
        part(
          'documents',
          'Documents',
          'Made for this customer up to the moment.',
          documentTable(week, linkTo),
        ),
        section('counted', 'How it was counted', [
          html`<p class="note">Counted from the records of ${isolate(week.account.name)} as far as they were received up to number ${week.knownAt}. Records are of this week from ${formatInstant(week.before)} on; use is of full UTC days. <code>holdfast update rebuild ${id}</code> draws it again.</p>`,
        ]),
      ],
    },
    linkTo,
  );
}

function part(id: string, title: string, counted: string, table: Piece): Html {
  return section(id, title, [html`<p class="note">${counted}</p>`, table]);
}

const none = html`<p class="quiet">None.</p>`;

function table(label: string, columns: Column[], rows: Piece[][]): Html {
  return rows.length === 0 ? none : stackingTable(label, columns, rows);
}

function scoreTable({ week }: ShownUpdate, linkTo: LinkTo): Piece {
  const { now, before } = week.score;
  if (!now) return html`<p class="quiet">There is no score.</p>`;
  const earlier = new Map(before?.components.map(({ id, contribution }) => [id, contribution]));
  const of = `${pathSegment(week.account.id)}?asOf=${week.asOf}&knownAt=${week.knownAt}&profile=${week.configuration}`;
  const total = now.hundredths === null ? 'none' : formatPoints(now.hundredths / 100);
  const then = before?.hundredths == null ? 'none' : formatPoints(before.hundredths / 100);
  const columns: Column[] = [
    { label: 'Component' },
    { label: 'Points', kind: 'number' },
    { label: 'Week before', kind: 'number' },
    { label: 'Why' },
  ];
  const rows = now.components.map(({ id, contribution, reason }) => [
    capitalize(id),
    formatPoints(contribution / 100),
    earlier.has(id) ? formatPoints((earlier.get(id) ?? 0) / 100) : '–',
    reason,
  ]);
  return [
    html`<p><a href="${linkTo(`/evidence/scores/${of}`)}">${total} ${now.band ?? ''}</a>; a week before ${then}.</p>`,
    table('Components', columns, rows),
  ];
}

function usageTable({ week, users, uses }: ShownUpdate, linkTo: LinkTo): Piece {
  const figures = `/evidence/figures/${pathSegment(week.account.id)}?asOf=${week.asOf}&knownAt=${week.knownAt}`;
  const columns: Column[] = [
    { label: 'Week' },
    { label: 'Active users', kind: 'number' },
    { label: 'Uses of features', kind: 'number' },
  ];
  const rows = week.weeks.map(({ from, to, users: people, uses: count }: WeekUse) => [
    `${formatDay(from)} to ${formatDay(to)}`,
    grouped(people),
    grouped(count),
  ]);
  const features: Column[] = [
    { label: 'Feature' },
    { label: 'Uses', kind: 'number' },
    { label: 'Week before', kind: 'number' },
  ];
  const said =
    users && uses
      ? html`<p>Active users ${grouped(users.now)} (${besideFigure(users)}); uses of features ${grouped(uses.now)} (${besideFigure(uses)}). <a href="${linkTo(figures)}">Every day</a></p>`
      : html`<p class="quiet">No full week is known.</p>`;
  return [
    said,
    table('Weeks', columns, rows),
    table(
      'Features used most',
      features,
      week.features.map(({ feature, uses: now, before }) => [
        isolate(feature),
        grouped(now),
        grouped(before),
      ]),
    ),
  ];
}

function askTable({ asks }: AccountWeek, linkTo: LinkTo): Piece {
  const rows = [
    ...(asks?.approvals ?? []).map(({ id, summary, since }) => [
      'Approval',
      html`${isolate(summary)} <code>${id}</code>`,
      instant(since, formatInstant(since)),
    ]),
    ...(asks?.plays ?? []).map(({ id, title, step, since }) => [
      'Play',
      html`<a href="${linkTo(`/evidence/plays/${id}`)}">${title}</a>${step === null ? '' : `, next: ${step}`}`,
      instant(since, formatInstant(since)),
    ]),
  ];
  return table('What waits', [{ label: 'What' }, { label: 'Which' }, { label: 'Since', kind: 'date' }], rows);
}

function incidentTable({ incidents }: AccountWeek, linkTo: LinkTo): Piece {
  const when = (at: string | null, words: string): Piece =>
    at === null ? words : instant(at, formatInstant(at));
  return table(
    'Incidents',
    [
      { label: 'Incident' },
      { label: 'Severity' },
      { label: 'Began', kind: 'date' },
      { label: 'Ended', kind: 'date' },
    ],
    incidents.map(({ incidentId, title, severity, openedAt, resolvedAt, seq }) => [
      html`<a href="${linkTo(`/evidence/events/${seq}`)}">${isolate(title ?? incidentId)}</a>`,
      isolate(severity ?? 'not said'),
      when(openedAt, 'not said'),
      when(resolvedAt, 'open'),
    ]),
  );
}

function ticketTable({ tickets }: AccountWeek, linkTo: LinkTo): Piece {
  return table(
    'Urgent tickets',
    [{ label: 'Ticket' }, { label: 'Priority' }, { label: 'Open since', kind: 'date' }],
    tickets.now.map(({ ticketId, priority, openedAt, seq }) => [
      html`<a href="${linkTo(`/evidence/hand-offs/${seq}`)}">${isolate(ticketId)}</a>`,
      priority,
      instant(openedAt, formatInstant(openedAt)),
    ]),
  );
}

function fixTable(week: AccountWeek, linkTo: LinkTo): Piece {
  return table(
    'Known issues',
    [
      { label: 'Known issue' },
      { label: 'Fix' },
      { label: 'Records', kind: 'number' },
      { label: 'First', kind: 'date' },
    ],
    week.fixes.map((fix) => [
      html`<a href="${linkTo(fixUrl(week, fix))}">${isolate(fix.title)}</a>`,
      isolate(fixWords(fix)),
      String(fix.records),
      instant(fix.firstHitAt, formatInstant(fix.firstHitAt)),
    ]),
  );
}

function outcomeTable({ wins }: AccountWeek, linkTo: LinkTo): Piece {
  return table(
    'Outcomes',
    [{ label: 'What' }, { label: 'When', kind: 'date' }],
    wins.map((win) => [
      html`<a href="${linkTo(`/evidence/events/${win.seq}`)}">${isolate(winWords(win))}</a>`,
      instant(win.at, formatInstant(win.at)),
    ]),
  );
}

function winWords(win: AccountWeek['wins'][number]): string {
  switch (win.kind) {
    case 'milestone':
      return milestoneWord(win.milestone);
    case 'recipe':
      return `recipe completed: ${win.title}`;
    case 'value':
      return (
        [
          win.hoursSaved === null ? '' : `${grouped(win.hoursSaved)} hours saved`,
          win.automations === null ? '' : `${grouped(win.automations)} automations`,
          win.revenue === null ? '' : formatMoney(win.revenue),
        ]
          .filter((words) => words !== '')
          .join(', ') || 'value measured'
      );
  }
}

function goalTable({ goals }: AccountWeek): Piece {
  const words = { pass: 'met', fail: 'missed', unknown: 'not known' };
  return table(
    'Goals',
    [{ label: 'Goal' }, { label: 'By', kind: 'date' }, { label: 'State' }],
    goals.map(({ label, dueOn, verdict }) => [label, formatDay(dueOn), words[verdict]]),
  );
}

function documentTable({ artifacts }: AccountWeek, linkTo: LinkTo): Piece {
  return table(
    'Documents',
    [{ label: 'Document' }, { label: 'Made', kind: 'date' }],
    artifacts.map(({ title, link, madeAt }) => [
      html`<a href="${linkTo(link)}">${isolate(title)}</a>`,
      instant(madeAt, formatInstant(madeAt)),
    ]),
  );
}
