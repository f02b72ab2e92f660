import type { KnownIssue, StandingIssue } from '../../domain/known-issue.ts';
import { isVersionWithin } from '../../domain/version.ts';

/** A version that an account was given, and when. */
export interface DeployedVersion {
  at: Date;
  version: string;
}

/**
 * The version that an account ran at an instant: the latest that was deployed to it by then.
 * @returns two or three whole numbers with dots; null = unknown, or not readable as a version
 */
export function versionAt(deployed: readonly DeployedVersion[], at: Date): string | null {
  let latest: DeployedVersion | null = null;
  for (const one of deployed) {
    if (one.at <= at && (latest === null || one.at >= latest.at)) latest = one;
  }
  return latest && (/\d+(?:\.\d+){1,2}/.exec(latest.version)?.[0] ?? null);
}

/**
 * Whether a known issue holds for a version: within its range, and before the version that fixed it.
 * @param at - when; where no version is known, an issue that was seen to be open then was not fixed yet
 */
export function holdsFor(
  { versions, fixed_in, openUntil }: Pick<StandingIssue, 'versions' | 'fixed_in' | 'openUntil'>,
  version: string | null,
  at: Date | null = null,
): 'yes' | 'no' | 'unknown' {
  const wasOpen = fixed_in === undefined || (openUntil !== undefined && at !== null && at < openUntil);
  const isEverywhere = versions.from === undefined && versions.to === undefined;
  if (version === null) return isEverywhere && wasOpen ? 'yes' : 'unknown';
  if (!isVersionWithin(version, versions)) return 'no';
  return fixed_in !== undefined && isVersionWithin(version, { from: fixed_in }) ? 'no' : 'yes';
}

/**
 * What took a superseded issue's place, and whatever took that one's, to the end.
 * @returns the issue itself when it is not superseded; null when the chain leads nowhere or in a circle
 */
export function successorOf<Issue extends KnownIssue>(
  issue: Issue,
  byId: ReadonlyMap<string, Issue>,
): Issue | null {
  const seen = new Set<string>();
  let current: Issue | undefined = issue;
  while (current?.superseded_by !== undefined) {
    if (seen.has(current.id)) return null;
    seen.add(current.id);
    current = byId.get(current.superseded_by);
  }
  return current ?? null;
}
