import type { Nudge, NudgeDecision } from '../../domain/nudge.ts';
import { type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { type Comparison, compareGroups, type Group } from './compare-groups.ts';
import { targetOf } from './due-nudges.ts';

/** What users did: use of features by day, and clicks on nudges by proposal. */
export interface Behaviour {
  /** The UTC days on which a user used a feature, ascending. */
  daysOf(account: string, user: string, feature: string): readonly UtcDay[];
  /** Proposals whose nudge a user acted on, as the product says. */
  clicked: ReadonlySet<string>;
}

/** What came of one nudge, or of all. */
export interface NudgeRecord {
  /** Null = all together */
  nudge: string | null;
  /** Sent so long ago that its time to act is over, and who used its feature in it. */
  sent: Group;
  heldOut: Group;
  comparison: Comparison;
  /** Of those sent: how many the product reports as acted on. */
  clicked: number;
  /** Sent or held out, with its time to act still running. */
  tooRecent: number;
  /** Waiting for approval or on its way; waiting for its hour; rejected, expired or failed. */
  open: number;
  deferred: number;
  dropped: number;
}

const dayMs = 86_400_000;

/**
 * Compares what users did after a nudge with what the hold-out did without, both by use of the feature that the nudge leads
 * to: from the day after the turn on, since a day's use does not tell the hour. A click is shown and proves nothing, for
 * whoever is held out cannot click.
 * @param nudges - as defined now; decisions about others are left out
 */
export function attributeNudges(
  nudges: readonly Nudge[],
  decisions: readonly NudgeDecision[],
  behaviour: Behaviour,
  actWithinDays: number,
  now: Date,
): { total: NudgeRecord; nudges: NudgeRecord[] } {
  const records = nudges.map((nudge) =>
    recordOf(
      nudge,
      decisions.filter((one) => one.nudge === nudge.id),
      behaviour,
      actWithinDays,
      now,
    ),
  );
  return { total: totalOf(records), nudges: records };
}

function recordOf(
  nudge: Nudge,
  decisions: readonly NudgeDecision[],
  behaviour: Behaviour,
  actWithinDays: number,
  now: Date,
): NudgeRecord {
  const turns = decisions.filter(({ state, outcome }) => state === 'sent' || outcome === 'held_out');
  // The last day counts whole, so it must be over.
  const over = turns.filter((turn) => utcDayOf(now) > lastDayOf(turn, actWithinDays));
  const acted = (turn: NudgeDecision): boolean => {
    const [from, to] = [utcDayOf(turnAt(turn)), lastDayOf(turn, actWithinDays)];
    return behaviour.daysOf(turn.account, turn.user, targetOf(nudge)).some((day) => day > from && day <= to);
  };
  const groupOf = (outcome: NudgeDecision['outcome']): Group => {
    const group = over.filter((turn) => turn.outcome === outcome);
    return { size: group.length, acted: group.filter(acted).length };
  };
  const [sent, heldOut] = [groupOf('proposed'), groupOf('held_out')];
  const count = (fits: (one: NudgeDecision) => boolean): number => decisions.filter(fits).length;
  return {
    nudge: nudge.id,
    sent,
    heldOut,
    comparison: compareGroups(sent, heldOut),
    clicked: count(({ proposalId }) => proposalId !== null && behaviour.clicked.has(proposalId)),
    tooRecent: turns.length - over.length,
    open: count(({ state }) => state === 'open'),
    deferred: count(({ outcome }) => outcome === 'deferred'),
    dropped: count(({ state }) => state === 'dropped'),
  };
}

function turnAt({ sentAt, decidedAt }: NudgeDecision): Date {
  return sentAt ?? decidedAt;
}

function lastDayOf(turn: NudgeDecision, actWithinDays: number): UtcDay {
  return utcDayOf(new Date(turnAt(turn).getTime() + actWithinDays * dayMs));
}

function totalOf(records: readonly NudgeRecord[]): NudgeRecord {
  const sum = (of: (record: NudgeRecord) => number): number =>
    records.reduce((total, record) => total + of(record), 0);
  const sent = { size: sum((one) => one.sent.size), acted: sum((one) => one.sent.acted) };
  const heldOut = { size: sum((one) => one.heldOut.size), acted: sum((one) => one.heldOut.acted) };
  return {
    nudge: null,
    sent,
    heldOut,
    comparison: compareGroups(sent, heldOut),
    clicked: sum((one) => one.clicked),
    tooRecent: sum((one) => one.tooRecent),
    open: sum((one) => one.open),
    deferred: sum((one) => one.deferred),
    dropped: sum((one) => one.dropped),
  };
}
