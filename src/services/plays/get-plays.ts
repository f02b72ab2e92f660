import type { Account } from '../../domain/account.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Play } from '../../domain/play.ts';
import { severities } from '../../domain/rule-pack.ts';
import { HoldfastError } from '../../errors.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import type { RequestContext } from '../context.ts';
import { findRisks } from '../risks/find-risks.ts';
import { choosePlaybook } from './choose-playbook.ts';

/** A playbook that is worth starting now. */
export interface RecommendedPlay {
  playbook: string;
  /** What one does, in a few words. */
  action: string;
  /** What its first step asks for. */
  first: string;
  version: number;
  rule: string;
  /** What the facts say, and why this playbook. */
  why: string;
}

/** The plays of an account, and what to start next. */
export interface AccountPlays {
  account: { id: string; name: string };
  /** null = nothing asks for a playbook */
  recommended: RecommendedPlay | null;
  running: Play[];
  /** The latest first. */
  ended: Play[];
}

const playsAtMost = 50;

/** Reads the plays of an account. @throws {HoldfastError} HF_ACCOUNT_UNKNOWN */
export async function getPlays(ctx: RequestContext, accountId: string): Promise<AccountPlays> {
  const [account] = await ctx.store.findAccounts([accountId]);
  if (!account) throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${accountId}'`);
  const plays = await readPlays(ctx, accountId);
  return {
    account: { id: account.id, name: account.name },
    recommended: account.status === 'active' ? await recommend(ctx, account, plays) : null,
    running: plays.filter(({ life }) => life.state === 'running'),
    ended: plays.filter(({ life }) => life.state === 'ended'),
  };
}

/** The latest plays of an account, those that run first. */
export async function readPlays({ store }: Pick<RequestContext, 'store'>, account: string): Promise<Play[]> {
  const stored = await store.listPlays({ account, limit: playsAtMost });
  return stored.flatMap(({ events }) => foldPlay(events) ?? []);
}

/** For the gravest finding that a playbook answers. */
async function recommend(
  ctx: RequestContext,
  account: Account,
  plays: readonly Play[],
): Promise<RecommendedPlay | null> {
  for (const finding of await findingsOf(ctx, account.id)) {
    const chosen = choosePlaybook(ctx, account, finding, plays);
    if (!chosen) continue;
    const { id: playbook, action, first, version, why } = chosen;
    const { lead: rule = finding.rule, text } = finding;
    return { playbook, action, first, version, rule, why: `${text.replace(/\.$/, '')}. ${why}` };
  }
  return null;
}

async function findingsOf(ctx: RequestContext, accountId: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const { findings } of findRisks(ctx, { accountIds: [accountId] })) found.push(...findings);
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  return found.sort((one, other) => rank(one) - rank(other));
}
