import type { Services } from './context.ts';

/**
 * Counts, or gives what was counted under the same name at most a minute ago.
 * @param isCurrent - false = more is known by now, so the next are counted while these are shown; default: by age alone
 */
export type Remember = <T>(
  name: string,
  count: () => Promise<T>,
  isCurrent?: (figures: T) => Promise<boolean>,
) => Promise<T>;

/** So long figures are shown; they say themselves of when they are. */
const keptMs = 60_000;
/** From this age on the next are counted while these are shown. */
const freshMs = 15_000;
/** More names than pages have: whoever asks for every month of a century fills no memory. */
const namesAtMost = 100;

interface Kept {
  at: Date;
  figures: unknown;
}

/**
 * Keeps what is counted over all customers, in this process: many who open the same page wait for one count. Who may see
 * it is asked each time, by the page.
 */
export function rememberFigures({ clock, log }: Pick<Services, 'clock' | 'log'>): Remember {
  const kept = new Map<string, Kept>();
  const counting = new Map<string, Promise<unknown>>();
  const countOnce = (name: string, count: () => Promise<unknown>): Promise<unknown> => {
    const running = counting.get(name);
    if (running) return running;
    const begun = countAndKeep(name, count).finally(() => counting.delete(name));
    counting.set(name, begun);
    return begun;
  };
  const countAndKeep = async (name: string, count: () => Promise<unknown>): Promise<unknown> => {
    const at = clock.now();
    const figures = await count();
    kept.delete(name);
    const [oldest] = kept.keys();
    if (kept.size >= namesAtMost && oldest !== undefined) kept.delete(oldest);
    kept.set(name, { at, figures });
    return figures;
  };
  return async <T>(
    name: string,
    count: () => Promise<T>,
    isCurrent: (figures: T) => Promise<boolean> = async () => true,
  ): Promise<T> => {
    const known = kept.get(name);
    const ageMs = known ? clock.now().getTime() - known.at.getTime() : Number.POSITIVE_INFINITY;
    if (!known || ageMs < 0 || ageMs > keptMs) return (await countOnce(name, count)) as T;
    if (ageMs > freshMs || !(await isCurrent(known.figures as T)))
      countOnce(name, count).catch((error: unknown) =>
        log.warn({ err: error, name }, 'figures could not be counted ahead'),
      );
    return known.figures as T;
  };
}
