import type { EventType } from '../../domain/event-types.ts';
import { between, type RuleFact, sumOf } from './rule-fact.ts';

const useTypes: readonly EventType[] = ['user.session', 'feature.used', 'recipe.completed'];
const mostPeople = 10_000_000;

/** Who uses it and how broadly, what is open, and what was bought: what the checks of playbooks ask besides. */
export const peopleFacts: readonly RuleFact[] = [
  {
    id: 'users7',
    words: 'users in 7 days',
    unit: 'count',
    least: 0,
    most: mostPeople,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: () => [[0, 6]],
    read: ({ people }) => people.users7,
  },
  {
    id: 'users28',
    words: 'users in 28 days',
    unit: 'count',
    least: 0,
    most: mostPeople,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: () => [[0, 27]],
    read: ({ people }) => people.users28,
  },
  {
    id: 'powerUsers28',
    words: 'users of five or more features in 28 days',
    unit: 'count',
    least: 0,
    most: mostPeople,
    needs: ['feature.used'],
    feeds: ['use'],
    ages: () => [[0, 27]],
    read: ({ people }) => people.powerUsers28,
  },
  {
    id: 'features84',
    words: 'different features used in 84 days',
    unit: 'count',
    least: 0,
    most: 100_000,
    needs: ['feature.used'],
    feeds: ['use'],
    ages: () => [[0, 83]],
    read: ({ people }) => people.features84,
  },
  {
    id: 'ticketsOpen',
    words: 'open tickets',
    unit: 'count',
    least: 0,
    most: 100_000,
    needs: ['ticket.created'],
    read: ({ people }) => people.ticketsOpen,
  },
  {
    id: 'urgentTickets28',
    words: 'tickets of priority P0 or P1 in 28 days',
    unit: 'count',
    least: 0,
    most: 100_000,
    needs: ['ticket.created'],
    having: 'priority',
    ages: () => [[0, 27]],
    read: ({ days }) => sumOf(between(days, 0, 27), ({ urgent }) => urgent),
  },
  {
    id: 'expansionsWon365',
    words: 'expansions won in 365 days',
    unit: 'count',
    least: 0,
    most: 10_000,
    needs: ['expansion.won'],
    ages: () => [[0, 364]],
    read: ({ people }) => people.expansionsWon365,
  },
];
