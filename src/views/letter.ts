import type { Action } from '../domain/action.ts';

/** What of an action is a letter: its recipients and words; of another kind of action, its parameters as text. */
export function describeLetter({ kind, params }: Action): { to: string[]; subject: string; body: string } {
  const { to, subject, body } = params;
  if (
    kind === 'message.customer' &&
    Array.isArray(to) &&
    typeof subject === 'string' &&
    typeof body === 'string'
  )
    return { to: to.map(String), subject, body };
  return { to: [], subject: kind, body: JSON.stringify(params, null, 2) };
}
