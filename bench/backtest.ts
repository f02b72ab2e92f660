import { compilePacks } from '../src/rules/packs/compile-pack.ts';
import { backtestHistory } from '../src/services/risks/backtest-history.ts';
import { type Finding, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

/**
 * A year of an organisation replayed day by day: every rule of every pack, and the weights in force against themselves as
 * candidates. Beside it, in the same run, reading the same events and doing nothing with them.
 */
export async function benchBacktest({ ctx }: Bench): Promise<Finding[]> {
  const rules = compilePacks((await ctx.content.packs.inForce()).packs);
  const reading = await timeMs(() => readAll(ctx));
  const { ms, result } = await timeMs(() =>
    backtestHistory(ctx, { rules, candidates: ctx.content.profiles }),
  );
  if (!result.rules.some(({ alertRate }) => alertRate > 0))
    throw new Error('a back-test without an alert says nothing');
  const detail = {
    accounts: result.accounts,
    rules: rules.length,
    events: reading.result,
    'reading alone ms': Math.round(reading.ms),
  };
  return [
    { name: 'back-test of a year', figure: ms / 1_000, unit: 's', sense: 'most', limit: 60, detail },
    {
      name: 'back-test / reading its events',
      figure: ms / reading.ms,
      unit: '×',
      sense: 'most',
      limit: 12,
      detail: {},
    },
  ];
}

async function readAll({ store, clock }: Bench['ctx']): Promise<number> {
  const known = { asOf: clock.now(), knownAt: await store.lastSequence() };
  let events = 0;
  for (const { id } of await store.listAccounts()) events += (await store.readEvents(id, known)).length;
  return events;
}
