import { launches, nudges, outages, recipes, releaseTrain, settings } from '../company/product.ts';
import type { Fact } from '../fact.ts';
import { type Random, randomFor } from '../random.ts';
import { hours, type Scene } from '../scene.ts';
import { valueAt } from '../story.ts';

/** What Brightweir does to an account, and what its administrators set: releases, faults, nudges, settings. */
export function operationsFacts(scene: Scene): Fact[] {
  return [...releases(scene), ...incidents(scene), ...nudgesAndRecipes(scene), ...settingsChanged(scene)];
}

function isCustomer(scene: Scene, daysAgo: number): boolean {
  return daysAgo < scene.openedDaysAgo && daysAgo > scene.closedDaysAgo;
}

function releases(scene: Scene): Fact[] {
  const published = releaseTrain.map(
    ({ daysAgo, version }): Fact => ({
      at: scene.instant(daysAgo, 4),
      type: 'deployment.published',
      payload: { version },
    }),
  );
  const switched = launches.map(
    ({ daysAgo, flag }): Fact => ({
      at: scene.instant(daysAgo, 4.5),
      type: 'flag.changed',
      payload: { flag, to: true },
    }),
  );
  return [...published, ...switched].filter(({ at }) => at > scene.instant(scene.openedDaysAgo, 24));
}

function incidents(scene: Scene): Fact[] {
  return outages
    .filter(({ daysAgo }) => isCustomer(scene, daysAgo))
    .filter(({ regions }) => regions.some((region) => region === scene.account.market.region))
    .flatMap(({ daysAgo, hours: duration, severity, title }): Fact[] => {
      const openedAt = scene.instant(daysAgo, 13);
      const payload = { incidentId: `outage-${daysAgo}`, severity, title };
      return [
        { at: openedAt, type: 'incident.opened', payload },
        { at: openedAt + hours(duration), type: 'incident.resolved', payload },
      ];
    });
}

/** About once a month somebody is shown something new; where the product is in use, they often follow it. */
function nudgesAndRecipes(scene: Scene): Fact[] {
  const { id, story } = scene.account;
  const random = randomFor(`nudges/${id}`);
  const facts: Fact[] = [];
  for (
    let daysAgo = random.between(5, 25);
    daysAgo < scene.openedDaysAgo - 5;
    daysAgo += random.between(22, 34)
  ) {
    const follows = random.chance(0.65 * valueAt(story.activity, daysAgo));
    if (isCustomer(scene, daysAgo)) facts.push(...oneNudge(scene, daysAgo, follows, random));
  }
  return facts;
}

function oneNudge(scene: Scene, daysAgo: number, follows: boolean, random: Random): Fact[] {
  const person = random.pick(scene.people);
  const payload = { nudgeId: `nudge-${scene.account.id}-${daysAgo}`, kind: random.pick(nudges) };
  const sentAt = scene.instant(scene.workday(daysAgo), scene.workHour(random));
  const recipe = random.pick(recipes);
  const { id: user, role } = person;
  const sent: Fact = { at: sentAt, type: 'nudge.sent', payload, user, role };
  if (!follows) return [sent];
  return [
    sent,
    { at: sentAt + hours(20), type: 'nudge.acted', payload, user, role },
    { at: sentAt + hours(21), type: 'recipe.completed', payload: { recipe }, user, role },
  ];
}

function settingsChanged(scene: Scene): Fact[] {
  const random = randomFor(`settings/${scene.account.id}`);
  const administrator = scene.people[0];
  const facts: Fact[] = [];
  for (const setting of settings) {
    const daysAgo = random.between(20, 360);
    if (!isCustomer(scene, daysAgo) || !administrator) continue;
    facts.push({
      at: scene.instant(scene.workday(daysAgo), scene.workHour(random)),
      type: 'config.changed',
      payload: { ...setting },
      user: administrator.id,
      role: administrator.role,
    });
  }
  return facts;
}
