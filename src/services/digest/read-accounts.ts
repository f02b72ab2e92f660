import type { Account } from '../../domain/account.ts';
import type { DigestAccount, DigestAccountState } from '../../domain/digest.ts';
import type { RequestContext } from '../context.ts';
import type { AccountScore } from '../score-accounts.ts';
import { scoreSeveralDays } from '../score-day.ts';
import type { Risks } from './read-risks.ts';
import type { Contracts, DigestMoments } from './read-scope.ts';

/** Told how many accounts of how many are scored. */
export type ScoringProgress = ((done: number, total: number) => void) | undefined;

/** Every customer of either moment, by id, with its score, contract and risks at both. */
export async function readAccounts(
  ctx: RequestContext,
  { now, before }: Contracts,
  risks: Risks,
  moments: DigestMoments,
  onProgress: ScoringProgress,
): Promise<DigestAccount[]> {
  const ids = [...new Set([...now.keys(), ...before.keys()])].sort();
  const scores = await readScores(ctx, { now, before }, risks.scores, moments, onProgress);
  const state = (moment: 'now' | 'before', account: Account | undefined): DigestAccountState | null => {
    if (!account) return null;
    const { hundredths = null, band = null } = scores[moment].get(account.id)?.score ?? {};
    const { arr, renewsOn } = account;
    return { hundredths, band, arr, renewsOn, risks: risks[moment].get(account.id) ?? [] };
  };
  return ids.map((id) => {
    const [current, earlier] = [now.get(id), before.get(id)];
    return {
      id,
      name: (current ?? earlier)?.name ?? id,
      owner: (current ?? earlier)?.owner ?? null,
      now: state('now', current),
      before: state('before', earlier),
    };
  });
}

type ScoresOf = ReadonlyMap<string, AccountScore>;

/** Scores at both moments: those that the rules were asked with, else both are counted at once. */
async function readScores(
  ctx: RequestContext,
  { now, before }: Pick<Contracts, 'now' | 'before'>,
  known: Risks['scores'],
  moments: DigestMoments,
  onProgress: ScoringProgress,
): Promise<{ now: ScoresOf; before: ScoresOf }> {
  const days = [
    ...(known.now ? [] : [{ accounts: [...now.values()], at: moments.asOf }]),
    ...(known.before ? [] : [{ accounts: [...before.values()], at: moments.before }]),
  ];
  const counted = await scoreSeveralDays(ctx, days, moments.knownAt, onProgress);
  const next = (): ScoresOf => counted.shift() ?? new Map();
  return { now: known.now ?? next(), before: known.before ?? next() };
}
