import type { RequestContext } from '../../services/context.ts';
import type { AuditWitness } from '../../services/verify-audit.ts';

/** A job as the console lists it. */
export interface ShownJob {
  name: string;
  summary: string;
  /** When it runs, in words. */
  words: string;
  nextAt: Date;
  lastRun: { at: Date; outcome: string; error: string | null } | null; // null = it never ran
  /** Runs that were given up, and that no later one made good. */
  dead: number;
}

/** What pages need beside the services: what only the process itself knows. */
export interface ConsolePorts {
  auditWitness(): Promise<AuditWitness>;
  listJobs(ctx: RequestContext): Promise<ShownJob[]>;
  version: string;
  /** A full address of ours for a customer: it opens for whoever has it, for thirty days. */
  shareLink(path: string): string;
}
