import { utcDayOf } from '../domain/utc-day.ts';
import type { PortfolioReading, PortfolioRecord } from '../store/portfolio.ts';
import type { RequestContext, Services } from './context.ts';
import { listPortfolio, type PortfolioInput, type PortfolioPage, scoreUnscored } from './list-portfolio.ts';
import { rememberFigures } from './remember-figures.ts';

/** A reading of the whole portfolio, and of when it is. */
interface Kept {
  at: Date;
  knownAt: number;
  records: PortfolioRecord[];
}

/** Reads like `listPortfolio`, of a moment that may lie a minute back; the page says which. */
export type PortfolioReader = (
  ctx: RequestContext,
  input: Omit<PortfolioInput, 'asOf'>,
) => Promise<PortfolioPage>;

/**
 * Keeps one reading of all customers in this process: whoever turns pages of thousands waits for the database once. Only
 * what is counted over all of them is kept; who may see it is asked each time.
 */
export function rememberPortfolio(services: Services): PortfolioReader {
  const { store, clock } = services;
  const remember = rememberFigures(services);
  const readAll = async (): Promise<Kept> => {
    const at = clock.now();
    const knownAt = await store.lastSequence();
    const records = await store.readPortfolio(unasked(at));
    // Once for all who look: before the first watch, or after an import, no score may be stored.
    const today = utcDayOf(at);
    const seen = records.filter(({ account }) => account.firstSeenOn <= today);
    await scoreUnscored({ ...services, member: null }, seen, { asOf: at, knownAt });
    return { at, knownAt, records };
  };
  const isCurrent = async ({ knownAt }: Kept): Promise<boolean> => (await store.lastSequence()) === knownAt;
  return async (ctx, input) => {
    const { at, knownAt, records } = await remember('portfolio', readAll, isCurrent);
    const remembered = {
      ...ctx.store,
      lastSequence: async () => knownAt,
      readPortfolio: async () => records,
    };
    return await listPortfolio({ ...ctx, store: remembered }, { ...input, asOf: at, scoresMissing: false });
  };
}

/** Contracts, scores and alerts, and nothing that a question would ask for beside them. */
function unasked(asOf: Date): PortfolioReading {
  return { asOf, before: null, use: null };
}
