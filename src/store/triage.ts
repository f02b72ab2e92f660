import { type Kysely, sql } from 'kysely';
import type { TriageSuggestion } from '../domain/triage.ts';
import type { Schema } from './schema.ts';

/** A suggestion for one ticket, with what came of it. */
export interface KeptTriage extends TriageSuggestion {
  seq: number;
  account: string;
  ticketId: string;
  madeAt: Date;
  proposalId: string | null; // null = not proposed
  correctedTo: string | null; // null = nobody corrected it by hand
  correctedBy: string | null;
}

/** Keeps suggestions; one that is there already stays as it is. */
export async function addTriage(
  database: Kysely<Schema>,
  suggestions: readonly Omit<KeptTriage, 'proposalId' | 'correctedTo' | 'correctedBy'>[],
): Promise<void> {
  if (suggestions.length === 0) return;
  await sql`insert into triage_suggestions (seq, account_id, ticket_id, field, value, confidence_percent, reason,
      rule_ids, made_at)
    select seq, account, "ticketId", field, value, "confidencePercent", reason, "ruleIds", "madeAt"
    from jsonb_to_recordset(${JSON.stringify(suggestions)}::jsonb) as n (seq bigint, account text, "ticketId" text,
      field text, value text, "confidencePercent" integer, reason text, "ruleIds" jsonb, "madeAt" timestamptz)
    on conflict (seq, field, value) do nothing`.execute(database);
}

/** Which suggestions are wanted. */
export interface TriageFilter {
  seqs?: readonly number[];
  /** Only those that were neither proposed nor corrected. */
  open?: boolean;
  since?: Date;
}

/** Suggestions that fit, by ticket, priority first. */
export async function listTriage(
  database: Kysely<Schema>,
  { seqs, open = false, since }: TriageFilter,
): Promise<KeptTriage[]> {
  let query = database.selectFrom('triage_suggestions').selectAll();
  if (seqs) query = query.where(sql<boolean>`seq = any(${[...seqs]}::bigint[])`);
  if (open) query = query.where('proposal_id', 'is', null).where('corrected_to', 'is', null);
  if (since) query = query.where('made_at', '>=', since);
  const rows = await query.orderBy('seq').orderBy('field').orderBy('value').execute();
  return rows.map((row) => ({
    seq: row.seq,
    account: row.account_id,
    ticketId: row.ticket_id,
    value: row.value,
    field: row.field as TriageSuggestion['field'],
    confidencePercent: row.confidence_percent,
    reason: row.reason,
    ruleIds: row.rule_ids as string[],
    madeAt: row.made_at,
    proposalId: row.proposal_id,
    correctedTo: row.corrected_to,
    correctedBy: row.corrected_by,
  }));
}

/**
 * Notes which proposal carries a ticket's suggestions.
 * @returns how many were not carried by one before
 */
export async function noteTriageProposal(
  database: Kysely<Schema>,
  seq: number,
  proposalId: string,
): Promise<number> {
  const result = await database
    .updateTable('triage_suggestions')
    .set({ proposal_id: proposalId })
    .where('seq', '=', seq)
    .where('proposal_id', 'is', null)
    .where('corrected_to', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Writes down what a person says that it should have been: another priority, or `none` for a tag that does not fit. */
export async function correctTriage(
  database: Kysely<Schema>,
  correction: { seq: number; field: string; value: string; to: string; by: string; at: Date },
): Promise<void> {
  await database
    .updateTable('triage_suggestions')
    .set({ corrected_to: correction.to, corrected_by: correction.by, corrected_at: correction.at })
    .where('seq', '=', correction.seq)
    .where('field', '=', correction.field)
    .where('value', '=', correction.value)
    .execute();
}
