import type { WeekWin } from '../../domain/account-week.ts';
import { isBuiltIn } from '../../domain/event.ts';
import type { Moment } from '../../domain/moment.ts';
import type { RequestContext } from '../context.ts';

const types = ['milestone.reached', 'recipe.completed', 'value.measured'];

/** What an account reached and measured after an instant, the latest first. */
export async function readWins(
  { store, content }: RequestContext,
  account: string,
  { before, ...moment }: Moment & { before: Date },
): Promise<WeekWin[]> {
  const found = await store.readEventsOf([account], types, { ...moment, since: before });
  const titles = new Map(content.adoption.catalogue.map(({ id, title }) => [id, title]));
  return (found.get(account) ?? [])
    .filter(({ event }) => event.at > before)
    .reverse()
    .flatMap(({ seq, event }): WeekWin[] => {
      if (!isBuiltIn(event)) return [];
      const place = { at: event.at.toISOString(), seq };
      switch (event.type) {
        case 'milestone.reached':
          return [{ ...place, kind: 'milestone', milestone: event.payload.milestone }];
        case 'recipe.completed': {
          const { recipe } = event.payload;
          return [{ ...place, kind: 'recipe', recipe, title: titles.get(recipe) ?? recipe }];
        }
        case 'value.measured': {
          const { hoursSaved = null, automations = null, revenue = null } = event.payload;
          return [{ ...place, kind: 'value', hoursSaved, automations, revenue }];
        }
        default:
          return [];
      }
    });
}
