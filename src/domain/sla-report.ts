import type { Money } from './money.ts';
import type { SlaClockKind, SlaStage } from './sla.ts';
import type { Priority } from './triage.ts';

/** One clock of a ticket, as it is reported; instants are ISO 8601. */
export interface ReportedClock {
  clock: SlaClockKind;
  promise: 'base' | 'hypercare';
  targetMinutes: number;
  time: 'calendar' | 'business';
  state: 'running' | 'warning' | 'breached' | 'paused' | 'met' | 'missed';
  usedMinutes: number;
  usedPercent: number;
  /** Null while the clock stands */
  warnsAt: string | null;
  dueAt: string | null;
  stoppedAt: string | null;
}

/** An open ticket with its clocks. */
export interface ReportedTicket {
  ticketId: string;
  /** The record that opened it. */
  seq: number;
  account: { id: string; name: string; tier: string | null; owner: string | null; arr: Money | null };
  subject: string;
  priority: Priority;
  /** Nobody gave it one: it counts as one of the default. */
  isDefaultPriority: boolean;
  openedAt: string;
  /** Of the account, on the day of the opening; null = not in hypercare */
  hypercareDay: number | null;
  status: string | null;
  clocks: ReportedClock[];
  /** What was told of it. */
  told: { clock: SlaClockKind; stage: SlaStage; at: string }[];
  url: string;
  /** The page of what whoever takes it over has to know. */
  handOffUrl: string;
}

/** How many promises of one month were kept, to accounts of one tier. */
export interface Attainment {
  /** `YYYY-MM`, of the opening, in UTC. */
  month: string;
  /** Null = no contract says it */
  tier: string | null;
  clock: SlaClockKind;
  tickets: number;
  met: number;
  /** Ended too late, or not ended and too late already. */
  missed: number;
  /** Neither yet. */
  running: number;
  /** Met of those that are decided, 0–1; null = none is */
  attainment: number | null;
}

/** Every clock that runs, and what became of those before. */
export interface SlaReport {
  asOf: string;
  pack: { version: number; channel: string | null };
  /** The most urgent first. */
  open: ReportedTicket[];
  attainment: Attainment[];
}

/** An account in its first days, with what is open. */
export interface HypercareAccount {
  account: ReportedTicket['account'];
  /** 0 = the day on which the contract starts. */
  day: number;
  /** The last day of hypercare, `YYYY-MM-DD`. */
  lastOn: string;
  open: ReportedTicket[];
  url: string;
}

/** Every account in hypercare, those with the most urgent tickets first. */
export interface HypercareReport {
  asOf: string;
  lastDay: number;
  accounts: HypercareAccount[];
  /** The one account that was asked about, where it is not in hypercare; else null. */
  outside: { account: ReportedTicket['account']; day: number; lastOn: string } | null;
}

/** What several tickets came from. */
export interface RootCause {
  /** What they have in common: a known issue, an error, or what the source calls them. */
  kind: 'known-issue' | 'fingerprint' | 'category';
  id: string;
  title: string;
  tickets: number;
  /** In the days before these, as many of them. */
  ticketsBefore: number;
  accounts: { id: string; name: string; tickets: number }[];
  /** Of these accounts together, by currency. */
  arr: Money[];
  /** Member id of who keeps the known issue; null = nobody does */
  owner: string | null;
  /** What the known issue says of its fix; null = it says nothing */
  status: string | null;
  fixedIn: string | null;
  shipsOn: string | null;
  /** The known issue's page, or the newest record. */
  url: string;
  evidence: { ticketId: string; url: string }[];
}

/** What repeat tickets of some days came from, the most tickets first. */
export interface RootCauseReport {
  from: string;
  until: string;
  tickets: number;
  /** Tickets that have a cause in common with another. */
  repeated: number;
  causes: RootCause[];
}

/** What whoever takes a ticket over has to know. */
export interface HandOff {
  arr: Money | null;
  tier: string | null;
  /** `YYYY-MM-DD`. */
  renewsOn: string | null;
  owner: string | null;
  /** The last records of the ticket, oldest first. */
  happened: { at: string; title: string; url: string }[];
  /** Records before those. */
  earlier: number;
  issues: { id: string; title: string; status: string }[];
}
