import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { makeSigningKey } from '../src/domain/ids.ts';
import { publishCheckpoint } from '../src/guardrail/audit/publish-checkpoint.ts';
import { sealAudit } from '../src/guardrail/audit/seal-audit.ts';
import { verifyAudit } from '../src/services/verify-audit.ts';
import { type Finding, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

/** The embedded engine gets a tenth: it is there for one machine, and reading alone takes it seconds. */
const entriesOn = { server: 1_000_000, embedded: 100_000 };
const leastSealedPerSecond = { server: 20_000, embedded: 5_000 };

/**
 * Seals and verifies a large audit. Beside the verification stands what any verifier must do at the least: read the
 * same bytes from the same database and hash them.
 */
export async function benchAudit(bench: Bench): Promise<Finding[]> {
  const { ctx, engine } = bench;
  const entries = entriesOn[engine];
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-audit-'));
  try {
    await fill(bench, entries);
    const sealed = await timeMs(() => sealAudit(ctx.store));
    const keys = { auditKey: makeSigningKey() };
    const checkpointFile = join(folder, 'checkpoints.jsonl');
    await publishCheckpoint({ ...ctx, keys: async () => keys, checkpointFile }, { force: true });
    const { store } = ctx;
    const peer = await timeMs(() => readAndHash(bench, entries));
    const verified = await timeMs(() => verifyAudit(ctx, { keys, checkpointFile, mustExist: true }));
    if (!verified.result.ok || verified.result.entries !== entries || !(await store.readSealHead())) {
      throw new Error(`the audit does not verify: ${JSON.stringify(verified.result)}`);
    }
    return [
      verifyFinding(engine, entries, { seconds: verified.ms / 1_000, peerSeconds: peer.ms / 1_000 }),
      {
        name: `seal entries, ${engine}`,
        figure: (entries / sealed.ms) * 1_000,
        unit: '/s',
        limit: leastSealedPerSecond[engine],
        sense: 'least',
        detail: { entries },
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A server is held to the time that was promised, the embedded engine to what reading costs there. */
function verifyFinding(
  engine: Bench['engine'],
  entries: number,
  { seconds, peerSeconds }: { seconds: number; peerSeconds: number },
): Finding {
  const ratio = seconds / peerSeconds;
  const detail = {
    entries,
    entriesPerSecond: Math.round(entries / seconds),
    readAndHashSeconds: Math.round(peerSeconds * 100) / 100,
  };
  if (engine === 'server') {
    const timesReadAndHash = Math.round(ratio * 100) / 100;
    const name = 'verify 1 M audit entries, server';
    return {
      name,
      figure: seconds,
      unit: 's',
      limit: 15,
      sense: 'most',
      detail: { ...detail, timesReadAndHash },
    };
  }
  const name = 'verify the audit / read and hash, embedded';
  return { name, figure: ratio, unit: '×', limit: 4, sense: 'most', detail };
}

/** Entries of the usual size, written by the database itself. */
async function fill({ database }: Bench, entries: number): Promise<void> {
  await sql`insert into audit (at, actor, action, account_id, body)
    select timestamptz '2026-11-21T12:00:00Z', 'csm1', 'proposal.approved', 'acme', convert_to(
      '{"account":"acme","action":"proposal.approved","actor":"csm1","at":"2026-11-21T12:00:00.000Z","detail":' ||
      '{"digest":"' || encode(sha256(int8send(n)), 'hex') || '","kind":"ticket.reply","policies":["approve-replies"],' ||
      '"version":1},"personal":{},"v":1}', 'UTF8')
    from generate_series(1, ${entries}::bigint) as n`.execute(database.queries);
  await sql`insert into audit_unsealed (entry) select seq from audit where actor = 'csm1'`.execute(
    database.queries,
  );
}

async function readAndHash({ database }: Bench, entries: number): Promise<string> {
  const sum = createHash('sha256');
  for (let after = 0; after < entries; after += 10_000) {
    const { rows } = await sql<{ body: Uint8Array }>`select body from audit where seq > ${after}
      order by seq limit 10000`.execute(database.queries);
    for (const { body } of rows) sum.update(body);
  }
  return sum.digest('hex');
}
