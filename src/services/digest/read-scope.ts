import { type Account, isOfSegment } from '../../domain/account.ts';
import type { Moment } from '../../domain/moment.ts';
import type { Money } from '../../domain/money.ts';
import { sumByCurrency } from '../../rules/issue-match/bug-figures.ts';
import { customersOf, standingBefore } from '../../rules/metrics/gather-facts.ts';
import type { RequestContext } from '../context.ts';
import { readContracts } from '../read-contracts.ts';

/** The moment of a digest, and the instant of a week before, as it is known at the same moment. */
export interface DigestMoments extends Moment {
  before: Date;
}

/** Contracts of the accounts in scope, as they were at some instants. */
export interface Contracts {
  /** Whether an account is a customer in scope at either moment. */
  has(account: string): boolean;
  /** Whether an account is in scope, also where it has left. */
  everHad(account: string): boolean;
  now: ReadonlyMap<string, Account>;
  before: ReadonlyMap<string, Account>;
  /** The customers in scope at an instant. */
  at(instant: Date): ReadonlyMap<string, Account>;
  /** What the customers of then in scope paid, by currency. */
  arrAt(instant: Date): Money[];
}

/**
 * Contracts of the customers that a digest is about; null = of all segments.
 * Who is a customer is decided as it is for the scorecard: two messages of one week name one number.
 */
export async function readScope(
  ctx: RequestContext,
  segment: string | null,
  { asOf, before, knownAt }: DigestMoments,
): Promise<Contracts> {
  const { zone } = ctx.content.sla.workingHours;
  const histories = await readContracts(ctx, knownAt);
  const everybodyAt = (instant: Date): [string, Account][] =>
    [...standingBefore(histories, new Date(instant.getTime() + 1), zone)].filter(
      ([, account]) => segment === null || isOfSegment(account, segment),
    );
  const at = (instant: Date): Map<string, Account> => customersOf(new Map(everybodyAt(instant)));
  const [now, then, ever] = [at(asOf), at(before), new Map(everybodyAt(asOf))];
  return {
    now,
    before: then,
    at,
    has: (id) => now.has(id) || then.has(id),
    everHad: (id) => ever.has(id),
    arrAt: (instant) => sumByCurrency([...at(instant).values()].flatMap(({ arr }) => arr ?? [])),
  };
}
