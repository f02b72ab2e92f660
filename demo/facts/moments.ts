import type { Fact } from '../fact.ts';
import { randomFor } from '../random.ts';
import type { Scene } from '../scene.ts';

/** The turning points of an account's story, each at an hour of the customer's working day. */
export function momentFacts(scene: Scene): Fact[] {
  const random = randomFor(`moments/${scene.account.id}`);
  const champion = scene.people[0]?.id ?? scene.sponsor;
  return scene.account.story.moments.map(({ daysAgo, by, ...moment }) => {
    const who =
      by === 'champion'
        ? { user: champion, role: 'admin' }
        : by
          ? { user: scene.sponsor, role: 'executive' }
          : {};
    const at = scene.instant(scene.workday(daysAgo), scene.workHour(random));
    return { ...moment, at, ...who };
  });
}
