import { type Kysely, sql } from 'kysely';
import type { Account } from '../domain/account.ts';
import type { Band } from '../domain/health.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import type { Schema } from './schema.ts';

/** What of the portfolio is read beside contracts and scores. */
export interface PortfolioReading {
  asOf: Date;
  /** Scores as they stood at this instant, to compare with; null = not asked. */
  before: Date | null;
  /** Use in these days and in as many before; null = not asked. */
  use: { from: UtcDay; to: UtcDay; before: UtcDay } | null;
}

/** One account of the portfolio. */
export interface PortfolioRecord {
  account: Account;
  score: { hundredths: number | null; band: Band | null; asOf: Date; knownAt: number } | null;
  scoreBefore: number | null;
  use: { now: number; before: number } | null;
  alerts: number;
}

interface Row {
  id: string;
  first_seen_on: string;
  contract: unknown;
  as_of: Date | null;
  known_seq: number | null;
  score_hundredths: number | null;
  band: Band | null;
  before_hundredths: number | null;
  use_now: number | null;
  use_before: number | null;
  alerts: number | null;
}

/** Every account with its latest score, and what else is asked for, in one statement. */
export async function readPortfolio(
  database: Kysely<Schema>,
  { asOf, before, use }: PortfolioReading,
): Promise<PortfolioRecord[]> {
  const { rows } = await sql<Row>`
    select a.id, a.first_seen_on, a.contract, s.as_of, s.known_seq, s.score_hundredths, s.band,
      ${before ? sql`b.score_hundredths` : sql`null::integer`} as before_hundredths,
      ${use ? sql`u.use_now` : sql`null::bigint`} as use_now, ${use ? sql`u.use_before` : sql`null::bigint`} as use_before,
      r.alerts
    from accounts a
    left join lateral (
      select as_of, known_seq, score_hundredths, band from health_scores h
      where h.account_id = a.id and h.as_of <= ${asOf} order by h.as_of desc limit 1) s on true
    ${before ? sql`left join lateral (${scoreAt(before)}) b on true` : sql``}
    ${use ? sql`left join (${usedIn(use)}) u on u.account_id = a.id` : sql``}
    left join (
      select account_id, count(*)::integer as alerts from alerts
      where state in ('open', 'acknowledged', 'snoozed') and kind <> 'expansion' group by account_id) r on r.account_id = a.id
    order by a.id`.execute(database);
  return rows.map(toRecord);
}

function scoreAt(at: Date) {
  return sql`select score_hundredths from health_scores h
    where h.account_id = a.id and h.as_of <= ${at} order by h.as_of desc limit 1`;
}

function usedIn({ from, to, before }: NonNullable<PortfolioReading['use']>) {
  return sql`select account_id, coalesce(sum(actions) filter (where day >= ${from}::date), 0)::bigint as use_now,
      coalesce(sum(actions) filter (where day < ${from}::date), 0)::bigint as use_before
    from rollups where day between ${before}::date and ${to}::date group by account_id`;
}

function toRecord(row: Row): PortfolioRecord {
  const { as_of: asOf, known_seq: knownAt, score_hundredths: hundredths, band } = row;
  return {
    account: {
      ...(row.contract as Omit<Account, 'id' | 'firstSeenOn'>),
      id: row.id,
      firstSeenOn: row.first_seen_on,
    },
    score: asOf === null || knownAt === null ? null : { hundredths, band, asOf, knownAt },
    scoreBefore: row.before_hundredths,
    use:
      row.use_now === null || row.use_before === null ? null : { now: row.use_now, before: row.use_before },
    alerts: row.alerts ?? 0,
  };
}
