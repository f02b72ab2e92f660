/** What the rules of overrides and sentiments have in common. */
interface Timed {
  proposalId: string;
  at: Date;
  until: Date;
}

/**
 * The judgement that holds at an instant: the newest that was decided by then, if it has not ended. A newer one
 * replaces the ones before it for good, so that an early end never brings an older opinion back.
 * @param judgements - of one account, in any order
 * @returns null when none was decided by then, or the newest is over
 */
export function newestInForce<T extends Timed>(judgements: readonly T[], at: Date): T | null {
  let newest: T | null = null;
  for (const judgement of judgements) {
    if (judgement.at <= at && (newest === null || isNewer(judgement, newest))) newest = judgement;
  }
  return newest !== null && at <= newest.until ? newest : null;
}

function isNewer(one: Timed, other: Timed): boolean {
  return one.at.getTime() === other.at.getTime() ? one.proposalId > other.proposalId : one.at > other.at;
}
