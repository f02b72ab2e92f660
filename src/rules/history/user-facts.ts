import type { CountedFacts } from '../../domain/health-facts.ts';

type UserFacts = Pick<
  CountedFacts,
  'users7' | 'users28' | 'powerUsers28' | 'userWeeks12' | 'dauWauPermille' | 'features84'
>;

/** What one user used on one day. */
interface UserDay {
  number: number;
  features: Set<string>;
}

/** Days of the longest window, and weeks in it. */
const window = 84;
const weeks = 12;
/** Source: seeds, "Adoption" success metric: five or more features. */
const powerFeatures = 5;

/** Who used what, of the last 84 days. */
export interface UserCounter {
  add(number: number, use: { user: string; feature: string }): void;
  countAt(today: number): UserFacts;
}

/**
 * Keeps each user's days of the window; what is older is dropped as time goes on.
 * @param back - how many days before the latest may be asked about
 */
export function createUserFacts(back: number): UserCounter {
  const byUser = new Map<string, UserDay[]>();
  let latest = 0;
  return {
    add(number, { user, feature }) {
      const days = byUser.get(user) ?? [];
      if (days.length === 0) byUser.set(user, days);
      const last = days.at(-1);
      if (last?.number === number) last.features.add(feature);
      else days.push({ number, features: new Set([feature]) });
    },
    countAt(today) {
      latest = Math.max(latest, today);
      for (const [user, days] of byUser) {
        while (days[0] && latest - back - days[0].number >= window) days.shift();
        if (days.length === 0) byUser.delete(user);
      }
      return count(byUser, today);
    },
  };
}

function count(byUser: ReadonlyMap<string, readonly UserDay[]>, today: number): UserFacts {
  const facts = { users7: 0, users28: 0, powerUsers28: 0 };
  const features = new Set<string>();
  const usersOf = new Array<number>(weeks).fill(0);
  const daysOf = new Array<number>(weeks).fill(0);
  for (const [user, kept] of byUser) {
    const days = kept.filter(({ number }) => number <= today && today - number < window);
    if (days.length === 0) continue;
    for (const day of days) for (const feature of day.features) if (feature !== '') features.add(feature);
    if (user === '') continue;
    countUser(facts, days, today);
    countWeeks(usersOf, daysOf, days, today);
  }
  const permille = usersOf.map((users, week) =>
    users === 0 ? 0 : Math.floor((1_000 * (daysOf[week] ?? 0)) / (7 * users)),
  );
  return {
    ...facts,
    features84: features.size,
    userWeeks12: usersOf.reduce((sum, users) => sum + users, 0),
    dauWauPermille: Math.floor(permille.reduce((sum, one) => sum + one, 0) / weeks),
  };
}

function countUser(
  facts: Pick<UserFacts, 'users7' | 'users28' | 'powerUsers28'>,
  days: readonly UserDay[],
  today: number,
): void {
  const lastAge = today - (days.at(-1)?.number ?? 0);
  if (lastAge < 7) facts.users7++;
  if (lastAge < 28) facts.users28++;
  const used = new Set<string>();
  for (const { number, features } of days)
    if (today - number < 28) for (const feature of features) if (feature !== '') used.add(feature);
  if (used.size >= powerFeatures) facts.powerUsers28++;
}

function countWeeks(usersOf: number[], daysOf: number[], days: readonly UserDay[], today: number): void {
  let counted = -1;
  for (const { number } of days) {
    const week = Math.floor((today - number) / 7);
    daysOf[week] = (daysOf[week] ?? 0) + 1;
    if (week !== counted) usersOf[week] = (usersOf[week] ?? 0) + 1;
    counted = week;
  }
}
