import { type Kysely, sql } from 'kysely';
import type { PackAudience } from '../domain/account-pack.ts';
import type { Artifact, ArtifactFormat } from '../domain/artifact.ts';
import type { Schema } from './schema.ts';

interface ArtifactRow {
  id: string;
  kind: string;
  account_id: string | null;
  subject: string;
  version: number;
  format: string;
  audience: string;
  as_of: Date;
  known_at: number;
  size: number;
  sha256: string;
  content_digest: string;
  made_by: string;
  made_at: Date;
}

/** Keeps what is known of some new artifacts. */
export async function addArtifacts(
  transaction: Kysely<Schema>,
  artifacts: readonly Artifact[],
): Promise<void> {
  for (const one of artifacts) {
    await sql`insert into artifacts (id, kind, account_id, subject, version, format, audience, as_of, known_at, size,
        sha256, content_digest, made_by, made_at)
      values (${one.id}, ${one.kind}, ${one.account}, ${one.subject}, ${one.version}, ${one.format}, ${one.audience},
        ${one.asOf}, ${one.knownAt}, ${one.size}, ${one.sha256}, ${one.contentDigest}, ${one.madeBy}, ${one.madeAt})`.execute(
      transaction,
    );
  }
}

/** Some artifacts by their ids; those that are not there are absent. */
export async function findArtifacts(database: Kysely<Schema>, ids: readonly string[]): Promise<Artifact[]> {
  const readable = ids.filter((id) => !id.includes('\u0000'));
  if (readable.length === 0) return [];
  const { rows } =
    await sql<ArtifactRow>`select * from artifacts where id = any(${readable}::text[])`.execute(database);
  return rows.map(fromRow);
}

/** The files of the latest version of a kind of a subject, in the order of their formats; empty = there is none. */
export async function latestArtifacts(
  database: Kysely<Schema>,
  kind: string,
  subject: string,
): Promise<Artifact[]> {
  const { rows } = await sql<ArtifactRow>`select * from artifacts
    where kind = ${kind} and subject = ${subject} and version = (
      select max(version) from artifacts where kind = ${kind} and subject = ${subject})
    order by format`.execute(database);
  return rows.map(fromRow);
}

/** The newest artifacts, of one account or of all. */
export async function listArtifacts(
  database: Kysely<Schema>,
  { account, limit }: { account?: string | undefined; limit: number },
): Promise<Artifact[]> {
  const { rows } = await sql<ArtifactRow>`select * from artifacts
    where ${account ?? null}::text is null or account_id = ${account ?? null}
    order by made_at desc, subject, kind, version desc, format limit ${limit}`.execute(database);
  return rows.map(fromRow);
}

/** Makes whoever else numbers the versions of this kind and subject wait for the end of the transaction. */
export async function lockArtifacts(
  transaction: Kysely<Schema>,
  kind: string,
  subject: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`artifacts ${kind} ${subject}`}, 0))`.execute(
    transaction,
  );
}

function fromRow(row: ArtifactRow): Artifact {
  return {
    id: row.id,
    kind: row.kind,
    account: row.account_id,
    subject: row.subject,
    version: Number(row.version),
    format: row.format as ArtifactFormat,
    audience: row.audience as PackAudience,
    asOf: row.as_of,
    knownAt: Number(row.known_at),
    size: Number(row.size),
    sha256: row.sha256,
    contentDigest: row.content_digest,
    madeBy: row.made_by,
    madeAt: row.made_at,
  };
}
