import { type Account, type LifecycleStage, lifecycleStages } from '../domain/account.ts';
import { compareText } from '../domain/compare-text.ts';
import { type Band, bands } from '../domain/health.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { overrideInForce } from '../rules/health/override.ts';
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
  /** A person's score that stands beside it. */
  override: number | null; // null = none in force
  url: string;
}

export interface ListInput {
  asOf?: Date | undefined;
  /** Words that must all fit: `key=value` on a field of the line, or a part of id or name. */
  filter?: readonly string[] | undefined;
}

/** What a filter can ask for by name. */
const filterKeys = ['id', 'name', 'segment', 'tier', 'owner', 'region', 'stage', 'status', 'band'] as const;
type FilterKey = (typeof filterKeys)[number];

/** One word of a filter; without a key it is a part of id or name. */
interface Word {
  key: FilterKey | null;
  value: string;
}

const chunkSize = 250;

/**
 * Every account with its score, lowest first; accounts without a score stand last.
 * @throws {HoldfastError} HF_USAGE when a word of the filter can fit no account
 */
export async function listAccountLines(ctx: RequestContext, input: ListInput = {}): Promise<AccountLine[]> {
  const words = (input.filter ?? []).map(readWord);
  const asOf = input.asOf ?? ctx.clock.now();
  const knownAt = await ctx.store.lastSequence();
  const accounts = await ctx.store.listAccounts();
  for (const word of words) requirePossible(word, possibleValues(word.key, ctx, accounts));
  const overrides = new Map(
    (await ctx.store.latestScoreOverrides(asOf)).map((override) => [override.account, override]),
  );
  const overrideOf = (id: string): number | null => {
    const override = overrides.get(id);
    return override && overrideInForce([override], asOf) ? override.hundredths / 100 : null;
  };
  const lines: AccountLine[] = [];
  for (let start = 0; start < accounts.length; start += chunkSize) {
    const scored = await scoreAt(ctx, accounts.slice(start, start + chunkSize), asOf, knownAt);
    lines.push(
      ...scored.map(({ account, score }) => ({
        ...toLine(account, score, asOf, knownAt),
        override: overrideOf(account.id),
      })),
    );
  }
  return lines.filter((line) => words.every((word) => fits(line, word))).sort(byScore);
}

function toLine(
  account: Account,
  score: { hundredths: number | null; band: Band | null },
  asOf: Date,
  knownAt: number,
): Omit<AccountLine, 'override'> {
  const { id, name, segment, tier, owner, region, arr, renewsOn, status } = account;
  return {
    id,
    name,
    segment,
    tier,
    owner,
    region,
    arr,
    renewsOn,
    status,
    stage: lifecycleStage(account, utcDayOf(asOf)),
    score: score.hundredths === null ? null : score.hundredths / 100,
    band: score.band,
    url: scoreUrl(id, asOf, knownAt),
  };
}

function readWord(text: string): Word {
  const wanted = text.toLowerCase();
  const at = wanted.indexOf('=');
  const value = wanted.slice(at + 1).trim();
  const key = at < 0 ? null : filterKeys.find((known) => known === wanted.slice(0, at).trim());
  const keys = `A word is a part of id or name, or field=value with one of ${filterKeys.join(', ')}.`;
  if (key === undefined)
    throw new HoldfastError('HF_USAGE', `The filter '${text}' names no field of an account`, { next: keys });
  if (value === '')
    throw new HoldfastError('HF_USAGE', `The filter '${text}' says nothing to look for`, { next: keys });
  return { key, value };
}

/** All values that a field can have; null = anything. */
function possibleValues(
  key: FilterKey | null,
  ctx: RequestContext,
  accounts: readonly Account[],
): ReadonlySet<string> | null {
  switch (key) {
    case 'band':
      return new Set(bands);
    case 'stage':
      return new Set(lifecycleStages);
    case 'status':
      return new Set<Account['status']>(['active', 'ended']);
    case 'segment':
      return new Set([...profiledSegments(ctx), ...accounts.flatMap(({ segment }) => segment ?? [])]);
    default:
      return null;
  }
}

function profiledSegments({ content }: RequestContext): string[] {
  return content.profiles.flatMap(({ appliesTo: { segments } }) => (segments === 'any' ? [] : segments));
}

function requirePossible({ key, value }: Word, possible: ReadonlySet<string> | null): void {
  if (!possible || [...possible].some((known) => known.toLowerCase() === value)) return;
  throw new HoldfastError('HF_USAGE', `No account can have the ${key} '${value}'`, {
    next: `Known for ${key}: ${[...possible].join(', ') || 'nothing yet'}. Fields are ${filterKeys.join(', ')}.`,
  });
}

function fits(line: AccountLine, { key, value }: Word): boolean {
  if (key === null) return line.id.toLowerCase().includes(value) || line.name.toLowerCase().includes(value);
  return line[key]?.toLowerCase() === value;
}

function byScore(a: AccountLine, b: AccountLine): number {
  if (a.score === null || b.score === null)
    return Number(a.score === null) - Number(b.score === null) || compareText(a.id, b.id);
  return a.score - b.score || compareText(a.id, b.id);
}
