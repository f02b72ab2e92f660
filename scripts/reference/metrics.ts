import { cohortMetrics } from '../../src/rules/metrics/form-cohorts.ts';
import { metrics, notMeasured } from '../../src/rules/metrics/index.ts';
import { warnedDays } from '../../src/rules/metrics/was-warned.ts';
import { targetText } from '../../src/views/metric-words.ts';
import { code, page, table } from './markdown.ts';

const spans = { month: 'the month', year: 'twelve months up to its end', end: 'its last moment' } as const;

/** What each metric is and how it is counted. */
export function metricsPage(): string {
  return page('Metrics', 'src/rules/metrics/', [
    'Each metric is defined once; scorecards, cohorts and pages show it with its records (`holdfast scorecard`, `holdfast cohort`, `/cs scorecard`, `/cs cohort`). What stands here is enough to count each again by SQL over the table `events`; a test does so with the demo company.',
    table(
      ['metric', 'over', 'one by one', 'unit', 'better', 'target', 'records'],
      metrics.map(({ id, title, span, grain, unit, target, better, records }) => [
        `${code(id)} ${title}`,
        spans[span],
        grain,
        unit,
        better,
        targetText(target, unit, better).replaceAll('\u00a0', ' '),
        records.map((type) => code(type)).join(', '),
      ]),
    ),
    '## Moments',
    [
      '- **A month** runs from its first instant to before the first of the next, by the time zone of `workingHours` in `packs/sla.yaml`. One that is running ends at the moment that was asked about. *The end* is that instant; *within the month* is `at >= from and at < end`.',
      '- **The twelve months** end at the end and begin at the same local time and day a year before (28 February for 29). *Right before* an instant means events with `at <` it, and days up to the last one before it by the clock of the zone.',
      '- **What was known**: only events with `seq <=` the record number on the page count. A page is the same for good.',
      '- **Order**: contract events by `at`, `source`, `event_id`; all others by `at`, `seq`.',
    ].join('\n'),
    '## Contracts',
    [
      '- **Begun**: an account has begun on the least `startsOn` that any of its `contract.updated` events names, whenever that event happened; where none does, on the UTC day of its first event of any type.',
      '- **What a contract says** right before an instant: of each key the last `contract.updated` before it that names the key. Where there is none at all before it, the first `contract.updated` of the account stands for it, and the account is active: whoever came with an import was a customer before. Seats are those of the last `seat.changed` or `contract.updated` with `seats` before it; `seat.changed` alone is no contract.',
      '- **A customer** right before an instant is an account that has begun and whose `status` is not `ended`.',
      '- **The event that ends a contract** is the first with `status` `ended` after which none has `active`, up to the end.',
    ].join('\n'),
    '## Money',
    'Amounts are in minor units. Each currency is a figure by itself; where there are several, there is one figure over all only if `packs/currencies.yaml` says into what and has a rate for each of them: of a currency the line with the latest `on` up to the last day of the span, for amounts of a year before too. Amounts are summed first, each sum is converted and rounded once, halves up. A target is met when each currency that stands apart meets it.',
    '## Figures',
    'A percentage is the quotient × 100, in whole hundredths, rounded once, halves up. A median of an even number is the mean of the two in the middle. What cannot be said has no figure and a reason; nothing stands for unknown.',
    `Scores are those of [the health score](health-score.md) on the last UTC day before the end, of every customer at the end. Promises are [the clocks of tickets](../guides/sla.md). An alert was open from the note \`raised\` or \`reopened\` to the next \`closed\` of \`alert_notes\`; ${warnedDays} days are ${warnedDays} × 24 hours.`,
    ...metrics.flatMap(({ id, title, version, formula, source }) => [
      `## ${title}`,
      `${code(id)}, version ${version}: ${formula}. Source: ${source}.`,
    ]),
    '## Cohorts',
    `Everybody who has begun by the end is in exactly one cohort: by \`segment\`, \`use-case\` or \`owner\` as the contract says at the end, upper and lower case alike for the first two; by \`path\`, the launch checklist of \`packs/onboarding-checklists.yaml\` for the first segment that any contract event names; by \`start\`, the quarter of the day of beginning. ${cohortMetrics.map(({ id }) => code(id)).join(', ')} are counted over the accounts of each alone.`,
    'How many stayed after *n* months, 0 to 24: of the accounts of the cohort for which the end of the local day *n* months after beginning (the last day of a short month) is not after the end, and whose first `contract.updated` was before it (for *n* = 0: less than a month after beginning), those that are customers right before that instant. Revenue: ARR right before it, 0 where the contract has ended, of ARR right before the end of the first day, of those with ARR above 0 in the same currency.',
    '## Not measured',
    notMeasured.map(({ title, why }) => `- ${title}: ${why}.`).join('\n'),
  ]);
}
