import { type Kysely, sql } from 'kysely';
import type { AuditEntry } from '../domain/audit.ts';
import { appendingAudits } from './audit.ts';
import { addingGrants, type GrantedEffect } from './outbox.ts';
import { addingProposals, type ProposalChange, savingProposals } from './proposals.ts';
import type { Schema } from './schema.ts';
import { preparedMark } from './server-connection.ts';

/** What one step in the life of proposals leaves behind; what is left out does not change. */
export interface ProposalWrites {
  /** New ones. */
  added?: readonly ProposalChange[];
  /** Ones that were locked before. */
  changed?: readonly ProposalChange[];
  /** What may be carried out now. */
  granted?: readonly GrantedEffect[];
  /** What is written down about it, in this order. */
  entries?: readonly AuditEntry[];
}

/** Writes all of it in one statement: a step is one way to the database, not four. */
export async function writeProposals(
  transaction: Kysely<Schema>,
  { added = [], changed = [], granted = [], entries = [] }: ProposalWrites,
): Promise<void> {
  const parts = [
    ...addingProposals(added),
    ...savingProposals(changed),
    ...addingGrants(granted),
    ...appendingAudits(entries),
  ];
  if (parts.length > 0) {
    const isOne = [added, changed, granted].every((rows) => rows.length <= 1);
    const mark = sql.raw(isOne ? preparedMark('write_proposal') : '');
    await sql`${mark} with ${sql.join(parts)} select 1`.execute(transaction);
  }
}
