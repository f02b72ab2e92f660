import type { Evidence } from './health.ts';
import type { UtcDay } from './utc-day.ts';

/** The days of the first month that have goals, counted from the start of the contract, which is day 0. Source: seeds, Epic 1. */
export const goalDays = [7, 14, 30] as const;
export type GoalDay = (typeof goalDays)[number];

/** The goals of the first month, in their order. Source: seeds, Epic 1, "Day-7/14/30 outcomes". */
export const outcomeIds = [
  'sso_live',
  'first_integration',
  'first_dataset',
  'first_recipe',
  'active_users',
  'error_budget',
  'second_integration',
  'dashboards_or_reports',
  'champion_trained',
  'p1_response',
  'business_review',
  'target_roles',
  'next_use_cases',
  'ticket_trend',
] as const;
export type OutcomeId = (typeof outcomeIds)[number];

/** Fail only where the day has passed; unknown where it has not, or where nobody sends what would tell. */
export type OutcomeVerdict = 'pass' | 'fail' | 'unknown';

/** One goal of the first month, and how it stands. */
export interface OnboardingOutcome {
  id: OutcomeId;
  day: GoalDay;
  /** The last UTC day that counts. */
  dueOn: UtcDay;
  label: string;
  verdict: OutcomeVerdict;
  /** Why, in one sentence. */
  reason: string;
  /** The day on which it was reached after its last day; null = in time, not yet, or not of this kind */
  lateOn: UtcDay | null;
  evidence: Evidence[];
}

/** How an onboarding goes. `complete` = day 30 has passed and nothing failed; `over` = nobody follows it any more. */
export type OnboardingStatus = 'on_track' | 'behind' | 'stuck' | 'complete' | 'over';

/** What can go wrong while somebody sets up. */
const frictionKinds = ['integration', 'job', 'error', 'ticket', 'stall', 'noted'] as const;
export type FrictionKind = (typeof frictionKinds)[number];

/** One thing that went wrong, and who mends it until when. */
export interface FrictionEntry {
  /** Names it within its account: `integration:warehouse`. */
  key: string;
  kind: FrictionKind;
  title: string;
  firstAt: string;
  lastAt: string;
  /** How often it was seen. */
  count: number;
  /** False = it has been mended since. */
  isOpen: boolean;
  /** Who mends it; null = nobody was named */
  owner: string | null;
  /** Until when; null = not said */
  shipOn: UtcDay | null;
  evidence: Evidence[];
}

/** The sections of a launch checklist. Source: seeds, Epic 1, "Launch checklist". */
export const checklistSections = [
  'roles',
  'sso',
  'integrations',
  'data',
  'templates',
  'first-value',
  'metrics',
] as const;
export type ChecklistSection = (typeof checklistSections)[number];

/** What shows that an item of a checklist is done. */
export type ChecklistProof =
  /** A person says so. */
  | { by: 'person' }
  | { by: 'milestone'; milestone: string }
  /** A recipe was completed; without a name, any. */
  | { by: 'recipe'; recipe: string | null }
  /** So many integrations are connected. */
  | { by: 'integrations'; count: number }
  /** An event of this type came. */
  | { by: 'event'; type: string }
  /** The contract names it. */
  | { by: 'contract'; key: 'owner' | 'seats' | 'icp' | 'useCase' | 'tier' | 'segment' };

/** One item of a launch checklist, as its template has it. */
export interface ChecklistItem {
  /** Unique in its template. */
  id: string;
  section: ChecklistSection;
  title: string;
  proof: ChecklistProof;
}

/** The launch checklist of a segment; `any` is for accounts whose segment has none, or is not known. */
export interface ChecklistTemplate {
  segment: string;
  items: ChecklistItem[];
}

/** A ticked or unticked item. */
export interface ChecklistTick {
  account: string;
  item: string;
  done: boolean;
  note: string;
  by: string;
  at: Date;
}

/** Invitations that an onboarding calls for. Source: seeds, Epic 3 "office hours cadence" and execution steps 4 and 7. */
export const invitationKinds = ['champion-training', 'office-hours', 'business-review'] as const;
export type InvitationKind = (typeof invitationKinds)[number];

/** What is offered where a step of the set-up failed: do it again, write to the customer, or let a person do it. */
export const recoveryWays = ['retry', 'template', 'person'] as const;
export type RecoveryWay = (typeof recoveryWays)[number];
