import type { Account } from '../domain/account.ts';
import { compareText } from '../domain/compare-text.ts';
import type { Band } from '../domain/health.ts';
import type { Money } from '../domain/money.ts';
import { sumByCurrency } from '../rules/issue-match/bug-figures.ts';
import { chooseTemplate } from '../rules/onboarding/judge-checklist.ts';
import { everyAccount } from '../rules/portfolio/query.ts';
import type { RequestContext } from './context.ts';
import type { PortfolioPage } from './list-portfolio.ts';
import type { PortfolioReader } from './remember-portfolio.ts';

/** What customers are put together by. */
export const healthCohortKeys = ['segment', 'use-case', 'owner', 'path', 'start', 'stage'] as const;
export type HealthCohortKey = (typeof healthCohortKeys)[number];

/** How one cohort fares today. */
export interface CohortHealth {
  key: string | null; // null = nobody said it
  customers: number;
  bands: Readonly<Record<Band | 'unknown', number>>;
  /** Of the scores that are known, in hundredths; null = none is */
  medianHundredths: number | null;
  arr: Money[];
  /** Of it, that of red customers. */
  arrAtRisk: Money[];
  alerts: number;
}

/**
 * Today's health of all customers, in cohorts: the one with most red customers first.
 * @param list - how the portfolio is read
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function getCohortHealth(
  ctx: RequestContext,
  by: HealthCohortKey,
  list: PortfolioReader,
): Promise<{ asOf: Date; knownAt: number; cohorts: CohortHealth[] }> {
  const { asOf, knownAt, selection } = await list(ctx, {
    query: everyAccount,
    pageSize: Number.MAX_SAFE_INTEGER,
  });
  const lines = selection.rows.map(({ line }) => line).filter(({ account }) => account.status === 'active');
  const cohorts = [...Map.groupBy(lines, (line) => keyOf(ctx, by, line))].map(([key, own]) =>
    toCohort(key, own),
  );
  return {
    asOf,
    knownAt,
    cohorts: cohorts.sort(
      (one, other) =>
        other.bands.red - one.bands.red ||
        other.customers - one.customers ||
        compareText(one.key ?? '', other.key ?? ''),
    ),
  };
}

type Line = PortfolioPage['selection']['rows'][number]['line'];

function keyOf({ content }: RequestContext, by: HealthCohortKey, { account, stage }: Line): string | null {
  switch (by) {
    case 'use-case':
      return account.useCase;
    case 'path':
      return chooseTemplate(content.checklists, account)?.segment ?? null;
    case 'start':
      return quarterOf(account);
    case 'stage':
      return stage;
    default:
      return account[by];
  }
}

/** `2026 Q3`, of the contract's start; null = the contract does not say it */
function quarterOf({ startsOn }: Account): string | null {
  return startsOn === null ? null : `${startsOn.slice(0, 4)} Q${Math.ceil(Number(startsOn.slice(5, 7)) / 3)}`;
}

function toCohort(key: string | null, lines: readonly Line[]): CohortHealth {
  const bands = { red: 0, amber: 0, green: 0, unknown: 0 };
  for (const { score } of lines) bands[score?.band ?? 'unknown'] += 1;
  const scores = lines.flatMap(({ score }) => score?.hundredths ?? []).sort((one, other) => one - other);
  const worth = (own: readonly Line[]): Money[] =>
    sumByCurrency(own.flatMap(({ account }) => account.arr ?? []));
  return {
    key,
    customers: lines.length,
    bands,
    medianHundredths: scores[Math.floor((scores.length - 1) / 2)] ?? null,
    arr: worth(lines),
    arrAtRisk: worth(lines.filter(({ score }) => score?.band === 'red')),
    alerts: lines.reduce((sum, { alerts }) => sum + alerts, 0),
  };
}
