import fc from 'fast-check';
import { checkBlocks } from '../../src/bot/playground/check-blocks.ts';
import { checkCard } from '../../src/bot/playground/check-card.ts';
import { renderView as renderSlack } from '../../src/bot/slack/render.ts';
import { renderView as renderTeams } from '../../src/bot/teams/render.ts';
import type { View } from '../../src/views/view.ts';
import { arbitraryView } from '../support/arbitrary-views.ts';
import type { Proof } from './proof.ts';

const linkTo = (path: string): string => `http://127.0.0.1:3000${path}`;

const platforms: Readonly<Record<string, (view: View) => string[]>> = {
  slack: (view) => renderSlack(view, linkTo).flatMap(({ blocks }) => checkBlocks(blocks).map(String)),
  teams: (view) => renderTeams(view, linkTo).flatMap(({ card }) => checkCard(card)),
};

/** Draws generated views on every platform, and asks whether a message exceeds a limit. */
export const viewProofs: readonly Proof[] = Object.entries(platforms).map(([platform, problemsOf]) => ({
  name: `views-${platform}`,
  counts: `generated views, drawn for ${platform}`,
  runs: 10_000,
  prove: async ({ runs, seed, onProgress }) => {
    const problems: string[] = [];
    let done = 0;
    fc.assert(
      fc.property(arbitraryView, (view) => {
        problems.push(...problemsOf(view));
        done += 1;
        if (done % 500 === 0) onProgress(done);
      }),
      { numRuns: runs, seed },
    );
    return { runs, problems, facts: { drawn: done } };
  },
}));
