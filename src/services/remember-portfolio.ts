import { utcDayOf } from '../domain/utc-day.ts';
import type { PortfolioReading, PortfolioRecord } from '../store/portfolio.ts';
import type { RequestContext, Services } from './context.ts';
import { listPortfolio, type PortfolioInput, type PortfolioPage, scoreUnscored } from './list-portfolio.ts';

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

/** So long a reading is shown. */
const keptMs = 60_000;
/** From this age on, or as soon as records came in, the next is read while this one is shown. */
const freshMs = 15_000;

/**
 * Keeps one reading of all customers in this process: whoever turns pages of thousands waits for the database once. Only
 * what is counted over all of them is kept; who may see it is asked each time.
 */
export function rememberPortfolio(services: Services): PortfolioReader {
  const { store, clock, log } = services;
  let kept: Kept | null = null;
  let reading: Promise<Kept> | null = null;
  const read = (): Promise<Kept> => {
    reading ??= readAll().finally(() => {
      reading = null;
    });
    return reading;
  };
  const readAll = async (): Promise<Kept> => {
    const at = clock.now();
    const knownAt = await store.lastSequence();
    const records = await store.readPortfolio(unasked(at));
    // Once for all who look: before the first watch, or after an import, no score may be stored.
    const today = utcDayOf(at);
    const seen = records.filter(({ account }) => account.firstSeenOn <= today);
    await scoreUnscored({ ...services, member: null }, seen, { asOf: at, knownAt });
    kept = { at, knownAt, records };
    return kept;
  };
  const latest = async (): Promise<Kept> => {
    const ageMs = kept === null ? Number.POSITIVE_INFINITY : clock.now().getTime() - kept.at.getTime();
    if (kept === null || ageMs < 0 || ageMs > keptMs) return await read();
    if (ageMs > freshMs || (await store.lastSequence()) !== kept.knownAt)
      read().catch((error: unknown) => log.warn({ err: error }, 'the portfolio could not be read ahead'));
    return kept;
  };
  return async (ctx, input) => {
    const { at, knownAt, records } = await latest();
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
