import type { Account, LifecycleStage } from '../domain/account.ts';
import type { Band } from '../domain/health.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import { lifecycleStage } from '../rules/lifecycle.ts';
import type { RequestContext } from './context.ts';
import { scoreUrl } from './evidence.ts';
import { scoreAt } from './score-accounts.ts';

/** One line of the portfolio. */
export interface AccountLine {
  id: string;
  name: string;
  segment: string | null;
  tier: string | null;
  owner: string | null;
  region: string | null;
  arr: Account['arr'];
  renewsOn: string | null;
  status: Account['status'];
  stage: LifecycleStage;
  score: number | null; // null = not one component is known
  band: Band | null; // null = no score
  url: string;
}

export interface ListInput {
  asOf?: Date | undefined;
  /** Words that must all fit: `key=value` on a field of the line, or a part of id or name. */
  filter?: readonly string[] | undefined;
}

const chunkSize = 250;

/** Every account with its score, lowest first; accounts without a score stand last. */
export async function listAccountLines(ctx: RequestContext, input: ListInput = {}): Promise<AccountLine[]> {
  const asOf = input.asOf ?? ctx.clock.now();
  const knownAt = await ctx.store.lastSequence();
  const accounts = await ctx.store.listAccounts();
  const lines: AccountLine[] = [];
  for (let start = 0; start < accounts.length; start += chunkSize) {
    const scored = await scoreAt(ctx, accounts.slice(start, start + chunkSize), asOf, knownAt);
    lines.push(...scored.map(({ account, score }) => toLine(account, score, asOf, knownAt)));
  }
  return lines.filter((line) => (input.filter ?? []).every((word) => fits(line, word))).sort(byScore);
}

function toLine(
  account: Account,
  score: { hundredths: number | null; band: Band | null },
  asOf: Date,
  knownAt: number,
): AccountLine {
  const { id, name, segment, tier, owner, region, arr, renewsOn, status } = account;
  return {
    ...{ id, name, segment, tier, owner, region, arr, renewsOn, status },
    stage: lifecycleStage(account, utcDayOf(asOf)),
    score: score.hundredths === null ? null : score.hundredths / 100,
    band: score.band,
    url: scoreUrl(id, asOf, knownAt),
  };
}

function fits(line: AccountLine, word: string): boolean {
  const wanted = word.toLowerCase();
  const [key, value] = wanted.split('=');
  if (value === undefined)
    return line.id.toLowerCase().includes(wanted) || line.name.toLowerCase().includes(wanted);
  const field = (line as unknown as Record<string, unknown>)[key ?? ''];
  return typeof field === 'string' && field.toLowerCase() === value;
}

function byScore(a: AccountLine, b: AccountLine): number {
  if (a.score === null || b.score === null)
    return Number(a.score === null) - Number(b.score === null) || compare(a.id, b.id);
  return a.score - b.score || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
