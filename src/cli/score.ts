import { requireReadable } from '../services/authorize.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { scoreAccounts } from '../services/score-accounts.ts';
import { formatPoints } from '../views/format.ts';
import type { Command } from './command.ts';

/** `score`: computes and stores scores. */
export const score: Command = {
  name: 'score',
  summary: 'Scores accounts and stores the scores with what they stand on.',
  arguments: [{ usage: '[accounts...]', description: 'default: all' }],
  options: [],
  examples: ['score', 'score acme --as-of 2026-11-01 --json'],
  run: async ({ context, asOf, io }, names) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const accountIds: string[] = [];
    for (const name of names) accountIds.push(await requireAccount(ctx, name));
    const at = asOf ?? ctx.clock.now();
    const onProgress = (done: number, total: number): void => io.progress({ label: 'Scoring', done, total });
    const scored = await scoreAccounts(ctx, {
      accountIds: names.length > 0 ? accountIds : undefined,
      asOf: at,
      onProgress,
    });
    const lines = scored.map(({ account, profile, score: { hundredths, band } }) => ({
      id: account.id,
      score: hundredths === null ? null : hundredths / 100,
      band,
      profile: { id: profile.id, version: String(profile.version) },
    }));
    const text = `Scored ${lines.length} ${lines.length === 1 ? 'account' : 'accounts'} as of ${at.toISOString()}.`;
    const [only] = lines;
    const figure =
      lines.length === 1 && only
        ? ` ${only.id}: ${only.score === null ? 'unknown' : formatPoints(only.score)}`
        : '';
    return {
      json: { asOf: at.toISOString(), scored: lines.length, accounts: lines },
      view: { summary: text, blocks: [{ kind: 'text', spans: [{ text: text + figure }] }] },
    };
  },
};
