import type { Proof, ProofResult } from '../../prove/proof.ts';
import { type BurstOptions, runBurst } from './burst-run.ts';

/** How much faster than the system's the product's clock runs: a lease is over in ten seconds. */
const rate = 6;

type Variant = Omit<BurstOptions, 'count' | 'seed' | 'rate' | 'onProgress'>;

/** The product on its own data folder, killed again and again while a burst goes out; Slack is another process. */
export const burstProofs: readonly Proof[] = [
  proofOf('burst-alerts', 'alerts of one instant, folded into a thread, under 20 kills', 500, {
    what: 'alerts',
    kills: 20,
  }),
  proofOf('burst-posts', 'single posts to ten channels, under 12 kills', 500, { what: 'posts', kills: 12 }),
  proofOf('burst-outage', 'alerts of one instant, with Slack down for an hour', 60, {
    what: 'alerts',
    kills: 4,
    outageMs: 3_600_000,
  }),
  proofOf('burst-pauses', 'single posts to ten channels, with 429, Retry-After and lost answers', 200, {
    what: 'posts',
    kills: 4,
    weather: { busyPercent: 8, retryAfterSeconds: 30, lostPercent: 3 },
  }),
];

function proofOf(name: string, counts: string, runs: number, variant: Variant): Proof {
  return {
    name,
    counts,
    runs,
    prove: async ({ runs: count, seed, onProgress }): Promise<ProofResult> => {
      const { problems, figures } = await runBurst({ ...variant, count, seed, rate, onProgress });
      return { runs: count, problems, facts: { ...figures } };
    },
  };
}
