import { z } from 'zod';
import { priorities } from './triage.ts';
import { isUtcDay } from './utc-day.ts';

/** What a clock of a ticket waits for: our first word on it, or its end. */
const slaClocks = ['first_response', 'resolution'] as const;
export type SlaClockKind = (typeof slaClocks)[number];

/** Days of the week as a pack writes them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** One minute to a year. */
const minutes = z.int().min(1).max(527_040);
const ofEvery = z.strictObject({ P0: minutes, P1: minutes, P2: minutes, P3: minutes });
const ofSome = ofEvery.partial();
const day = z.string().refine(isUtcDay, 'must be a day, such as 2026-12-25');
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time, such as 09:00');
const zone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'must be a time zone of the IANA list, such as Europe/Berlin');
const tiers = z.union([z.literal('any'), z.array(z.string().min(1).max(200)).min(1).max(50)]);
const time = z.enum(['calendar', 'business']);
const status = z.string().min(1).max(100);

/** When people work; days that stand in `holidays` count for nothing. Days and times are those of the zone. */
const workingHoursSchema = z.strictObject({
  zone,
  days: z.array(z.enum(weekdays)).min(1).max(7),
  from: timeOfDay,
  to: timeOfDay,
  holidays: z.array(day).max(1_000),
});
export type WorkingHours = z.infer<typeof workingHoursSchema>;

const targetsSchema = z.strictObject({
  /** Tiers of accounts, as contracts call them; `any` = every other one. */
  tiers,
  time,
  firstResponse: ofEvery,
  /** Absent = how long it takes is measured and nothing is promised. */
  resolution: ofSome.exactOptional(),
});

const rungSchema = z.strictObject({
  /** 2 is the first above the front line. */
  tier: z.int().min(2).max(4),
  name: z.string().min(1).max(60),
  /** Of the target: 100 = at the breach. */
  atPercent: z.int().min(100).max(10_000),
  /** Only for accounts of these tiers; `any` = for every one. */
  accounts: tiers,
});

/** What is promised to whom, in whose time, and what happens when a promise is about to be broken. */
export const slaPackSchema = z.strictObject({
  id: z.literal('sla'),
  version: z.int().min(1).max(1_000_000),
  /** Our own channel that warnings, breaches and the daily post go to; absent = the one of alerts. */
  channel: z
    .string()
    .regex(/^#?[\p{L}\p{N}][\p{L}\p{N}._:@-]{0,199}$/u, "must be a channel's id or name")
    .exactOptional(),
  /** What a ticket without a priority counts as, until somebody gives it one. */
  unprioritised: z.enum(priorities),
  warnAtPercent: z.int().min(1).max(99),
  /** Statuses in which we wait for the customer, whatever their case: the clock stands. */
  waitingStatuses: z.array(status).max(50),
  /** Statuses that open a resolved ticket again. */
  reopenedStatuses: z.array(status).max(50),
  targets: z.array(targetsSchema).min(1).max(50),
  hypercare: z.strictObject({
    /** Day 0 is the day on which the contract starts; the day after this one is the first without. */
    lastDay: z.int().min(0).max(365),
    time,
    firstResponse: ofSome,
    resolution: ofSome.exactOptional(),
  }),
  workingHours: workingHoursSchema,
  /** Who a ticket goes to when its target is broken, from the lowest to the highest. */
  ladder: z.array(rungSchema).max(3),
});
export type SlaPack = z.infer<typeof slaPackSchema>;
/** What is promised to the accounts of some tiers. */
export type SlaTargets = SlaPack['targets'][number];
/** One step up for a ticket whose target is broken. */
export type SlaRung = SlaPack['ladder'][number];

/** What is told of a clock, each once: that it is about to end, that it has, and each tier that the ticket goes up to. */
const slaStages = ['warning', 'breach', 'tier-2', 'tier-3', 'tier-4'] as const;
export type SlaStage = (typeof slaStages)[number];

/** A stage of a ticket's clock that was told. */
export interface SlaNotice {
  account: string;
  ticketId: string;
  clock: SlaClockKind;
  stage: SlaStage;
  /** What told it, or took the ticket up; '' = that was refused */
  proposalId: string;
  at: Date;
}

/** What no single field shows: where two parts of a pack contradict each other; null = nowhere. */
export function findSlaProblem(pack: SlaPack): { path: (string | number)[]; reason: string } | null {
  const { from, to } = pack.workingHours;
  if (from >= to) return { path: ['workingHours', 'to'], reason: `ends at ${to}, but begins at ${from}` };
  const seen = new Set<string>();
  for (const [index, { tiers: named }] of pack.targets.entries()) {
    for (const tier of named === 'any' ? ['any'] : named) {
      if (seen.has(tier))
        return { path: ['targets', index, 'tiers'], reason: `tier '${tier}' stands there twice` };
      seen.add(tier);
    }
  }
  if (!seen.has('any')) return { path: ['targets'], reason: "no targets are for tiers 'any'" };
  for (const [index, rung] of pack.ladder.entries()) {
    const below = pack.ladder[index - 1];
    if (below && (rung.tier <= below.tier || rung.atPercent < below.atPercent))
      return { path: ['ladder', index], reason: `tier ${rung.tier} stands above tier ${below.tier}` };
  }
  return null;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
