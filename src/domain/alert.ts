import type { Finding } from './finding.ts';
import type { TimelineEntry } from './health.ts';
import type { Severity } from './rule-pack.ts';

/** Where an alert stands; `closed` is its end, though the same matter may open it again. */
const alertStates = ['open', 'acknowledged', 'snoozed', 'closed'] as const;
export type AlertState = (typeof alertStates)[number];

/** What people make of an alert; it is what a rule's precision is counted from. */
export const alertVerdicts = ['useful', 'not_useful', 'too_early'] as const;
export type AlertVerdict = (typeof alertVerdicts)[number];

/** Why an alert ended: its rule no longer holds, somebody called it not useful, or the matter is settled. */
export type AlertEnd = 'cleared' | 'left' | 'not_useful' | 'settled';

/** The longest reason or note, in characters: it stands on a card. */
export const alertTextLength = 500;

/** To whom an alert goes that nobody takes up: once, to the next tier. */
export type AlertTier = 'manager' | 'exec';

/** A finding that somebody has to see. At most one is open per account, kind and rule. */
export interface Alert {
  id: string;
  account: string;
  state: AlertState;
  /** What its rule saw last. */
  finding: Finding;
  /** The records that it stands on, at most three. */
  evidence: TimelineEntry[];
  /** What the account looked like then, so that a card says the same for good. */
  picture: AlertPicture;
  /** Known from an import of history: listed, and nobody is called. */
  quiet: boolean;
  openedAt: string;
  updatedAt: string;
  /** Grows with everything that its card shows. */
  revision: number;
  /** Whom the account belongs to when nobody took the alert; member id. */
  owner: string | null; // null = the account has no owner
  /** Who took it up, or was given it; member id. */
  assignee: string | null; // null = nobody
  snooze: { until: string; reason: string; by: string } | null;
  escalated: { to: AlertTier; at: string; people: string[] } | null;
  /** The play that was begun from it. */
  play: { playbook: string; proposalId: string; by: string } | null;
  verdicts: { by: string; verdict: AlertVerdict; note: string | null; at: string }[];
  /** Since when its rule has not held; null = it holds */
  clearSince: string | null;
  /** Since when its rule has held with less severity than the card shows; null = it has not */
  easesSince: string | null;
  end: { at: string; because: AlertEnd; by: string | null } | null; // by null = the clock
}

/** What of the account an alert shows beside its finding. */
export interface AlertPicture {
  accountName: string;
  tier: string | null;
  segment: string | null;
  arr: { amount: number; currency: string } | null;
  renewsOn: string | null;
  score: number | null;
  band: string | null;
  /** The page of the score at that moment. */
  scoreUrl: string;
  /** The page of the finding's figures, and the records that say the ARR and the renewal; absent or null = none is there. */
  findingUrl?: string;
  arrUrl?: string | null;
  renewsUrl?: string | null;
}

/** The key of which at most one alert is open. */
export function alertKey({ account, finding }: Pick<Alert, 'account' | 'finding'>): string {
  return JSON.stringify([account, finding.kind, finding.rule]);
}

/** One line of an alert's history. */
export interface AlertNote {
  alertId: string;
  at: string;
  by: string | null; // null = Holdfast
  what:
    | 'raised'
    | 'reopened'
    | 'worsened'
    | 'eased'
    | 'acknowledged'
    | 'assigned'
    | 'snoozed'
    | 'woke'
    | 'escalated'
    | 'judged'
    | 'play_started'
    | 'play_over'
    | 'released'
    | 'closed';
  detail: Record<string, unknown>;
}

/** How urgent: severity first, then the longer open. */
export function severityRank(severity: Severity): number {
  return { critical: 0, high: 1, medium: 2, low: 3 }[severity];
}
