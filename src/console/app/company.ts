import { isUtcDay } from '../../domain/utc-day.ts';
import { lastThirtyDays, tuneRules } from '../../services/alerts/tune-rules.ts';
import { getCohorts } from '../../services/metrics/get-cohorts.ts';
import { getScorecard } from '../../services/metrics/get-scorecard.ts';
import { cohortUrl, columnOf } from '../../views/cohort-view.ts';
import { formatDay, formatInstant, formatMonth, formatPercent } from '../../views/format.ts';
import { metricText, metricUrl, momentQuery, targetText } from '../../views/metric-words.ts';
import { chartPicture } from '../chart-picture.ts';
import { html, type Piece } from '../escape.ts';
import { isolate } from '../layout.ts';
import { readText } from '../read-address.ts';
import { chip, empty, filterInput, table, tabs } from './parts.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

/** The company in figures: scorecard, retention by cohort, digests by snapshot, and what each rule is worth. */
export const companyArea: ConsoleArea = {
  pages: [
    { path: '/console/scorecard', nav: 'scorecard', needs: 'account', draw: drawScorecard },
    { path: '/console/retention', nav: 'cohorts', needs: 'account', draw: drawRetention },
    { path: '/console/digests', nav: 'digests', needs: 'account', draw: drawDigests },
    { path: '/console/rules', nav: 'rules', needs: 'account', draw: drawRules },
  ],
};

async function drawScorecard({ ctx, query, linkTo, remember }: Asked): Promise<Drawn> {
  const month = readText(query, 'month');
  const card = await remember(`scorecard ${month}`, () =>
    getScorecard(ctx, month === undefined ? {} : { month }),
  );
  return {
    title: 'Scorecard',
    kicker: `${formatMonth(card.month)}${card.isRunning ? ' so far' : ''} · as of ${formatInstant(card.asOf)}`,
    lead: 'Each figure is defined once, and leads to its parts and records.',
    body: html`<form class="filters" method="get" action="/console/scorecard">${filterInput('Month', 'month', card.month, html`type="month" min="1970-01"`)}<button type="submit">Show</button></form>
${table(
  'The month in figures',
  [
    { label: 'Figure' },
    { label: 'Now', kind: 'figure' },
    { label: 'Month before', kind: 'figure' },
    { label: 'Target', kind: 'figure', minor: true },
    { label: '' },
  ],
  card.lines.map(({ definition, now, before, isMet }) => [
    html`<a href="${linkTo(metricUrl(definition.id, card))}">${definition.title}</a>`,
    metricText(now, definition.unit),
    metricText(before, definition.unit),
    targetText(definition.target, definition.unit, definition.better),
    isMet === null ? '' : isMet ? chip('met', 'good') : chip('missed', 'bad'),
  ]),
)}
<details><summary>What is not measured, and why</summary><ul>${card.notMeasured.map(({ title, why }) => html`<li><b>${title}</b>: ${why}</li>`)}</ul></details>`,
  };
}

const retentionKeys = ['segment', 'use-case', 'owner', 'path', 'start'] as const;

async function drawRetention({ ctx, query, linkTo, remember }: Asked): Promise<Drawn> {
  const by = retentionKeys.find((key) => key === readText(query, 'by')) ?? 'segment';
  const cohorts = await remember(`retention ${by}`, () => getCohorts(ctx, { by }));
  const all = [...cohorts.cohorts, cohorts.whole];
  return {
    title: 'Retention by cohort',
    kicker: html`<a href="/console/cohorts">Cohorts</a> · as of ${formatInstant(cohorts.asOf)}`,
    actions: html`<a class="button" href="${linkTo(`/evidence/cohorts/${by}?asOf=${encodeURIComponent(cohorts.asOf)}&knownAt=${cohorts.knownAt}`)}">How many stayed, month by month</a>`,
    body: html`${tabs(
      'Put together by',
      retentionKeys.map((key) => ({
        label: cohortWords[key],
        href: `/console/retention?by=${key}`,
        isHere: key === by,
      })),
    )}
${table(
  'Cohorts',
  [
    { label: 'Cohort' },
    { label: 'Customers', kind: 'number' },
    ...cohorts.metrics.map((metric) => ({ label: columnOf(metric), kind: 'figure' as const })),
  ],
  all.map((cohort) => [
    cohort === cohorts.whole ? html`<b>${cohort.label}</b>` : isolate(cohort.label),
    `${cohort.customers} of ${cohort.accounts}`,
    ...cohorts.metrics.map(({ id, unit }, index): Piece => {
      const value = cohort.figures[index];
      return value
        ? html`<a href="${linkTo(cohortUrl(cohort, cohorts, id))}">${metricText(value, unit)}</a>`
        : '–';
    }),
  ]),
)}
${
  (cohorts.whole.retention.at(-1)?.month ?? 0) > 0 &&
  html`<h2>Customers kept, month by month</h2>${chartPicture(`/pictures/cohorts/${by}?${momentQuery(cohorts)}&picture=lines`, 'A line for each of the largest cohorts: customers kept, by months since their start.', linkTo, { onPhone: true })}`
}`,
  };
}

const cohortWords: Readonly<Record<(typeof retentionKeys)[number], string>> = {
  segment: 'Segment',
  'use-case': 'Use case',
  owner: 'Owner',
  path: 'Onboarding path',
  start: 'Quarter of the start',
};

const digestsAtMost = 60;

async function drawDigests({ ctx, linkTo }: Asked): Promise<Drawn> {
  const snapshots = await ctx.store.listSnapshots(digestsAtMost);
  return {
    title: 'Digests',
    lead: 'A digest is drawn from a snapshot that is named by its own bytes: it rebuilds the same for good.',
    body:
      snapshots.length === 0
        ? empty(
            'No digest was made yet.',
            html`Ask for one in chat with <code>/cs digest</code>; each week one comes by itself.`,
          )
        : table(
            'Digests, the newest first',
            [
              { label: 'Week up to' },
              { label: 'About' },
              { label: 'Red customers', minor: true },
              { label: 'Snapshot' },
              { label: 'Made', kind: 'date', minor: true },
            ],
            snapshots.map(({ id, asOf, segment, madeAt }) => [
              html`<a href="${linkTo(`/evidence/digests/${id}`)}">${formatInstant(asOf.toISOString())}</a>`,
              segment === null ? 'All customers' : isolate(segment),
              chartPicture(`/pictures/digests/${id}?picture=red`, 'Red customers, week by week', linkTo, {
                isSmall: true,
              }),
              html`<code>${id.slice(0, 16)}</code>`,
              formatInstant(madeAt.toISOString()),
            ]),
          ),
  };
}

async function drawRules({ ctx, query }: Asked): Promise<Drawn> {
  const now = ctx.clock.now();
  const given = readText(query, 'since');
  const usual = lastThirtyDays(now);
  const from = given !== undefined && isUtcDay(given) ? new Date(`${given}T00:00:00Z`) : usual.from;
  const { rules, measuredAt, saves } = await tuneRules(ctx, { from, to: usual.to });
  return {
    title: 'Rules',
    kicker: `Alerts since ${formatDay(from.toISOString())}`,
    lead: html`What each rule was worth: by what people said of its alerts, and by the past (${measuredAt === null ? html`not measured yet: <code>npm run -s holdfast -- rules backtest</code>` : `measured ${formatDay(measuredAt)}`}). Customers saved by a play: ${saves}.`,
    body: html`<form class="filters" method="get" action="/console/rules">${filterInput('Since', 'since', from.toISOString().slice(0, 10), html`type="date"`)}<button type="submit">Show</button></form>
${
  rules.length === 0
    ? empty('No rule is in force.', 'Rules are files in packs/rules/.')
    : table(
        'Rules',
        [
          { label: 'Rule' },
          { label: 'Alerts', kind: 'number' },
          { label: 'Useful', kind: 'number' },
          { label: 'Precision by people', kind: 'number' },
          { label: 'Precision in the past', kind: 'number' },
          { label: 'Lift', kind: 'number', minor: true },
        ],
        rules.map(({ rule, title, raised, verdicts, precision, measured, concern }) => [
          html`${title} <small><code>${rule}</code></small>${concern !== null && html`<br><small>${concern}</small>`}`,
          raised,
          `${verdicts.useful} of ${verdicts.useful + verdicts.not_useful + verdicts.too_early}`,
          precision === null ? html`<span class="quiet">nobody judged one</span>` : formatPercent(precision),
          measured?.precision == null
            ? html`<span class="quiet">unknown</span>`
            : formatPercent(measured.precision),
          measured?.lift == null ? '–' : `× ${measured.lift.toFixed(1)}`,
        ]),
      )
}`,
  };
}
