import { ratesOn } from '../domain/currencies.ts';
import type { Moment } from '../domain/moment.ts';
import { addDays, daysBetween, endOfDay, type UtcDay, utcDayOf } from '../domain/utc-day.ts';
import { lifecycleStage } from '../rules/lifecycle.ts';
import { judgeCondition } from '../rules/portfolio/judge-condition.ts';
import type { PortfolioAccount } from '../rules/portfolio/portfolio-account.ts';
import { needsOf, type PortfolioNeeds, type PortfolioQuery } from '../rules/portfolio/query.ts';
import { type PortfolioSelection, selectAccounts } from '../rules/portfolio/select-accounts.ts';
import type { PortfolioRecord } from '../store/portfolio.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { scoreAt } from './score-accounts.ts';
import { scoreDay } from './score-day.ts';

/** A query with the page of it that is wanted. */
export interface PortfolioInput {
  query: PortfolioQuery;
  /** From 1. */
  page?: number | undefined;
  pageSize?: number | undefined;
  /** Default: now */
  asOf?: Date | undefined;
  /** False = whoever reads has scored already what nobody had stored. */
  scoresMissing?: boolean | undefined;
}

/** A page of the portfolio, with what it stands on. */
export interface PortfolioPage {
  asOf: Date;
  knownAt: number;
  selection: PortfolioSelection;
}

/** The usual page. */
export const portfolioPageSize = 15;

/** Accounts whose score nobody stored yet are scored on the spot, up to so many; more take longer than an answer may. */
const scoredHere = 500;

/**
 * Filters, orders, groups and pages all customers by their contracts and latest scores: one reading of the store, whatever the
 * question.
 * @throws {HoldfastError} HF_FORBIDDEN for whoever may see no account
 */
export async function listPortfolio(ctx: RequestContext, input: PortfolioInput): Promise<PortfolioPage> {
  await requireReadable(ctx, 'account', null);
  const asOf = input.asOf ?? ctx.clock.now();
  const knownAt = await ctx.store.lastSequence();
  const lines = await readLines(ctx, input, asOf, knownAt);
  const paging = { page: input.page ?? 1, pageSize: input.pageSize ?? portfolioPageSize };
  const rates = ratesOn(ctx.content.currencies, utcDayOf(asOf));
  return { asOf, knownAt, selection: selectAccounts(lines, input.query, paging, rates) };
}

async function readLines(
  ctx: RequestContext,
  { query, scoresMissing = true }: PortfolioInput,
  asOf: Date,
  knownAt: number,
): Promise<PortfolioAccount[]> {
  const today = utcDayOf(asOf);
  const needs = needsOf(query);
  const { use } = needs;
  const records = await ctx.store.readPortfolio({
    asOf,
    before: needs.changeSince === null ? null : endOfDay(addDays(needs.changeSince, -1)),
    use: use && { ...use, before: addDays(use.from, -daysBetween(use.from, use.to) - 1) },
  });
  const lines = records
    .filter(({ account }) => account.firstSeenOn <= today)
    .map((record) => toLine(record, needs, today));
  if (scoresMissing) await scoreMissing(ctx, lines, query, { asOf, knownAt });
  return lines;
}

function toLine(record: PortfolioRecord, { use }: PortfolioNeeds, today: UtcDay): PortfolioAccount {
  return {
    ...record,
    stage: lifecycleStage(record.account, today),
    use: use === null ? null : (record.use ?? { now: 0, before: 0 }),
  };
}

/** Puts scores where none is stored: before the first watch of a new installation, or where history is asked that no watch saw. */
async function scoreMissing(
  ctx: RequestContext,
  lines: PortfolioAccount[],
  query: PortfolioQuery,
  { asOf, knownAt }: Moment,
): Promise<void> {
  const others = query.conditions.filter(({ field }) => !scoreFields.has(field));
  const wanted = lines.filter((line) =>
    others.every((condition) => judgeCondition(line, condition).holds !== false),
  );
  await scoreUnscored(ctx, wanted, { asOf, knownAt });
  const { changeSince } = needsOf(query);
  if (changeSince === null) return;
  const before = endOfDay(addDays(changeSince, -1));
  const unknown = wanted.filter(({ scoreBefore }) => scoreBefore === null).slice(0, scoredHere);
  const accounts = unknown.map(({ account }) => account);
  const then = accounts.length === 0 ? new Map() : await scoreDay(ctx, accounts, before, knownAt);
  for (const line of unknown) line.scoreBefore = then.get(line.account.id)?.score.hundredths ?? null;
}

/** Scores those whose score nobody stored; of very many the first, which is as much as somebody waits for. */
export async function scoreUnscored(
  ctx: RequestContext,
  lines: readonly Pick<PortfolioRecord, 'account' | 'score'>[],
  { asOf, knownAt }: Moment,
): Promise<void> {
  const unscored = lines.filter(({ score }) => score === null).slice(0, scoredHere);
  if (unscored.length === 0) return;
  const accounts = unscored.map(({ account }) => account);
  const found = await scoreAt(ctx, accounts, asOf, knownAt);
  const scored = new Map(found.map(({ account, score }) => [account.id, score]));
  for (const line of unscored) {
    const score = scored.get(line.account.id);
    if (score) line.score = { hundredths: score.hundredths, band: score.band, asOf, knownAt };
  }
}

const scoreFields: ReadonlySet<string> = new Set(['score', 'band', 'scoreChange', 'missing']);
