import { type RawBuilder, sql } from 'kysely';
import { type Rollup, rollupCounters, type Usage } from '../domain/rollup.ts';

/** The counters as columns: `sessionSeconds` is `session_seconds`. */
export const counterColumns: readonly string[] = rollupCounters.map((counter) =>
  counter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
);

/** Column list of a rollup record, for jsonb_to_recordset. */
export const rollupRecord: RawBuilder<unknown> = sql.raw(
  ['account_id text', 'day date', ...counterColumns.map((column) => `${column} bigint`)].join(', '),
);

/** Column list of a usage record, for jsonb_to_recordset. */
export const usageRecord: RawBuilder<unknown> = sql.raw(
  'account_id text, day date, user_id text, feature text, uses bigint',
);

/** A rollup as a row. */
export function rollupRow(rollup: Rollup): Record<string, unknown> {
  const row: Record<string, unknown> = { account_id: rollup.account, day: rollup.day };
  rollupCounters.forEach((counter, index) => {
    row[counterColumns[index] ?? counter] = rollup[counter];
  });
  return row;
}

/** A use as a row. */
export function usageRow(usage: Usage): Record<string, unknown> {
  return {
    account_id: usage.account,
    day: usage.day,
    user_id: usage.user,
    feature: usage.feature,
    uses: usage.uses,
  };
}
