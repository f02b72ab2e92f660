import type { EventType } from '../../domain/event-types.ts';
import type { RuleSubject } from '../../domain/rule-subject.ts';
import { changePercent, type RuleFact } from './rule-fact.ts';

/** A score stands on whatever an account sends; use is the least that says anything. */
const needs: readonly EventType[] = ['user.session', 'feature.used', 'recipe.completed'];

/** The health score, now and a week ago. */
export const scoreFacts: readonly RuleFact[] = [
  {
    id: 'score',
    words: 'health score',
    unit: 'points',
    least: 0,
    most: 100,
    needs,
    feeds: ['session', 'use'],
    scoreAge: 0,
    read: ({ scores }) => points(scores.get(0)),
  },
  {
    id: 'scoreBefore7',
    words: 'health score 7 days earlier',
    unit: 'points',
    least: 0,
    most: 100,
    needs,
    feeds: ['session', 'use'],
    scoreAge: 7,
    read: ({ scores }) => points(scores.get(7)),
  },
  {
    id: 'scoreChange7',
    words: 'change of the health score in 7 days',
    unit: 'change',
    least: -100,
    most: 1_000_000,
    needs,
    feeds: ['session', 'use'],
    scoreAge: 7,
    read: ({ scores }) => changeSince(scores, 7),
  },
  {
    id: 'scoreBefore14',
    words: 'health score 14 days earlier',
    unit: 'points',
    least: 0,
    most: 100,
    needs,
    feeds: ['session', 'use'],
    scoreAge: 14,
    read: ({ scores }) => points(scores.get(14)),
  },
  {
    id: 'scoreChange14',
    words: 'change of the health score in 14 days',
    unit: 'change',
    least: -100,
    most: 1_000_000,
    needs,
    feeds: ['session', 'use'],
    scoreAge: 14,
    read: ({ scores }) => changeSince(scores, 14),
  },
];

/** Whole points, cut off: 64.99 has not reached 65. */
function points(hundredths: number | null | undefined): number | null {
  return hundredths == null ? null : Math.floor(hundredths / 100);
}

function changeSince(scores: RuleSubject['scores'], daysAgo: number): number | null {
  const [now, before] = [scores.get(0), scores.get(daysAgo)];
  return now == null || before == null ? null : changePercent(now, before);
}
