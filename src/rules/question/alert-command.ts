import type { AlertsQuestion, RisksQuestion } from './question.ts';

const scopes = ['mine', 'all', 'snoozed', 'closed'] as const;
const deliveries = ['cards', 'daily'] as const;
/** More words than these are a sentence. */
const longestName = 4;

/**
 * Reads `alerts [mine|all|snoozed|closed]`, `alerts cards|daily` and `risks [ACCOUNT]`.
 * @returns null when the text is none of them
 */
export function readAlerts(text: string): AlertsQuestion | RisksQuestion | null {
  const [verb = '', ...rest] = text.trim().split(/\s+/);
  if (/^risks?$/i.test(verb)) return rest.length > longestName ? null : { kind: 'risks', of: rest.join(' ') };
  if (!/^alerts?$/i.test(verb) || rest.length > 1) return null;
  const word = (rest[0] ?? '').toLowerCase();
  const scope = scopes.find((known) => known === word) ?? null;
  const delivery = deliveries.find((known) => known === word) ?? null;
  return word !== '' && scope === null && delivery === null ? null : { kind: 'alerts', scope, delivery };
}
