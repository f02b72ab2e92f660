import type { ActionFacts } from '../action-kind.ts';

/**
 * Why nothing may be done to the ticket, user or job that an action names, in one sentence; null = it may. A person may
 * name one that no event has told of yet: its own system knows it. A model may not: it could have made it up.
 */
export function subjectProblem(what: string, name: string, facts: ActionFacts): string | null {
  const whose = facts.account?.name ?? 'this account';
  switch (facts.subject) {
    case 'closed':
      return `${what} ${name} of ${whose} is closed`;
    case 'elsewhere':
      return `${what} ${name} is another customer's, not one of ${whose}`;
    case 'opted-out':
      return `${what} ${name} wants no nudges`;
    case 'unheard':
      return facts.origin === 'agent' ? `${whose} has no ${what.toLowerCase()} ${name}` : null;
    default:
      return null;
  }
}
