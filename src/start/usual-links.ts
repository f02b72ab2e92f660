import { baseUrlOf, type Config } from '../config.ts';
import type { Clock } from '../domain/clock.ts';
import { createLinks, type Links } from '../http/links.ts';

/** Where people reach the pages of an installation whose server this process does not know. */
const usualPort = 3000;

/** Links to the usual address of an installation, for a process in which no server runs. */
export function usualLinks(
  config: Pick<Config, 'host' | 'port' | 'publicUrl'>,
  linkKey: string,
  clock: Clock,
): Links {
  return createLinks(baseUrlOf(config, config.port || usualPort), linkKey, clock);
}
