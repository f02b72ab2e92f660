import type { getMetric } from '../services/metrics/get-scorecard.ts';
import { formatInstant, formatMonth } from '../views/format.ts';
import { metricText, targetText } from '../views/metric-words.ts';
import { html } from './escape.ts';
import { factList, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { stackingTable } from './stacking-table.ts';

const rowsAtMost = 500;
const spans = {
  month: 'the month',
  year: 'the twelve months that end with it',
  end: 'its last moment',
} as const;

/** The page of one metric in one month: what it is, how it was counted, and every record behind it. */
export function renderMetricPage(
  { card, line, names }: Awaited<ReturnType<typeof getMetric>>,
  linkTo: LinkTo,
): string {
  const { definition, now, before } = line;
  const left = now.records.length - rowsAtMost;
  return renderPage(
    {
      title: `${definition.title}, ${formatMonth(card.month)}`,
      kicker: html`Metric <code>${definition.id}</code> · version ${definition.version}`,
      heading: `${definition.title}, ${formatMonth(card.month)}`,
      body: [
        html`<p class="lead">${now.reason ?? metricText(now, definition.unit)}${now.reason === null && html` <span class="quiet">${now.parts}</span>`}</p>`,
        factList([
          {
            label: 'Month before',
            value: before.reason ?? `${metricText(before, definition.unit)}, ${before.parts}`,
          },
          { label: 'Target', value: targetText(definition.target, definition.unit, definition.better) },
          { label: 'Formula', value: definition.formula },
          { label: 'Counted over', value: spans[definition.span] },
          { label: 'Records', value: definition.records.join(', ') || 'answers to questions' },
          { label: 'Source', value: definition.source },
          { label: 'As of', value: html`${formatInstant(card.asOf)}, record ${card.knownAt}` },
        ]),
        section(
          'records',
          'What it stands on',
          now.records.length === 0
            ? html`<p class="quiet">Nothing is listed.</p>`
            : [
                stackingTable(
                  'Records',
                  [{ label: 'Customer' }, { label: 'What' }],
                  now.records
                    .slice(0, rowsAtMost)
                    .map(({ account, words, seq }) => [
                      isolate(names.get(account) ?? account),
                      seq === null
                        ? isolate(words)
                        : html`<a href="${linkTo(`/evidence/events/${seq}`)}">${isolate(words)}</a>`,
                    ]),
                ),
                left > 0 &&
                  html`<p class="note">and ${left} more: <code>holdfast scorecard --json</code> has all of them.</p>`,
              ],
        ),
      ],
    },
    linkTo,
  );
}
