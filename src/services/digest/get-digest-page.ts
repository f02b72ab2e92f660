import { countFigures, type DigestFigures } from '../../rules/digest/count-figures.ts';
import type { RequestContext } from '../context.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { NamedSnapshot } from './take-snapshot.ts';

/** A snapshot with every figure that was counted from it. */
export type DigestPage = NamedSnapshot & { figures: DigestFigures };

/** The page of one digest. @throws {HoldfastError} HF_NOT_FOUND, HF_DIGEST_TAMPERED */
export async function getDigestPage(ctx: RequestContext, id: string): Promise<DigestPage> {
  const named = await readSnapshot(ctx, id);
  return { ...named, figures: countFigures(named.snapshot) };
}
