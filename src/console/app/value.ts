import { utcDayOf } from '../../domain/utc-day.ts';
import { reportDeflection } from '../../services/report-deflection.ts';
import { listValueRecords, reportValue, type ValueReport, valueCsv } from '../../services/report-value.ts';
import { formatDay, formatInstant, formatPercent } from '../../views/format.ts';
import { html, type Piece } from '../escape.ts';
import { grouped } from '../numbers.ts';
import { type Query, readText } from '../read-address.ts';
import { accountPath } from './account-path.ts';
import { empty, table, tabs, tile, tiles } from './parts.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

const spans = [30, 90, 365] as const;

/** What the product gave, and who used it; also as a file. */
export const valueArea: ConsoleArea = {
  pages: [
    { path: '/console/value', nav: 'value', needs: 'account', draw },
    { path: '/console/value/records', nav: 'value', needs: 'account', draw: drawRecords },
  ],
  data: [
    {
      path: '/console/value.csv',
      needs: 'account',
      send: async ({ ctx, query }) => {
        const report = await reportValue(ctx, daysOf(query));
        const fileName = `value-and-use-${report.to.slice(0, 10)}.csv`;
        return { type: 'text/csv; charset=utf-8', fileName, body: valueCsv(report) };
      },
    },
  ],
};

function daysOf(query: Query): number {
  return spans.find((span) => String(span) === readText(query, 'days')) ?? 30;
}

async function draw({ ctx, query, remember }: Asked): Promise<Drawn> {
  const days = daysOf(query);
  const since = utcDayOf(new Date(ctx.clock.now().getTime() - days * 86_400_000));
  const [report, deflection] = await remember(`value ${days}`, () =>
    Promise.all([reportValue(ctx, days), reportDeflection(ctx, since)]),
  );
  const { measured, measuredBefore } = report;
  const automated = report.carriedOut.reduce((sum, { byItself }) => sum + byItself, 0);
  const decided = report.carriedOut.reduce((sum, { byPeople }) => sum + byPeople, 0);
  return {
    title: 'Value and use',
    kicker: `${formatDay(report.from)} to ${formatDay(report.to)}`,
    lead: 'What customers measured, what Holdfast carried out, and who works with it.',
    actions: html`<a class="button" href="/console/value.csv?days=${days}">Take it away as CSV</a>`,
    body: html`${tabs(
      'How far back',
      spans.map((span) => ({
        label: `${span} days`,
        href: `/console/value?days=${span}`,
        isHere: span === days,
      })),
    )}
${tiles([
  tile(
    'Hours saved',
    grouped(Math.round(measured.hoursSaved)),
    `${grouped(Math.round(measuredBefore.hoursSaved))} in the ${days} days before`,
    `/console/value/records?days=${days}`,
  ),
  tile(
    'Automations run',
    grouped(measured.automations),
    `${grouped(measuredBefore.automations)} before`,
    `/console/value/records?days=${days}`,
  ),
  tile(
    'Carried out by itself',
    grouped(automated),
    `${grouped(decided)} after an approval`,
    '/console/approvals?show=settled',
  ),
  tile(
    'Questions without a person',
    deflection.total.automation === null ? '–' : formatPercent(deflection.total.automation),
    `${grouped(deflection.total.asked)} asked by customers`,
  ),
])}
${measured.records === 0 && html`<p class="quiet">No record of measured value came in this time. Send <code>value.measured</code> events with <code>hoursSaved</code> and <code>automations</code>.</p>`}
<div class="columns"><section aria-labelledby="roles"><h2 id="roles">Customers’ people who used it, by role</h2>${rolesTable(report)}</section>
<section aria-labelledby="members"><h2 id="members">Our people, by role</h2>${membersTable(report)}</section></div>
<h2>What was carried out</h2>${carriedTable(report)}`,
  };
}

async function drawRecords({ ctx, query, linkTo }: Asked): Promise<Drawn> {
  const days = daysOf(query);
  const records = await listValueRecords(ctx, days);
  return {
    title: 'Records of measured value',
    kicker: html`<a href="/console/value?days=${days}">Value and use</a> · ${days} days`,
    body:
      records.length === 0
        ? empty('No record came in this time.', html`Send <code>value.measured</code> events.`)
        : table(
            'Records',
            [
              { label: 'Record' },
              { label: 'Customer' },
              { label: 'Hours saved', kind: 'number' },
              { label: 'Automations', kind: 'number' },
            ],
            records.map(({ at, url, account, name, hoursSaved, automations }) => [
              html`<a href="${linkTo(url)}">${formatInstant(at.toISOString())}</a>`,
              html`<a href="${accountPath(account)}" dir="auto">${name}</a>`,
              hoursSaved === null ? '–' : grouped(hoursSaved),
              automations === null ? '–' : grouped(automations),
            ]),
          ),
  };
}

function rolesTable({ roles }: ValueReport): Piece {
  if (roles.length === 0) return empty('Nobody used it in this time.');
  return table(
    'Use by role',
    [{ label: 'Role' }, { label: 'People', kind: 'number' }, { label: 'Customers', kind: 'number' }],
    roles.map(({ role, users, accounts }) => [
      role ?? html`<span class="quiet">not said</span>`,
      grouped(users),
      grouped(accounts),
    ]),
  );
}

function membersTable({ members }: ValueReport): Piece {
  return table(
    'Our people by role',
    [{ label: 'Role' }, { label: 'Active', kind: 'number' }, { label: 'Acts', kind: 'number' }],
    members.map(({ role, members: all, active, acts }) => [role, `${active} of ${all}`, grouped(acts)]),
  );
}

function carriedTable({ carriedOut }: ValueReport): Piece {
  if (carriedOut.length === 0)
    return empty('Nothing was carried out in this time.', 'What is approved stands here afterwards.');
  return table(
    'Carried out, by kind',
    [
      { label: 'Kind' },
      { label: 'By itself', kind: 'number' },
      { label: 'After an approval', kind: 'number' },
    ],
    carriedOut.map(({ kind, byItself, byPeople }) => [
      html`<code>${kind}</code>`,
      grouped(byItself),
      grouped(byPeople),
    ]),
  );
}
