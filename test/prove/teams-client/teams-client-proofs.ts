import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from '../../support/browser.ts';
import { startProduct } from '../../support/product.ts';
import type { Proof } from '../proof.ts';
import { workingDay } from './day.ts';
import { type ClientSeat, takeSeat } from './seat.ts';
import { approvalsChannel, makeTenant } from './tenant.ts';

/** Pictures of what was read; for a person to look at. */
const pictures = join(tmpdir(), 'holdfast-teams-client');
const steps = workingDay.reduce((sum, stretch) => sum + stretch.steps.length, 0);
/** The demo company is loaded first; on a busy machine that takes its time. */
const startLimitMs = 300_000;

/** Has Microsoft's own test client drive the product in a browser: a working day of four people. */
export const teamsClientProofs: readonly Proof[] = [
  {
    name: 'teams-client',
    counts: `days of ${steps} steps in Microsoft's test client`,
    runs: 1,
    prove: async ({ runs, onProgress }) => {
      mkdirSync(pictures, { recursive: true });
      const problems: string[] = [];
      for (let run = 1; run <= runs; run++) {
        problems.push(...(await spendDay()));
        onProgress(run);
      }
      return { runs, problems, facts: { steps: steps * runs } };
    },
  },
];

async function spendDay(): Promise<string[]> {
  const tenant = await makeTenant();
  const product = await startProduct(
    {
      TEAMS_ALLOW_UNAUTHENTICATED: '1',
      HOLDFAST_CONFIG: tenant.configFolder,
      HOLDFAST_APPROVALS_CHANNEL: approvalsChannel,
    },
    startLimitMs,
  );
  const browser = await openBrowser();
  const seats = new Map<string, ClientSeat>();
  const problems: string[] = [];
  try {
    for (const [index, { member, what, steps: wanted }] of workingDay.entries()) {
      const there = seats.get(member);
      const seat =
        there ??
        (await takeSeat(browser, `${product.baseUrl}/api/messages`, await tenant.clientFile(member)));
      seats.set(member, seat);
      for (const step of wanted) {
        const problem = await seat.walk(step);
        if (problem === null) continue;
        problems.push(`${what}: ${problem}`);
        await writeFile(join(pictures, `problem-${problems.length}.txt`), await seat.text());
      }
      await seat.shot(join(pictures, `${String(index + 1).padStart(2, '0')}-${member}.png`));
    }
  } finally {
    for (const seat of seats.values()) await seat.close();
    await browser.close();
    await product.stop();
    await tenant.remove();
  }
  return problems;
}
