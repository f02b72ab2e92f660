import { createPackWriters } from '../../src/artifacts/index.ts';
import type { ArtifactPorts, ArtifactStorage } from '../../src/domain/artifact.ts';

/** A storage in memory, with what lies in it. */
export function memoryStorage(): ArtifactStorage & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    place: 'memory',
    write: async (name, bytes) => void files.set(name, bytes),
    read: async (name) => files.get(name) ?? null,
    remove: async (name) => void files.delete(name),
  };
}

/** Everything that makes artifacts, without a disk. */
export function testArtifacts(storage: ArtifactStorage = memoryStorage()): ArtifactPorts {
  const writers = createPackWriters();
  return {
    storage,
    writers,
    linkTo: (path, expiresOn = '2026-12-31') =>
      `http://holdfast.example${path}${path.includes('?') ? '&' : '?'}exp=${expiresOn}&sig=s`,
  };
}
