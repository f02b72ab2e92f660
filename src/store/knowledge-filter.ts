import { type RawBuilder, sql } from 'kysely';
import type { IndexedKind } from '../domain/indexed-knowledge.ts';
import type { Audience } from '../domain/knowledge.ts';

/** Which documents may answer: decided before anything is ranked. A superseded issue never may. */
export interface DocumentFilter {
  kinds?: readonly IndexedKind[];
  /** `customer`: only what customers may read; `internal`: everything. */
  audience: Audience;
  region?: string;
  /** Documents of other areas are left out, those that name none are not. */
  productArea?: string;
  /** The version that the customer uses, such as `4.40.1`: known issues that it does not have are left out. */
  version?: string;
  /** Whose tickets may answer, besides those that a member shared; null = nobody's. */
  account: string | null;
  sources?: readonly string[];
}

/** The filter as a condition over `knowledge_documents` under the name `d`. */
export function allowed(filter: DocumentFilter): RawBuilder<boolean> {
  const { kinds, audience, region, productArea, version, account, sources } = filter;
  const conditions = [
    sql`d.status is distinct from 'superseded'`,
    sql`(d.account_id is null or d.shared_by is not null or d.account_id = ${account}::text)`,
  ];
  if (kinds) conditions.push(sql`d.kind = any(${[...kinds]}::text[])`);
  if (audience === 'customer') conditions.push(sql`d.audience = 'customer'`);
  if (region !== undefined) conditions.push(sql`(d.regions is null or ${region}::text = any(d.regions))`);
  if (productArea !== undefined)
    conditions.push(sql`(d.product_area is null or d.product_area = ${productArea}::text)`);
  if (sources) conditions.push(sql`d.source = any(${[...sources]}::text[])`);
  if (version !== undefined) conditions.push(hasVersion(versionParts(version) ?? []));
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** Compares as far as an end of the range is written: `4.40` stands for every 4.40.x. */
function hasVersion(version: readonly number[]): RawBuilder<boolean> {
  const given = sql`${[...version, 0, 0].slice(0, 3)}::integer[]`;
  return sql<boolean>`((d.versions_from is null or (${given})[1:cardinality(d.versions_from)] >= d.versions_from)
    and (d.versions_to is null or (${given})[1:cardinality(d.versions_to)] <= d.versions_to))`;
}

/** A version as whole numbers, at most three; null = none is given, or it is no version. */
export function versionParts(version: string | null): number[] | null {
  return version !== null && /^\d{1,9}(?:\.\d{1,9}){0,2}$/.test(version)
    ? version.split('.').map(Number)
    : null;
}
