import type { Services } from '../services/context.ts';
import { type CardPort, showCards } from '../services/show-cards.ts';
import { type Loop, startLoop } from './loop.ts';

const idleMs = 1_000;
const failedMs = 5_000;

/** Keeps the cards of the approvals channel up to date, until it is stopped. */
export function startCardKeeper(services: Services, port: CardPort): Loop {
  return startLoop({
    pass: () => showCards(services, port),
    idleMs,
    failedMs,
    onError: (error) => services.log.error({ err: error }, 'approval cards could not be shown; trying again'),
  });
}
