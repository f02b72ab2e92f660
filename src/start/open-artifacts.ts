import { createFolderStorage } from '../artifacts/folder-storage.ts';
import { createPackWriters } from '../artifacts/index.ts';
import { createS3Storage } from '../artifacts/s3-storage.ts';
import type { Config } from '../config.ts';
import type { ArtifactPorts } from '../domain/artifact.ts';
import type { Clock } from '../domain/clock.ts';
import type { Links } from '../http/links.ts';
import { usualLinks } from './usual-links.ts';

/**
 * What writes packs, and where their bytes lie.
 * @param links - of the server that runs in this process; absent = its usual address
 */
export function openArtifacts(
  config: Config,
  linkKey: string,
  clock: Clock,
  links?: Pick<Links, 'linkTo'>,
): ArtifactPorts {
  const { home, s3 } = config;
  const { linkTo } = links ?? usualLinks(config, linkKey, clock);
  return {
    storage: s3 ? createS3Storage(s3) : createFolderStorage(`${home}/artifacts`),
    writers: createPackWriters(),
    linkTo,
  };
}
