import { setTimeout as wait } from 'node:timers/promises';
import { createThrowawayDatabase } from '../support/throwaway-database.ts';
import type { PlannedAction } from './child-protocol.ts';
import { createDice } from './dice.ts';
import type { Ledger } from './ledger.ts';
import { deliveries } from './ledger-connector.ts';
import type { PrivateServer } from './private-server.ts';
import { openRunSpaceAt } from './run-space.ts';

const perRound = 60;
const longestMs = 2_500;

/** Kills the database under people who decide and workers who act, again and again, and judges what is left. */
export async function runDatabaseKills(
  server: PrivateServer,
  ledger: Ledger,
  options: { run: string; kills: number; seed: number; onKill?(count: number): void },
): Promise<{ problems: string[]; calls: number }> {
  const dice = createDice(options.seed);
  const { url } = await createThrowawayDatabase(server.url);
  const space = await openRunSpaceAt(url, ledger, options.run, async () => undefined);
  try {
    const people = await space.start();
    const workers = await Promise.all([space.start(), space.start()]);
    await people.ask({ do: 'seed' });
    for (let count = 0; count < options.kills; count++) {
      const plan = Array.from({ length: perRound }, (_one, index): PlannedAction => {
        const text = `${options.run} ${count} ${index}`;
        return { delivery: index % deliveries.length, text, decision: 'approve' };
      });
      const work = [
        people.ask({ do: 'decide', plan, pauseAtOperation: null }),
        ...workers.map(async (worker) => {
          for (;;) await worker.ask({ do: 'run', pauseAt: null });
        }),
      ].map((one) => one.catch(() => undefined)); // whoever loses the database fails, and that is all
      await wait(100 + dice.next(longestMs));
      await server.kill();
      await Promise.all(work);
      await server.start();
      space.clock.advance(61_000);
      options.onKill?.(count + 1);
    }
    const problems = await space.judge(people);
    return { problems, calls: (await ledger.calls(options.run)).length };
  } finally {
    await space.close();
  }
}
