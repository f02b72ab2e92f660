import type { LifecycleStage } from './account.ts';
import type { SentimentValue } from './judgement.ts';

/** The seven signals of a health score, in the order in which they are shown. */
export const componentIds = [
  'adoption',
  'stickiness',
  'errors',
  'support',
  'sentiment',
  'sponsor',
  'billing',
] as const;
export type ComponentId = (typeof componentIds)[number];

/** The bands of a score, from the lowest up. */
export const bands = ['red', 'amber', 'green'] as const;
export type Band = (typeof bands)[number];

/** A link from a figure to a record it stands on. `url` is a path of ours until an adapter completes it. */
export interface Evidence {
  eventId: string;
  url: string;
}

/** One component of a score. Numbers are 0–100 with at most two decimals. */
export interface HealthComponent {
  id: ComponentId;
  /** Its share of 100 in the profile. */
  weight: number;
  /** Its share of 100 among the known components; 0 when unknown. */
  effectiveWeight: number;
  value: number | null; // null = its input is missing
  /** Its part of the score; the contributions sum to the score exactly. */
  contribution: number;
  /** Why the value is what it is, in one sentence with its figures. */
  reason: string;
  evidence: Evidence[];
  /** The page that shows the daily figures behind the reason. */
  url: string;
}

/** A timeline entry as it is shown: what happened, when, and the record. */
export interface TimelineEntry {
  at: string;
  kind: string;
  title: string;
  url: string;
  eventId: string;
}

/** A source that should have sent something by now. */
export interface StaleSource {
  signal: string;
  lastAt: string;
  ageHours: number;
}

/** The stage's own measure of success. */
export interface LifecycleMeasure {
  stage: LifecycleStage;
  measure: string;
  target: string;
  actual: string | null; // null = cannot be computed from what is known
  met: boolean | null; // null = unknown
}

/** A person's score, which stands beside the computed one at this moment. */
export interface HealthOverride {
  /** 0–100, at most two decimals. */
  score: number;
  /** Under the profile of the computed score. */
  band: Band;
  reason: string;
  /** Who asked for it. */
  by: { id: string; name: string };
  at: string;
  /** The last instant at which it holds. */
  until: string;
  proposalId: string;
}

/** A person's own impression of the account, apart from the score. */
export interface HealthSentiment {
  value: SentimentValue;
  reason: string;
  /** Who asked for it. */
  by: { id: string; name: string };
  at: string;
  /** The last instant at which it holds. */
  until: string;
  disagrees: string | null; // null = it does not contradict the computed score
  proposalId: string;
}

/** The answer to "how is this account doing?", as every surface gives it. Instants are ISO 8601 with Z. */
export interface AccountHealth {
  account: { id: string; name: string };
  /** The day on which its contract ended. */
  endedOn: string | null; // null = it is a customer
  asOf: string;
  /** Highest received sequence number that the answer knows of. */
  knownAt: number;
  /** As computed, whatever people say beside it. */
  score: number | null; // null = not one component is known
  band: Band | null; // null = no score
  override: HealthOverride | null; // null = none in force
  sentiment: HealthSentiment | null; // null = none in force
  change7d: number | null; // null = no score then
  change30d: number | null; // null = no score then
  /** Share of the profile's weight whose component is known, 0–1; lowered by staleness. */
  confidence: number;
  /** True when a source is stale: the score stands on old facts. */
  degraded: boolean;
  profile: { id: string; version: string };
  /** Names all profiles and registered event types in force; a replay under it gives the same bytes. */
  configuration: string;
  scorer: string;
  lifecycle: LifecycleMeasure | null; // null = the contract ended, and nothing is aimed at any more
  components: HealthComponent[];
  timeline: TimelineEntry[];
  stale: StaleSource[];
  /** Weekly scores, oldest first, at least 18 weeks where the account is that old. */
  history: { on: string; score: number | null; band: Band | null }[];
  /** The page that shows this answer with all its figures. */
  url: string;
}
