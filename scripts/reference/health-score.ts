import { componentLabels, signalLabels } from '../../src/console/signal-words.ts';
import { lifecycleStages } from '../../src/domain/account.ts';
import { componentSignals } from '../../src/domain/profile.ts';
import { components } from '../../src/rules/health/components/index.ts';
import { scorerVersion } from '../../src/rules/health/score-health.ts';
import { evidenceKinds } from '../../src/rules/health/sources.ts';
import { code, page, table } from './markdown.ts';

const combinations = {
  mean: 'The value is the mean of the points.',
  lowest: 'The value is the lowest of the points.',
};

const countAgain = `## Count it again

What stands here is enough to count a score by SQL over the table \`events\`; a test does so with three companies.

- **The day** of a score is the UTC day of its moment. *Age* is days back from it, 0 is the day itself; *in n days* means ages 0 to n − 1; a *week* is ages 0 to 6, 7 to 13, and so on. Only events up to the moment count.
- **Use** is \`user.session\`, \`feature.used\` or \`recipe.completed\`; its uses are \`count\` of \`feature.used\`, else 1. An **active day** has use, \`ticket.created\` or \`sponsor.touch\`. A **user** is who an event with use names; a **feature** its \`feature\`, else its \`module\`.
- **Quotients** are cut to whole numbers, towards zero. Every signal is one.
- **A curve** gives hundredths of a point: on the straight line between two points, cut; outside them the nearer end. A mean of points is cut too. The score is the sum of weight × value of the components that count, divided by the sum of their weights, in hundredths, halves up.
- **The contract** is what the events up to the moment say: of each key the last by \`at\`, \`source\`, \`event_id\`; seats are also those of \`seat.changed\`. It chooses the profile (segment, and the stage by days since \`startsOn\`, else since the first event). On the scorecard and in the digest it is what [metrics](metrics.md#contracts) calls the contract. A trend and a change are counted under the contract of the moment that was asked about, for each of their days: what was signed since moves no past point.
- **Confidence** is the weight of the components that are known and whose source is not stale: the last event of its types, by anybody, is less hours old than the profile says.

| component | counted from |
|---|---|
| adoption | where seats are known and above 0, 1,000 × users in 28 days ÷ seats, else users per week summed over 12 weeks; unknown where nobody ever reported use |
| stickiness | the two ages count twice; without such a day in 180 days the age is 180. Daily users per 1,000 weekly: of each of 12 weeks 1,000 × user-days ÷ (7 × users), cut, summed, ÷ 12; unknown as adoption |
| errors | rate of 7 days: 1,000 × errors ÷ uses. Baseline: of the days of ages 7 to 34 with use, the 95th percentile (nearest rank) of the same rate, at least 10. The signal is 100 × rate ÷ baseline; unknown without any error ever, without use in 7 days, or with fewer than 5 such days |
| support | 100 × \`ticket.created\` in 28 days ÷ users in 28 days, at least 1; unknown without one in 84 days |
| sentiment | CSAT: 100 × sum ÷ number of the \`csat\` of \`ticket.resolved\` and of answers of kind csat in 84 days; NPS: 100 × (9 and 10 less 0 to 6) ÷ answers of kind nps in 168 days |
| sponsor | days with \`sponsor.touch\`; unknown with fewer than 3 ever |
| billing | an invoice is what its last event says; it is overdue from \`dueOn\`, else from the first day on which it was \`overdue\` or \`failed\`, while its status is \`issued\`, \`overdue\` or \`failed\`; failed payments are events with that status; unknown without any invoice |`;

/** What the score is made of; the numbers themselves stand in the profiles. */
export function healthScorePage(): string {
  return page('Health score', 'src/rules/health/ and src/domain/profile.ts', [
    'A component reads signals, whole numbers about one account. A curve of the profile turns each into points from 0 to 100. The score is the weighted mean of the components that are known; a missing one follows the `missing` rule of the profile, and its reason says why it is missing.',
    `The weights, curves and bands of each of the stages ${lifecycleStages.join(', ')} are in the [profiles](profiles.md). Why they are so, and how far they are proven: [ADR-0007](../adr/0007-health-score.md). Scorer version ${scorerVersion}.`,
    countAgain,
    ...components.map((component) => {
      const signals = componentSignals[component.id].map((signal) => [code(signal), signalLabels[signal]]);
      const evidence = evidenceKinds(new Map())
        [component.id].map(({ type }) => code(type))
        .join(', ');
      return [
        `## ${componentLabels[component.id]}`,
        table(['signal', 'meaning'], signals),
        `${signals.length > 1 ? `${combinations[component.combines]} ` : ''}Evidence: ${evidence}.`,
      ].join('\n\n');
    }),
  ]);
}
