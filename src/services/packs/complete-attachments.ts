import { fileNameOf } from '../../domain/artifact.ts';
import { HoldfastError } from '../../errors.ts';
import type { Services } from '../context.ts';

/**
 * The parameters of a letter with what it is to bring along: each artifact's name, size and hash, so that exactly these
 * bytes are approved. Parameters of any other kind stay as they came; what names no artifacts is left to the schema.
 * @throws {HoldfastError} HF_ACTION_INVALID when there is no such artifact
 */
export async function completeAttachments(
  { store }: Pick<Services, 'store'>,
  kind: string,
  params: unknown,
): Promise<unknown> {
  if (kind !== 'message.customer' || params === null || typeof params !== 'object') return params;
  const { artifactIds, attachments: _told, ...rest } = params as Record<string, unknown>;
  if (artifactIds === undefined) return params;
  if (!Array.isArray(artifactIds) || !artifactIds.every((id): id is string => typeof id === 'string'))
    return params;
  if (artifactIds.length === 0) return { ...rest, artifactIds };
  const found = new Map((await store.findArtifacts(artifactIds)).map((artifact) => [artifact.id, artifact]));
  const attachments = artifactIds.map((artifactId) => {
    const artifact = found.get(artifactId);
    if (!artifact)
      throw new HoldfastError(
        'HF_ACTION_INVALID',
        `There is no artifact '${artifactId.slice(0, 60)}' to attach`,
        {
          next: 'List them with: holdfast artifacts ACCOUNT',
        },
      );
    return { artifactId, fileName: fileNameOf(artifact), sha256: artifact.sha256, bytes: artifact.size };
  });
  return { ...rest, artifactIds, attachments };
}
