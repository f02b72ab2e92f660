import { type Artifact, artifactUrl, fileNameOf } from '../../domain/artifact.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';

/** An artifact as it is listed. */
export interface ListedArtifact extends Omit<Artifact, 'asOf' | 'madeAt' | 'contentDigest'> {
  asOf: string;
  madeAt: string;
  fileName: string;
  url: string;
}

/** The newest artifacts, of one account or of all. @throws {HoldfastError} HF_FORBIDDEN */
export async function listArtifacts(
  ctx: RequestContext,
  { account, limit = 50 }: { account?: string | undefined; limit?: number } = {},
): Promise<ListedArtifact[]> {
  await requireReadable(ctx, 'account', account ?? null);
  return (await ctx.store.listArtifacts({ account, limit })).map(listed);
}

/** An artifact in the words of JSON. */
export function listed(artifact: Artifact): ListedArtifact {
  const { contentDigest: _digest, asOf, madeAt, ...rest } = artifact;
  return {
    ...rest,
    asOf: asOf.toISOString(),
    madeAt: madeAt.toISOString(),
    fileName: fileNameOf(artifact),
    url: artifactUrl(artifact.id),
  };
}
