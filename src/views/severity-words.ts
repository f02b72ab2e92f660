import type { Severity } from '../domain/rule-pack.ts';
import { capitalize } from './format.ts';

/** A shape for each, so that nobody has to tell colours apart; the word stands beside it wherever it is shown. */
const signs: Readonly<Record<Severity, string>> = { critical: '⛔', high: '🔺', medium: '🔶', low: '⚪' };

/** `🔺 High`: how grave something is, where a list is read from the top. */
export function severityMark(severity: Severity): string {
  return `${signs[severity]} ${capitalize(severity)}`;
}
