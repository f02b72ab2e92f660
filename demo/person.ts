import type { DemoAccount } from './account.ts';
import { features } from './company/product.ts';
import { itemAt, type Random, randomFor } from './random.ts';

/** Somebody at a customer who uses the product, with habits that stay the same all year. */
export interface Person {
  /** E-mail address. */
  id: string;
  role: 'admin' | 'operator' | 'executive';
  /** Chance to work with the product on a usual weekday. */
  presence: number;
  /** Actions on a day of work. */
  actionsPerDay: number;
  /** What they use, the favourite first. */
  features: readonly string[];
}

const habits = {
  power: { presence: 0.84, actionsPerDay: 26, features: 8 },
  regular: { presence: 0.55, actionsPerDay: 12, features: 6 },
  occasional: { presence: 0.2, actionsPerDay: 5, features: 2 },
} as const;

/** Who is what, repeated down the list of people; the first is the one who drives the product. */
const mix = ['power', 'regular', 'regular', 'power', 'occasional', 'regular', 'power', 'regular'] as const;

const firstNames =
  'ana ben carla dario elif farid greta hugo imani jonas keiko lars mei nadia omar paula quentin rosa samir tessa umar vera wen ximena yusuf zoe agus bima citra dewi';
const lastNames =
  'ruiz abara lindqvist moretti okafor petrov quispe rahman sato tanaka ueda varga wibowo xu yilmaz zeman brandt costa dube eklund ferro grau hale ivanova jansen kaya lopez mensah nowak osei';

/** The people of an account, the champion first. Names are unique within it. */
export function peopleOf(account: DemoAccount): Person[] {
  const random = randomFor(`people/${account.id}`);
  const names = inventNames(random, account.people);
  return names.map((name, index) => {
    const habit = habits[itemAt(mix, index)];
    return {
      id: addressOf(account, index === 0 ? (account.champion ?? name) : name),
      role: roleOf(index),
      presence: habit.presence * (0.92 + 0.14 * random.next()),
      actionsPerDay: habit.actionsPerDay * (0.8 + 0.5 * random.next()),
      features: favourites(random, habit.features),
    };
  });
}

/** The address of the person at the customer who signs. */
export function sponsorOf(account: DemoAccount): string {
  const random = randomFor(`sponsor/${account.id}`);
  return addressOf(account, account.sponsor ?? `${random.pick(firstNames.split(' '))}.whitlock`);
}

function roleOf(index: number): Person['role'] {
  if (index === 0) return 'admin';
  return index % 8 === 4 ? 'executive' : 'operator';
}

function addressOf(account: DemoAccount, localPart: string): string {
  return `${localPart}@${account.id}.example`;
}

function inventNames(random: Random, count: number): string[] {
  const names = new Set<string>();
  while (names.size < count) {
    names.add(`${random.pick(firstNames.split(' '))}.${random.pick(lastNames.split(' '))}`);
  }
  return [...names];
}

function favourites(random: Random, count: number): string[] {
  const rest = features.map(({ feature }) => feature as string);
  const chosen: string[] = [];
  while (chosen.length < count) {
    // The first half of the catalogue is what most people come for.
    const position = Math.floor(random.next() * random.next() * rest.length);
    chosen.push(...rest.splice(position, 1));
  }
  return chosen;
}
