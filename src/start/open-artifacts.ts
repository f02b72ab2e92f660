import { createFolderStorage } from '../artifacts/folder-storage.ts';
import { createPackWriters } from '../artifacts/index.ts';
import { createS3Storage } from '../artifacts/s3-storage.ts';
import { baseUrlOf, type Config } from '../config.ts';
import type { ArtifactPorts } from '../domain/artifact.ts';
import type { Clock } from '../domain/clock.ts';
import { createLinks, type Links } from '../http/links.ts';

/** Where people reach the pages of an installation whose server this process does not know. */
const usualPort = 3000;

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
  const { home, s3, port } = config;
  const { linkTo } = links ?? createLinks(baseUrlOf(config, port || usualPort), linkKey, clock);
  return {
    storage: s3 ? createS3Storage(s3) : createFolderStorage(`${home}/artifacts`),
    writers: createPackWriters(),
    linkTo,
  };
}
