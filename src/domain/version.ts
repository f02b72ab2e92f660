/** The versions that something holds for; what is absent is open. */
export interface VersionRange {
  from?: string | undefined;
  to?: string | undefined;
}

/**
 * Whether a version lies in a range, both ends included. `4.40` as an end stands for every 4.40.x.
 * @param version - two or three whole numbers with dots, such as `4.40.1`
 */
export function isVersionWithin(version: string, { from, to }: VersionRange): boolean {
  const given = partsOf(version);
  if (from !== undefined && compare(given, partsOf(from)) < 0) return false;
  return to === undefined || compare(given, partsOf(to)) <= 0;
}

/** Compares as far as the end of a range is written. */
function compare(version: readonly number[], end: readonly number[]): number {
  for (const [index, part] of end.entries()) {
    const difference = (version[index] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): number[] {
  return version.split('.').map(Number);
}
