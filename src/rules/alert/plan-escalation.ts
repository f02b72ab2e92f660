import type { Alert, AlertTier } from '../../domain/alert.ts';
import type { Member } from '../../domain/member.ts';

/** Working hours that an alert waits for somebody. Source: C5, "nobody takes it for 4 working hours". */
export const untakenHours = 4;

/** To whom an alert goes that nobody took; `people` are member ids, in the order of their ids. */
export interface Escalation {
  to: AlertTier;
  people: string[];
}

/**
 * Who hears of an alert that nobody took: every manager but the one whose account it is; the executive sponsors too when
 * the account is a red one of the enterprise, and alone where there is no manager to turn to.
 */
export function planEscalation(
  { picture, owner }: Pick<Alert, 'picture' | 'owner'>,
  members: readonly Member[],
): Escalation {
  const of = (role: Member['role']): string[] =>
    members
      .filter((member) => member.role === role && member.id !== owner)
      .map(({ id }) => id)
      .sort();
  const [managers, sponsors] = [of('manager'), of('exec')];
  const isEnterprise = [picture.tier, picture.segment].some((word) => word?.toLowerCase() === 'enterprise');
  const isGrave = picture.band === 'red' && isEnterprise;
  if (isGrave || managers.length === 0) return { to: 'exec', people: [...managers, ...sponsors] };
  return { to: 'manager', people: managers };
}
