import { metrics, notMeasured } from '../../src/rules/metrics/index.ts';
import { targetText } from '../../src/views/metric-words.ts';
import { code, page, table } from './markdown.ts';

const spans = { month: 'the month', year: 'twelve months up to its end', end: 'its last moment' } as const;

/** What each metric is and how it is counted. */
export function metricsPage(): string {
  return page('Metrics', 'src/rules/metrics/', [
    'Each metric is defined once; scorecards and pages show it with its records (`holdfast scorecard`, `/cs scorecard`). Months are those of the time zone of `workingHours` in `packs/sla.yaml`: from their first instant to before the first of the next. A running month ends now.',
    'An account is a customer at an instant when its contract has begun (`startsOn`, else its first record) and has not ended, by the contract events up to then, folded in the order of their time. All of it follows from the events up to the moment that were received up to the record number that stands on the page. Currencies are not converted.',
    table(
      ['metric', 'over', 'unit', 'target', 'records'],
      metrics.map(({ id, title, span, unit, target, better, records }) => [
        `${code(id)} ${title}`,
        spans[span],
        unit,
        targetText(target, unit, better).replaceAll('\u00a0', ' '),
        records.map((type) => code(type)).join(', ') || 'answers',
      ]),
    ),
    ...metrics.flatMap(({ id, title, version, formula, source }) => [
      `## ${title}`,
      `${code(id)}, version ${version}: ${formula}. Source: ${source}.`,
    ]),
    '## Not measured',
    notMeasured.map(({ title, why }) => `- ${title}: ${why}.`).join('\n'),
  ]);
}
