import type { Services } from '../services/context.ts';

const everyMs = 24 * 3_600_000;

/**
 * Throws away what nobody asks for any more, now and once a day.
 * @returns ends it
 */
export function startHousekeeping({
  store,
  clock,
  log,
}: Pick<Services, 'store' | 'clock' | 'log'>): () => void {
  const tidy = (): void => {
    store
      .forgetDeliveries(clock.now())
      .then(() => store.forgetClicks(clock.now()))
      .catch((error: unknown) => log.error({ err: error }, 'old deliveries could not be forgotten'));
  };
  tidy();
  const timer = setInterval(tidy, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
