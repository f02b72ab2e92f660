import { createHash } from 'node:crypto';
import { decodeAuditEntry } from '../domain/audit.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { HoldfastError } from '../errors.ts';
import { type CheckpointPorts, publishCheckpoint } from '../guardrail/audit/publish-checkpoint.ts';
import { readChain, readChainOf } from '../guardrail/audit/read-chain.ts';
import { sealAudit } from '../guardrail/audit/seal-audit.ts';
import { toPem, trustedKeysOf } from '../guardrail/audit/signing-key.ts';
import { csvRow } from '../rules/csv-cell.ts';
import type { SealedRow } from '../store/audit-seals.ts';
import { requireReadable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';
import { visible } from './show-audit.ts';

/** What is exported, and what signs that it is all there is. */
export interface AuditExport {
  format: 'jsonl' | 'csv';
  /** Only entries about this account; undefined = all */
  account: string | undefined;
  /** The file's name, without its folder. */
  file: string;
  sealing: Pick<CheckpointPorts, 'keys' | 'checkpointFile'>;
}

/** What stands beside an exported file. */
export interface AuditManifest {
  v: 1;
  file: string;
  /** Of the file, hexadecimal. */
  sha256: string;
  format: 'jsonl' | 'csv';
  account: string | null; // null = the whole audit
  entries: number;
  firstSeq: number;
  lastSeq: number;
  /** Of the last exported place. */
  headHash: string;
  /** The newest one; null = none was ever signed */
  checkpoint: { body: string; signature: string } | null;
  /** PEM; the one that signs now first. Compare them with what you were given another way. */
  publicKeys: string[];
  madeAt: string;
  custody: { at: string; by: string; role: string | null; did: string }[];
  note: string;
}

const csvHeader = ['seq', 'hash', 'at', 'actor', 'action', 'account', 'detail', 'personal'];

/**
 * Exports the audit up to now, the export itself included, under a fresh checkpoint.
 * @param write - takes the file's text, piece by piece
 * @throws {HoldfastError} HF_FORBIDDEN; HF_AUDIT_TAMPERED when an entry is missing or is no text
 */
export async function exportAudit(
  ctx: RequestContext,
  { format, account, file, sealing }: AuditExport,
  write: (text: string) => Promise<void>,
): Promise<AuditManifest> {
  await requireReadable(ctx, 'audit', account ?? null);
  const { store, clock } = ctx;
  const by = actorOf(ctx);
  const at = clock.now();
  const detail = { format, file, onlyAccount: account ?? null };
  await store.appendAudit({ at, actor: by, action: 'audit.exported', account: account ?? null, detail });
  await sealAudit(store, { wait: true });
  await publishCheckpoint({ store, clock, ...sealing }, { force: true });
  const newest = await store.readLastCheckpoint();
  // After the checkpoint, so that it never speaks of more than the file holds.
  const end = (await store.readSealHead())?.seq ?? 0;
  const batches = account === undefined ? readChain(store, end) : readChainOf(store, account, end);
  const written = await writeRows(batches, format, write);
  return {
    v: 1,
    file,
    format,
    account: account ?? null,
    ...written,
    checkpoint: newest && {
      body: newest.body,
      signature: Buffer.from(newest.signature).toString('hex'),
    },
    publicKeys: [...trustedKeysOf(await sealing.keys())].map(toPem),
    madeAt: at.toISOString(),
    custody: [{ at: at.toISOString(), by, role: ctx.member?.role ?? null, did: 'exported' }],
    note: noteOn(format, account),
  };
}

function noteOn(format: AuditExport['format'], account: string | undefined): string {
  if (account !== undefined) {
    return 'Entries about one account: a part of the chain, which cannot be verified alone. Export everything to verify.';
  }
  return format === 'csv'
    ? 'CSV is for reading: cells are quoted, and formulas made text. Export JSON lines to verify the chain.'
    : 'The whole chain. Verify it with bin/verify-audit.mjs, which needs nothing but Node.';
}

async function writeRows(
  batches: AsyncIterable<readonly SealedRow[]>,
  format: AuditExport['format'],
  write: (text: string) => Promise<void>,
): Promise<Pick<AuditManifest, 'sha256' | 'entries' | 'firstSeq' | 'lastSeq' | 'headHash'>> {
  const sum = createHash('sha256');
  const span = { entries: 0, firstSeq: 0, lastSeq: 0, headHash: '' };
  const put = async (text: string): Promise<void> => {
    sum.update(text);
    await write(text);
  };
  if (format === 'csv') await put(csvRow(csvHeader));
  for await (const rows of batches) {
    await put(rows.map(format === 'csv' ? toCsv : toLine).join(''));
    const last = rows.at(-1);
    span.firstSeq ||= rows[0]?.seq ?? 0;
    span.entries += rows.length;
    if (last) Object.assign(span, { lastSeq: last.seq, headHash: Buffer.from(last.hash).toString('hex') });
  }
  return { sha256: sum.digest('hex'), ...span };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function toLine(row: SealedRow): string {
  if (row.body === null) throw broken(row, 'is missing');
  let body: string;
  try {
    body = decoder.decode(row.body);
  } catch {
    throw broken(row, 'is not text');
  }
  return `${JSON.stringify({ seq: row.seq, hash: Buffer.from(row.hash).toString('hex'), body })}\n`;
}

function toCsv(row: SealedRow): string {
  const entry = row.body && decodeAuditEntry(row.body);
  if (!entry) throw broken(row, 'cannot be parsed');
  const { at, actor, action, account, detail, personal } = entry;
  return csvRow([
    String(row.seq),
    Buffer.from(row.hash).toString('hex'),
    at.toISOString(),
    visible(actor),
    visible(action),
    visible(account ?? ''),
    visible(canonicalJson(detail)),
    visible(canonicalJson(personal)),
  ]);
}

function broken({ seq }: SealedRow, what: string): HoldfastError {
  return new HoldfastError('HF_AUDIT_TAMPERED', `The audit cannot be exported: entry ${seq} ${what}`);
}
