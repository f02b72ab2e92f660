import type { MetricDefinition, MetricValue } from '../../domain/metric.ts';

/**
 * Whether a figure meets its target: it is to be reached, or, where less is better, not to be passed. Where currencies stand
 * apart, each has to.
 * @returns null = there is no target, or nothing to hold against it
 */
export function meets(
  { target, better }: Pick<MetricDefinition, 'target' | 'better'>,
  { hundredths, breakdown }: Pick<MetricValue, 'hundredths' | 'breakdown'>,
): boolean | null {
  if (target === null) return null;
  const apart = breakdown?.by === 'currency' ? breakdown.parts.flatMap((part) => part.hundredths ?? []) : [];
  const figures = hundredths === null ? apart : [hundredths];
  if (figures.length === 0) return null;
  return figures.every((figure) => (better === 'higher' ? figure >= 100 * target : figure <= 100 * target));
}
