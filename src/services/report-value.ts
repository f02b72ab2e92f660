import { csvRow } from '../rules/csv-cell.ts';
import type { MeasuredValue } from '../store/value-report.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { eventUrl } from './evidence.ts';

const dayMs = 86_400_000;

/** What the product gave in a time, and who used it. */
export interface ValueReport {
  days: number;
  from: string;
  to: string;
  /** As customers measured it, in this time and in as many days before. */
  measured: MeasuredValue;
  measuredBefore: MeasuredValue;
  /** What Holdfast carried out, by kind. */
  carriedOut: { kind: string; byPeople: number; byItself: number }[];
  /** Customers' people by role; null = their records name none. */
  roles: { role: string | null; users: number; accounts: number }[];
  /** Our own people by role. */
  members: { role: string; members: number; active: number; acts: number }[];
}

/** Counts the value and the use of the last days. @throws {HoldfastError} HF_FORBIDDEN */
export async function reportValue(ctx: RequestContext, days: number): Promise<ValueReport> {
  await requireReadable(ctx, 'account', null);
  const to = ctx.clock.now();
  const from = new Date(to.getTime() - days * dayMs);
  const before = { from: new Date(from.getTime() - days * dayMs), to: from };
  const { store } = ctx;
  const [measured, measuredBefore, carriedOut, roles, members] = await Promise.all([
    store.sumMeasuredValue({ from, to }),
    store.sumMeasuredValue(before),
    store.countCarriedOut({ from, to }),
    store.countActiveByRole({ from, to }),
    store.countMemberActs({ from, to }),
  ]);
  return {
    days,
    from: from.toISOString(),
    to: to.toISOString(),
    measured,
    measuredBefore,
    carriedOut,
    roles,
    members,
  };
}

const recordsAtMost = 300;

/** The records of measured value of the last days, the latest first. @throws {HoldfastError} HF_FORBIDDEN */
export async function listValueRecords(ctx: RequestContext, days: number) {
  await requireReadable(ctx, 'account', null);
  const to = ctx.clock.now();
  const from = new Date(to.getTime() - days * dayMs);
  const records = await ctx.store.listMeasuredValue({ from, to }, recordsAtMost);
  return records.map((record) => ({ ...record, url: eventUrl(record.seq) }));
}

/** The same as rows of a spreadsheet. */
export function valueCsv(report: ValueReport): string {
  const { measured, measuredBefore, carriedOut, roles, members, from, to } = report;
  const rows: (string | number)[][] = [
    ['section', 'name', 'figure', 'value'],
    ['time', 'from', '', from],
    ['time', 'to', '', to],
    ['value', 'hours saved', 'now', measured.hoursSaved],
    ['value', 'hours saved', 'before', measuredBefore.hoursSaved],
    ['value', 'automations', 'now', measured.automations],
    ['value', 'automations', 'before', measuredBefore.automations],
    ...carriedOut.flatMap(({ kind, byPeople, byItself }) => [
      ['carried out', kind, 'after an approval', byPeople],
      ['carried out', kind, 'by itself', byItself],
    ]),
    ...roles.map(({ role, users }) => ['use by role', role ?? 'not said', 'people', users]),
    ...members.flatMap(({ role, members: all, active, acts }) => [
      ['our people', role, 'members', all],
      ['our people', role, 'active', active],
      ['our people', role, 'acts', acts],
    ]),
  ];
  return `\uFEFF${rows.map((row) => csvRow(row.map(String))).join('')}`;
}
