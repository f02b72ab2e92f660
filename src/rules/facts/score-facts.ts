import type { EventType } from '../../domain/event-types.ts';
import { changePercent, type RuleFact } from './rule-fact.ts';

/** A score stands on whatever an account sends; use is the least that says anything. */
const needs: readonly EventType[] = ['user.session', 'feature.used', 'recipe.completed'];

/** The health score, now and a week ago. */
export const scoreFacts: readonly RuleFact[] = [
  {
    id: 'score',
    words: 'health score',
    unit: 'points',
    ...{ least: 0, most: 100 },
    needs,
    feeds: ['session', 'use'],
    read: ({ score }) => points(score?.hundredths ?? null),
  },
  {
    id: 'scoreBefore7',
    words: 'health score 7 days earlier',
    unit: 'points',
    ...{ least: 0, most: 100 },
    needs,
    feeds: ['session', 'use'],
    read: ({ scoreBefore }) => points(scoreBefore?.hundredths ?? null),
  },
  {
    id: 'scoreChange7',
    words: 'change of the health score in 7 days',
    unit: 'change',
    ...{ least: -100, most: 1_000_000 },
    needs,
    feeds: ['session', 'use'],
    read({ score, scoreBefore }) {
      const [now, before] = [score?.hundredths ?? null, scoreBefore?.hundredths ?? null];
      return now === null || before === null ? null : changePercent(now, before);
    },
  },
];

/** Whole points, cut off: 64.99 has not reached 65. */
function points(hundredths: number | null): number | null {
  return hundredths === null ? null : Math.floor(hundredths / 100);
}
