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

/** What the score is made of; the numbers themselves stand in the profiles. */
export function healthScorePage(): string {
  return page('Health score', 'src/rules/health/ and src/domain/profile.ts', [
    'A component reads signals, whole numbers about one account. A curve of the profile turns each into points from 0 to 100. The score is the weighted mean of the components that are known; a missing one follows the `missing` rule of the profile, and its reason says why it is missing.',
    `The weights, curves and bands of each of the stages ${lifecycleStages.join(', ')} are in the [profiles](profiles.md). Why they are so, and how far they are proven: [ADR-0007](../adr/0007-health-score.md). Scorer version ${scorerVersion}.`,
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
