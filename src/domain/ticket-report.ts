import type { LinkState } from './known-issue.ts';
import type { TriageVerdict } from './triage.ts';

/** What happened around a ticket, with its record. */
export interface NearbyRecord {
  at: string;
  /** Minutes after the ticket was opened; negative = before. */
  minutes: number;
  kind: string;
  title: string;
  eventId: string;
  url: string;
}

/** A known issue that a ticket may be about. */
export interface TicketIssue {
  issueId: string;
  title: string;
  /** Our own page of it. */
  page: string;
  /** What helps, in its first sentence. */
  help: string;
  status: string;
  state: LinkState;
  /** 0–1. */
  confidence: number;
  reason: string;
  url: string;
}

/** A ticket that may be about the same. */
export interface PossibleDuplicate {
  seq: number;
  ticketId: string;
  account: { id: string; name: string };
  at: string;
  subject: string;
  /** 0–1: how much of what the ticket is about this one speaks of. */
  confidence: number;
  /** A person's word; null = nobody said anything */
  state: 'confirmed' | 'rejected' | null;
  url: string;
}

/** One ticket with everything that helps to answer it. */
export interface TicketReport {
  ticket: {
    seq: number;
    ticketId: string;
    account: { id: string; name: string };
    at: string;
    subject: string;
    priority: string | null;
    tags: readonly string[];
    open: boolean;
    url: string;
  };
  /** Hours before and after the ticket that were looked at. */
  windowHours: number;
  /** Deploys, settings, integrations, incidents and errors around it, in the order of time. */
  nearby: NearbyRecord[];
  /** More happened than is listed. */
  truncated: boolean;
  issues: TicketIssue[];
  duplicates: PossibleDuplicate[];
  /** How many suggested duplicates of any ticket people confirmed and rejected. */
  judged: { confirmed: number; rejected: number };
  triage: { field: string; value: string; confidence: number; reason: string; verdict: TriageVerdict }[];
}
