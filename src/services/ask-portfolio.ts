import type { Account, LifecycleStage } from '../domain/account.ts';
import type { Band } from '../domain/health.ts';
import type { Moment } from '../domain/moment.ts';
import type { Money } from '../domain/money.ts';
import { type UtcDay, utcDayOf } from '../domain/utc-day.ts';
import { foldText } from '../rules/accounts/name-forms.ts';
import { describeCondition, describeQuery, type UnderstoodPart } from '../rules/portfolio/describe-query.ts';
import { type ParsedPortfolio, parsePortfolio } from '../rules/portfolio/parse-portfolio.ts';
import { type PortfolioAccount, scoreChangeOf } from '../rules/portfolio/portfolio-account.ts';
import type { LeftOut, PortfolioGroup } from '../rules/portfolio/select-accounts.ts';
import type { PortfolioWords } from '../rules/portfolio/vocabulary.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { figuresUrl, scoreUrl } from './evidence.ts';
import { listPortfolio, type PortfolioPage, portfolioPageSize } from './list-portfolio.ts';
import { memberNames } from './member-names.ts';

/** A question as it was typed, and which page of its answer is wanted. */
export interface PortfolioAsked {
  text: string;
  page?: number | undefined;
  pageSize?: number | undefined;
  asOf?: Date | undefined;
  /** The day that its words count from; default: that of `asOf`. A later page counts from the day of the first. */
  today?: UtcDay | undefined;
  /** What the answer begins with, where something else is wanted than was typed. */
  ask?: ParsedPortfolio['query']['ask'] | undefined;
}

/** One account of an answer. Null = unknown. */
export interface PortfolioLine {
  id: string;
  name: string;
  segment: string | null;
  tier: string | null;
  region: string | null;
  owner: string | null;
  arr: Money | null;
  renewsOn: UtcDay | null;
  status: Account['status'];
  stage: LifecycleStage;
  score: number | null;
  band: Band | null;
  /** When the score was computed; null = there is none. */
  scoredAt: string | null;
  change: number | null;
  use: { now: number; before: number } | null;
  alerts: number;
  /** The value that it is grouped by; absent = there are no groups. */
  group?: string | null;
  url: string;
}

/** An answer with everything that was understood, and everything that was not. */
export interface PortfolioAnswer {
  text: string;
  today: UtcDay;
  asOf: string;
  knownAt: number;
  query: ParsedPortfolio['query'];
  understood: UnderstoodPart[];
  corrections: ParsedPortfolio['corrections'];
  unread: string[];
  problems: string[];
  notes: string[];
  foreign: boolean;
  /** Two things that no account can be at once; null = nothing of the kind. */
  contradiction: [string, string] | null;
  considered: number;
  fitting: number;
  count: number;
  arr: Money[];
  withoutArr: number;
  leftOut: LeftOut[];
  groups: PortfolioGroup[] | null;
  currenciesApart: boolean;
  page: number;
  pages: number;
  pageSize: number;
  /** Empty where problems stand. */
  rows: PortfolioLine[];
}

/** Answers a question about many accounts in words, without a model. */
export async function askPortfolio(ctx: RequestContext, asked: PortfolioAsked): Promise<PortfolioAnswer> {
  await requireReadable(ctx, 'account', null);
  const asOf = asked.asOf ?? ctx.clock.now();
  const today = asked.today ?? utcDayOf(asOf);
  const parsed = parsePortfolio(asked.text, await portfolioWords(ctx, today));
  const query = { ...parsed.query, ask: asked.ask ?? parsed.query.ask };
  const pageSize = asked.pageSize ?? portfolioPageSize;
  const page = await listPortfolio(ctx, { query, page: asked.page, pageSize, asOf });
  return toAnswer({ ...parsed, query }, page, {
    text: asked.text,
    today,
    pageSize,
    names: await memberNames(ctx),
  });
}

/**
 * Whether words that were not said as a command are a question about many accounts: more of them was understood than not.
 */
export function isAboutPortfolio({ understood, unread, problems, query, foreign }: PortfolioAnswer): boolean {
  if (foreign) return true;
  const said = understood.filter(({ typed }) => typed !== '').length;
  const shaped = [query.group !== null, query.limit !== null, query.ask !== 'list'].filter((is) => is).length;
  const read = said + shaped;
  return read > 0 ? unread.length <= read : problems.length > 0 && unread.length === 0;
}

/** Everything that a question can name here. */
async function portfolioWords(ctx: RequestContext, today: UtcDay): Promise<PortfolioWords> {
  const accounts = await ctx.store.listAccounts();
  const members = await ctx.store.listMembers();
  const valuesOf = (field: 'segment' | 'tier' | 'region' | 'useCase'): string[] =>
    [...new Set(accounts.flatMap((account) => account[field] ?? []))].sort();
  const profiled = ctx.content.profiles.flatMap(({ appliesTo: { segments } }) =>
    segments === 'any' ? [] : segments,
  );
  const named = new Set(accounts.flatMap(({ id, name }) => [foldText(id), foldText(name)]));
  return {
    today,
    me: ctx.member?.id ?? null,
    values: {
      segment: [...new Set([...valuesOf('segment'), ...profiled])].sort(),
      tier: valuesOf('tier'),
      region: valuesOf('region'),
      useCase: valuesOf('useCase'),
    },
    members: members.map(({ id, name }) => ({ id, name })),
    isAccountName: (text) => named.has(foldText(text)),
  };
}

interface AnswerWords {
  text: string;
  today: UtcDay;
  pageSize: number;
  names: ReadonlyMap<string, string>;
}

function toAnswer(
  parsed: ParsedPortfolio,
  { asOf, knownAt, selection }: PortfolioPage,
  { text, today, pageSize, names }: AnswerWords,
): PortfolioAnswer {
  const nameOf = (id: string): string => names.get(id) ?? id;
  const refused = parsed.problems.length > 0;
  const { contradiction, rows, groups, ...figures } = selection;
  const none = { fitting: 0, count: 0, arr: [], withoutArr: 0, leftOut: [], page: 1, pages: 1 };
  return {
    text,
    today,
    asOf: asOf.toISOString(),
    knownAt,
    pageSize,
    ...parsed,
    understood: describeQuery(parsed.query, nameOf),
    contradiction: contradiction && [
      describeCondition(contradiction[0], nameOf),
      describeCondition(contradiction[1], nameOf),
    ],
    ...figures,
    ...(refused ? none : {}),
    groups: refused
      ? null
      : (groups?.map((group) => ({ ...group, value: wordOf(group.value, parsed, nameOf) })) ?? null),
    rows: refused
      ? []
      : rows.map(({ line, group }) => ({
          ...toLine(line, nameOf, { asOf, knownAt }),
          ...(group === null ? {} : { group: wordOf(groups?.[group]?.value ?? null, parsed, nameOf) }),
        })),
  };
}

/** Groups of owners are called by their names. */
function wordOf(
  value: string | null,
  { query }: ParsedPortfolio,
  nameOf: (id: string) => string,
): string | null {
  return value !== null && query.group === 'owner' ? nameOf(value) : value;
}

function toLine(line: PortfolioAccount, nameOf: (id: string) => string, moment: Moment): PortfolioLine {
  const { id, name, segment, tier, region, owner, arr, renewsOn, status } = line.account;
  const hundredths = line.score?.hundredths ?? null;
  const change = scoreChangeOf(line);
  return {
    id,
    name,
    segment,
    tier,
    region,
    arr,
    renewsOn,
    status,
    owner: owner === null ? null : nameOf(owner),
    stage: line.stage,
    score: hundredths === null ? null : hundredths / 100,
    band: line.score?.band ?? null,
    scoredAt: line.score?.asOf.toISOString() ?? null,
    change: change === null ? null : change / 100,
    use: line.use,
    alerts: line.alerts,
    url: line.score
      ? scoreUrl(id, line.score.asOf, line.score.knownAt)
      : figuresUrl(id, moment.asOf, moment.knownAt),
  };
}
