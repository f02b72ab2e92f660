import {
  type CohortHealth,
  getCohortHealth,
  type HealthCohortKey,
  healthCohortKeys,
} from '../../services/get-cohort-health.ts';
import { memberNames } from '../../services/member-names.ts';
import { capitalize, formatInstant, formatPoints } from '../../views/format.ts';
import { html, type Piece } from '../escape.ts';
import { isolate } from '../layout.ts';
import { readText } from '../read-address.ts';
import { amounts } from './amounts.ts';
import { chip, empty, table, tabs } from './parts.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

/** How customers fare who have something in common: from a cohort to its customers, and from there to the evidence. */
export const cohortsArea: ConsoleArea = {
  pages: [{ path: '/console/cohorts', nav: 'cohorts', needs: 'account', draw }],
};

const words: Readonly<Record<HealthCohortKey, string>> = {
  segment: 'Segment',
  'use-case': 'Use case',
  owner: 'Owner',
  path: 'Onboarding path',
  start: 'Quarter of the start',
  stage: 'Stage',
};

/** The filter of the portfolio that shows a cohort's customers; those without one open no list. */
const filters: Partial<Record<HealthCohortKey, string>> = {
  segment: 'segment',
  'use-case': 'useCase',
  owner: 'owner',
  stage: 'stage',
  start: 'start',
};

async function draw({ ctx, query, portfolio }: Asked): Promise<Drawn> {
  const by = healthCohortKeys.find((key) => key === readText(query, 'by')) ?? 'segment';
  const [{ asOf, knownAt, cohorts }, names] = await Promise.all([
    getCohortHealth(ctx, by, portfolio),
    memberNames(ctx),
  ]);
  const most = Math.max(1, ...cohorts.map(({ customers }) => customers));
  return {
    title: 'Cohorts',
    kicker: `As of ${formatInstant(asOf.toISOString())}, record ${knownAt}`,
    lead: 'Customers of today who have something in common. The cohort with most red customers stands first.',
    actions: html`<a class="button" href="/console/retention${by === 'stage' ? '' : `?by=${by}`}">Who stays, GRR and NRR</a>`,
    body: html`${tabs(
      'Put together by',
      healthCohortKeys.map((key) => ({
        label: words[key],
        href: `/console/cohorts?by=${key}`,
        isHere: key === by,
      })),
    )}
${
  cohorts.length === 0
    ? empty('No customer is known yet.', 'Send contract events, or import a file of them.')
    : table(
        `Cohorts by ${words[by]}`,
        [
          { label: words[by] },
          { label: 'Customers', kind: 'number' },
          { label: 'Red, amber, green' },
          { label: 'Median score', kind: 'number' },
          { label: 'Paid a year', kind: 'number' },
          { label: 'Of it red', kind: 'number', minor: true },
          { label: 'Alerts', kind: 'number' },
        ],
        cohorts.map((cohort) => rowOf(cohort, by, names, most)),
      )
}`,
  };
}

function rowOf(
  cohort: CohortHealth,
  by: HealthCohortKey,
  names: ReadonlyMap<string, string>,
  most: number,
): Piece[] {
  const { key, customers, medianHundredths, arr, arrAtRisk, alerts, bands } = cohort;
  const label = key === null ? 'not said' : by === 'owner' ? (names.get(key) ?? key) : capitalize(key);
  const filter = key === null ? undefined : filters[by];
  const to = (more: string): string => `/console/accounts?${filter}=${encodeURIComponent(key ?? '')}${more}`;
  return [
    filter === undefined ? isolate(label) : html`<a href="${to('')}" dir="auto">${label}</a>`,
    filter === undefined ? customers : html`<a href="${to('')}">${customers}</a>`,
    html`${bandBar(cohort, most)} ${bands.red > 0 && filter !== undefined ? html`<a href="${to('&band=red')}">${bands.red} red</a>` : html`${bands.red} red`}<span class="quiet">, ${bands.amber}, ${bands.green}${bands.unknown > 0 && `, ${bands.unknown} unknown`}</span>`,
    medianHundredths === null ? '–' : formatPoints(medianHundredths / 100),
    amounts(arr),
    amounts(arrAtRisk),
    alerts === 0 ? html`<span class="zero">0</span>` : chip(alerts, 'warning'),
  ];
}

/** Its length is the share of the largest cohort, its colours are the bands. */
function bandBar({ bands, customers }: CohortHealth, most: number): Piece {
  const scale = 100 / most;
  let x = 0;
  const parts = (['red', 'amber', 'green', 'unknown'] as const).map((band) => {
    const width = bands[band] * scale;
    const part = html`<rect class="fill-${band}" x="${x}" width="${width}" height="10"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bandbar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="${(customers * 100) / most}" height="10"/>${parts}</svg>`;
}
