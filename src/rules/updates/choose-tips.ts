import type { WeekTip } from '../../domain/account-week.ts';
import type { Nudge } from '../../domain/nudge.ts';
import type { Reusable, UseCase } from '../../domain/use-case.ts';

const tipsAtMost = 2;

/**
 * One or two recipes that fit a customer: first those that the hints due for most of its people lead to, then those of
 * its use case whose feature lies idle; none that it has completed.
 */
export function chooseTips(
  due: readonly { nudge: Pick<Nudge, 'recipe'> }[],
  {
    useCase,
    unused,
    completed,
    catalogue,
  }: {
    useCase: Pick<UseCase, 'recipes'> | null;
    /** Features of the use case that nobody used lately. */
    unused: readonly string[];
    completed: ReadonlySet<string>;
    catalogue: readonly Reusable[];
  },
): WeekTip[] {
  const recipes = new Map(catalogue.filter(({ kind }) => kind === 'recipe').map((one) => [one.id, one]));
  const people = new Map<string, number>();
  for (const { nudge } of due)
    if (nudge.recipe !== undefined) people.set(nudge.recipe, (people.get(nudge.recipe) ?? 0) + 1);
  const hinted = [...people]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([id]) => id);
  const idle = (useCase?.recipes ?? []).filter((id) => unused.includes(recipes.get(id)?.feature ?? ''));
  return [...new Set([...hinted, ...idle])]
    .filter((id) => !completed.has(id))
    .flatMap((id) => recipes.get(id) ?? [])
    .slice(0, tipsAtMost)
    .map(({ id, title, content, feature }) => ({ recipe: id, title, steps: content, feature }));
}
