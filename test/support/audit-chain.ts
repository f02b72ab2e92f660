import { type AuditEntry, encodeAuditEntry } from '../../src/domain/audit.ts';
import { makeSigningKey } from '../../src/domain/ids.ts';
import { type Checkpoint, signCheckpoint, toCheckpointLine } from '../../src/guardrail/audit/checkpoint.ts';
import { chainEntries } from '../../src/guardrail/audit/seal-audit.ts';
import type { SealedRow } from '../../src/store/audit-seals.ts';

/** An entry whose text holds what tends to break files: quotes, other scripts, control characters. */
export function sampleEntry(index: number): AuditEntry {
  return {
    at: new Date(Date.UTC(2026, 10, 21, 10, 0, 0, index)),
    actor: index % 3 === 0 ? 'ann' : 'system',
    action: index % 2 === 0 ? 'ticket.replied' : 'health.refused',
    account: index % 4 === 0 ? null : `acme-${index % 5}`,
    detail: { index, text: 'say "größer"\n\u001b[2J 日本', nested: { list: [1, true, null] } },
    ...(index % 5 === 0 && { personal: { email: `user${index}@example.test` } }),
  };
}

/** Seals bodies in the order given, as the store would hold them. */
export function sealRows(entries: readonly AuditEntry[]): SealedRow[] {
  const bodies = entries.map((entry, index) => ({ entry: index + 1, ...encodeAuditEntry(entry) }));
  return chainEntries(null, bodies).map((seal, index) => {
    const { at, actor, action, account } = entries[index] as AuditEntry;
    return { ...seal, body: bodies[index]?.body ?? null, at, actor, action, account };
  });
}

export function sampleChain(count: number): SealedRow[] {
  return sealRows(Array.from({ length: count }, (_, index) => sampleEntry(index)));
}

/** The lines that an export writes. */
export function exportLines(rows: readonly SealedRow[]): string[] {
  return rows.map(({ seq, hash, body }) => {
    const text = Buffer.from(body ?? []).toString('utf8');
    return `${JSON.stringify({ seq, hash: Buffer.from(hash).toString('hex'), body: text })}\n`;
  });
}

export const auditKey = makeSigningKey();

/** A checkpoint over a row. */
export function checkpointAt(row: SealedRow, key = auditKey): Checkpoint {
  return signCheckpoint({ seq: row.seq, hash: row.hash, at: new Date('2026-11-21T10:01:00Z') }, key);
}

export function checkpointFile(checkpoints: readonly Checkpoint[]): Buffer {
  return Buffer.from(checkpoints.map((checkpoint) => `${toCheckpointLine(checkpoint)}\n`).join(''));
}
