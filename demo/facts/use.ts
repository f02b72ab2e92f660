import { faults, features } from '../company/product.ts';
import type { Fact } from '../fact.ts';
import type { Person } from '../person.ts';
import { type Random, randomFor } from '../random.ts';
import type { Scene } from '../scene.ts';
import { valueAt } from '../story.ts';

const weekendShare = 0.05;
const quietShare = 0.5;
const moduleOf = new Map<string, string>(features.map(({ feature, module }) => [feature, module]));

/** Daily work of every person, and the errors that come with it. */
export function useFacts(scene: Scene): Fact[] {
  const { story } = scene.account;
  const actionsByDay = new Map<number, number>();
  const facts = scene.people.flatMap((person, position) => {
    const joinsAtShare = position / scene.people.length;
    const leavesDaysAgo = position === 0 ? (story.championLeavesDaysAgo ?? 0) : 0;
    return personFacts(
      scene,
      person,
      (daysAgo) => daysAgo > leavesDaysAgo && joinsAtShare < valueAt(story.headcount, daysAgo),
      (daysAgo, actions) => actionsByDay.set(daysAgo, (actionsByDay.get(daysAgo) ?? 0) + actions),
    );
  });
  return [...facts, ...errorFacts(scene, actionsByDay)];
}

function personFacts(
  scene: Scene,
  person: Person,
  isThere: (daysAgo: number) => boolean,
  count: (daysAgo: number, actions: number) => void,
): Fact[] {
  const random = randomFor(`use/${person.id}`);
  const facts: Fact[] = [];
  let signedIn = false;
  for (let daysAgo = scene.openedDaysAgo - 1; daysAgo > scene.closedDaysAgo; daysAgo -= 1) {
    if (scene.weekdayOf(daysAgo) === 1) signedIn = false;
    const comes = random.chance(person.presence * demandOn(scene, daysAgo));
    if (!comes || !isThere(daysAgo)) continue;
    const at = scene.instant(daysAgo, scene.workHour(random));
    const onlyReads = !signedIn && random.chance(0.5);
    if (!signedIn) facts.push(signIn(person, at, random));
    signedIn = true;
    if (onlyReads) continue;
    const used = featureUses(person, at, random);
    facts.push(...used.facts);
    count(daysAgo, used.actions);
  }
  return facts;
}

/** How much work there is on a day: the story's level, the weekend, the closing of the month. */
function demandOn(scene: Scene, daysAgo: number): number {
  const { story } = scene.account;
  const weekday = scene.weekdayOf(daysAgo);
  const weekend = weekday === 0 || weekday === 6 ? weekendShare : 1;
  const dayOfMonth = Number(scene.dayOf(daysAgo).slice(8));
  const quiet = story.monthEndRhythm && dayOfMonth > 6 && dayOfMonth < 22 ? quietShare : 1;
  return valueAt(story.activity, daysAgo) * weekend * quiet;
}

/** Brightweir keeps people signed in for a week: a session is reported on the first day, and some only read then. */
function signIn(person: Person, at: number, random: Random): Fact {
  return {
    at: at - 60_000,
    type: 'user.session',
    payload: { durationSeconds: random.between(6, 75) * 60 },
    user: person.id,
    role: person.role,
  };
}

function featureUses(person: Person, at: number, random: Random): { facts: Fact[]; actions: number } {
  const favourite = Math.floor(random.next() * random.next() * person.features.length);
  const other = random.between(0, person.features.length - 1);
  const positions = random.chance(0.06) && other !== favourite ? [favourite, other] : [favourite];
  const actions = Math.max(1, Math.round(person.actionsPerDay * (0.6 + 0.8 * random.next())));
  const each = Math.ceil(actions / positions.length);
  const facts = positions.map((position, index): Fact => {
    const feature = person.features[position] ?? 'dashboards';
    const payload = { feature, module: moduleOf.get(feature) ?? 'see', count: each };
    return { at: at + index * 1_500_000, type: 'feature.used', payload, user: person.id, role: person.role };
  });
  return { facts, actions: each * positions.length };
}

function errorFacts(scene: Scene, actionsByDay: ReadonlyMap<number, number>): Fact[] {
  const { story, id } = scene.account;
  const random = randomFor(`errors/${id}`);
  const facts: Fact[] = [];
  for (const [daysAgo, actions] of [...actionsByDay].sort(([left], [right]) => right - left)) {
    const expected = (actions * valueAt(story.errorsPerThousand, daysAgo)) / 1000;
    const errors = Math.floor(expected * (0.7 + 0.6 * random.next()) + random.next());
    const fault = faultOn(scene, daysAgo, random);
    const at = scene.instant(daysAgo, scene.workHour(random));
    if (errors === 0) continue;
    facts.push({
      at,
      type: 'error.raised',
      payload: { ...fault, fingerprint: `${fault.code.toLowerCase()}/${fault.feature}`, count: errors },
    });
    if (fault.feature === 'pipelines' || fault.feature === 'datasets') facts.push(retry(at, errors, random));
  }
  return facts;
}

function faultOn(scene: Scene, daysAgo: number, random: Random): (typeof faults)[number] {
  const { trouble } = scene.account.story;
  const known = faults.find(({ code }) => code === trouble?.code);
  return known && trouble && daysAgo <= trouble.sinceDaysAgo && random.chance(0.85)
    ? known
    : random.pick(faults);
}

function retry(at: number, errors: number, random: Random): Fact {
  const outcome = errors < 4 || random.chance(0.4) ? 'succeeded' : 'failed';
  const payload = { job: 'nightly-load', attempt: Math.min(5, errors), outcome };
  return { at: at + 600_000, type: 'job.retry', payload };
}
