import { type Artifact, storedName } from '../../domain/artifact.ts';
import { sha256Of } from '../../domain/sha256.ts';
import { HoldfastError } from '../../errors.ts';
import type { Services } from '../context.ts';

/** An artifact with its bytes, which are those that were kept. */
export interface ReadArtifact {
  artifact: Artifact;
  bytes: Uint8Array;
}

/**
 * Reads an artifact, and holds its bytes against the hash that was recorded.
 * @throws {HoldfastError} HF_NOT_FOUND, HF_ARTIFACT_TAMPERED, HF_STORAGE_FAILED
 */
export async function readArtifact(
  { store, artifacts: { storage } }: Pick<Services, 'store' | 'artifacts'>,
  id: string,
): Promise<ReadArtifact> {
  const [artifact] = await store.findArtifacts([id]);
  if (!artifact)
    throw new HoldfastError('HF_NOT_FOUND', `There is no artifact '${id.slice(0, 60)}'`, {
      next: 'List them with: holdfast artifacts',
    });
  const bytes = await storage.read(storedName(artifact));
  if (bytes === null)
    throw new HoldfastError('HF_ARTIFACT_TAMPERED', `The bytes of artifact ${id} are gone from their place`);
  if (sha256Of(bytes) !== artifact.sha256)
    throw new HoldfastError(
      'HF_ARTIFACT_TAMPERED',
      `The bytes of artifact ${id} are not those that were kept`,
    );
  return { artifact, bytes };
}
