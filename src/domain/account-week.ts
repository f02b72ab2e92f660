import { z } from 'zod';
import { digestOf } from './canonical-json.ts';
import type { Band, ComponentId } from './health.ts';
import type { Money } from './money.ts';
import { weekdays } from './sla.ts';
import type { UtcDay } from './utc-day.ts';

const schedule = {
  day: z.enum(weekdays),
  /** By the organisation's clock. */
  hour: z.int().min(0).max(23),
};

/** When updates and letters go out, and which customers get letters. */
export const updatesPackSchema = z.strictObject({
  id: z.literal('updates'),
  version: z.int().min(1).max(1_000_000),
  /** Of executives who subscribed. */
  executive: z.strictObject(schedule),
  /** The weekly letter: to customers of these segments alone; none = to nobody. */
  customer: z.strictObject({ ...schedule, segments: z.array(z.string().min(1).max(200)).max(50) }),
});
export type UpdatesPack = z.infer<typeof updatesPackSchema>;

/** How an update comes: as a message in chat, or as an e-mail. */
export type UpdateWay = 'chat' | 'mail';

/** What a member asked for: updates of one account, or of every account of a segment. */
export const updateSubscriptionsSchema = z.array(
  z.strictObject({
    of: z.union([z.strictObject({ account: z.string() }), z.strictObject({ segment: z.string() })]),
    by: z.enum(['chat', 'mail']),
    /** ISO instant; nothing that was due before is sent. */
    since: z.string(),
  }),
);
export type UpdateSubscription = z.infer<typeof updateSubscriptionsSchema>[number];

/** Use in seven UTC days. */
export interface WeekUse {
  from: UtcDay;
  to: UtcDay;
  /** Different people with a session, a use or a completed recipe. */
  users: number;
  /** Sum of uses of features. */
  uses: number;
}

/** A feature in the week and in the one before. */
export interface WeekFeature {
  feature: string;
  uses: number;
  before: number;
}

/** An incident that began or ended in the week, or is still open. */
export interface WeekIncident {
  incidentId: string;
  severity: string | null;
  title: string | null;
  openedAt: string | null; // null = nobody said when it began
  resolvedAt: string | null; // null = it is open
  /** Its latest record. */
  seq: number;
}

/** An open ticket of priority P0 or P1. */
export interface WeekTicket {
  ticketId: string;
  priority: 'P0' | 'P1';
  openedAt: string;
  /** The record that opened it. */
  seq: number;
}

/** A known issue that hit the account: open, or fixed within the week. */
export interface WeekFix {
  issue: string;
  title: string;
  status: 'open' | 'fixed';
  /** By name, as it was then. */
  owner: string | null;
  fixedIn: string | null;
  shipsOn: UtcDay | null;
  /** Of one that was fixed within the week. */
  fixedAt: string | null;
  firstHitAt: string;
  records: number;
  /** What of it customers may read: its title, or nothing. */
  mayBeTold: boolean;
}

/** Something that was reached or measured in the week. */
export type WeekWin = { at: string; seq: number } & (
  | { kind: 'milestone'; milestone: string }
  | { kind: 'recipe'; recipe: string; title: string }
  | { kind: 'value'; hoursSaved: number | null; automations: number | null; revenue: Money | null }
);

/** A goal of the onboarding as it stands. */
export interface WeekGoal {
  label: string;
  day: number;
  dueOn: UtcDay;
  verdict: 'pass' | 'fail' | 'unknown';
}

/** The score at one moment. */
export interface WeekScore {
  /** 0–10,000; null = not one component was known */
  hundredths: number | null;
  band: Band | null;
  components: { id: ComponentId; contribution: number; reason: string }[];
}

/** What waits for people: asked of now alone. */
export interface WeekAsks {
  approvals: { id: string; summary: string; since: string }[];
  plays: { id: string; title: string; step: string | null; since: string }[];
}

/** Something that its people could do next, from our content. */
export interface WeekTip {
  recipe: string;
  title: string;
  steps: string;
  feature: string;
}

/** A document of ours about the account. */
export interface WeekArtifact {
  title: string;
  madeAt: string;
  /** Path of its page. */
  link: string;
}

/**
 * Everything that an executive update and a weekly letter say, as it was known at one moment. Kept for good under the
 * hash of its bytes, where something went out from it: whatever is drawn from it is the same months later.
 */
export interface AccountWeek {
  version: 1;
  account: { id: string; name: string; segment: string | null; owner: string | null };
  asOf: string;
  /** Seven days earlier: records after it are of this week. */
  before: string;
  knownAt: number;
  /** The configuration that scores were computed under. */
  configuration: string;
  /** Full UTC days: the last seven first, then the seven before, five times in all; none where nothing was known yet. */
  weeks: WeekUse[];
  features: WeekFeature[];
  incidents: WeekIncident[];
  tickets: { now: WeekTicket[]; before: WeekTicket[] };
  fixes: WeekFix[];
  wins: WeekWin[];
  /** Until the onboarding is over. */
  goals: WeekGoal[];
  score: { now: WeekScore | null; before: WeekScore | null };
  arr: Money | null;
  renewsOn: UtcDay | null;
  /** The latest record of the contract; null = there is none */
  contractSeq: number | null;
  asks: WeekAsks | null; // null = the week is asked of the past
  tips: WeekTip[];
  artifacts: WeekArtifact[];
}

/** The id of a snapshot: `aw` and the first 30 hexadecimal digits of the SHA-256 of its canonical bytes. */
export function weekId(week: AccountWeek): string {
  return `aw${digestOf(week).slice(0, 30)}`;
}

/** An account's week with its id. */
export interface NamedWeek {
  id: string;
  week: AccountWeek;
}
