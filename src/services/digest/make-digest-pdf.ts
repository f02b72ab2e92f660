import type { ArtifactFormat } from '../../domain/artifact.ts';
import { digestOf } from '../../domain/canonical-json.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { fitPack } from '../../rules/account-pack/fit-pack.ts';
import { countFigures } from '../../rules/digest/count-figures.ts';
import { digestPack } from '../../views/digest-pack.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { keepPack, linkDays, type MadePack } from '../packs/keep-pack.ts';
import { requireSegment } from '../require-segment.ts';
import { readSnapshot } from './read-snapshot.ts';
import { keepNewSnapshot } from './take-snapshot.ts';

/** What a digest is written as: a page to read and to pass on. */
export const digestFormats: readonly ArtifactFormat[] = ['pdf'];

/**
 * Makes a digest a PDF, from its snapshot alone: the same snapshot gives the same bytes, and its links end so long after the
 * digest, whenever the file is made.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND, HF_DIGEST_TAMPERED, HF_STORAGE_FAILED
 */
export async function makeDigestPdf(ctx: RequestContext, id: string): Promise<MadePack> {
  await requireReadable(ctx, 'account', null);
  const named = await readSnapshot(ctx, id);
  const pack = fitPack(digestPack({ ...named, figures: countFigures(named.snapshot) }));
  return await keepPack(ctx, pack, {
    subject: named.id,
    formats: digestFormats,
    contentDigest: digestOf(pack),
    linksUntil: () => addDays(utcDayOf(new Date(named.snapshot.asOf)), linkDays),
  });
}

/**
 * The id of the digest of this moment, for whoever names none.
 * @param wanted - a segment; null = all customers
 * @throws {HoldfastError} HF_USAGE for a segment that nobody is in
 */
export async function digestOfNow(ctx: RequestContext, wanted: string | null = null): Promise<string> {
  await requireReadable(ctx, 'account', null);
  const segment = wanted === null ? null : await requireSegment(ctx, wanted);
  return (await keepNewSnapshot(ctx, { segment })).id;
}
