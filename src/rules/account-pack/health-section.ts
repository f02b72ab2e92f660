import type { PackBlock } from '../../domain/account-pack.ts';
import { formatPoints } from '../../domain/points.ts';
import { cell, nothing, type Section } from './pack-facts.ts';

/** How the score came about, and how it went. */
export const healthSection: Section = ({ health, paths }) => {
  if (health.score === null) return nothing('No health score: not one of its signals is known');
  const known = health.components.filter(({ value }) => value !== null);
  const [weakest] = [...known].sort((one, other) => (one.value ?? 0) - (other.value ?? 0));
  const blocks: PackBlock[] = [];
  if (health.history.filter(({ score }) => score !== null).length > 1)
    blocks.push({
      kind: 'chart',
      chart: {
        kind: 'trend',
        title: 'Health score per week',
        unit: 'points',
        most: 100,
        events: [],
        points: health.history.map(({ on, score }) => ({ on, value: score })),
      },
      path: paths.score,
    });
  blocks.push({
    kind: 'chart',
    chart: {
      kind: 'waterfall',
      title: 'What the score is made of',
      unit: 'points',
      parts: health.components.map(({ id, value, contribution, effectiveWeight }) => ({
        label: capital(id),
        value: value === null ? null : contribution,
        most: effectiveWeight,
      })),
      total: { label: 'Score', value: health.score },
    },
    path: paths.score,
  });
  blocks.push({
    kind: 'table',
    title: 'Signals',
    columns: [{ label: 'Signal' }, { label: 'Value', align: 'right' }, { label: 'Why' }],
    rows: health.components.map(({ id, value, reason, url }) => [
      cell(capital(id), url),
      cell(value === null ? 'unknown' : formatPoints(value)),
      cell(reason),
    ]),
  });
  const weak = weakest ? `; the weakest signal is ${weakest.id} at ${formatPoints(weakest.value ?? 0)}` : '';
  return {
    takeaway: `The score is ${formatPoints(health.score)}, ${health.band}${weak}.`,
    blocks,
    missing: null,
  };
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
