import type { ActionKindName, Risk } from '../../domain/action.ts';
import type { Role } from '../../domain/member.ts';
import type { Origin, Ruling } from '../../domain/proposal.ts';

/** Who asks. */
export interface PolicyPrincipal {
  /** Member id, or `system`. */
  id: string;
  /** Every role in force right now; empty for `system`. */
  roles: readonly Role[];
}

/** What policy knows of a proposal. Whole numbers only. */
export interface PolicyResource {
  kind: ActionKindName;
  risk: Risk;
  origin: Origin;
  account: {
    id: string;
    tier: string | null;
    segment: string | null;
    region: string | null;
    /** Minor units of its own currency; null = unknown */
    arr: number | null;
    owner: string | null;
  } | null;
  /** The kind's own measures, such as `percent`. */
  measures: Readonly<Record<string, number>>;
  /** Percent points of concessions granted or waiting in the last 365 days, this one included. */
  accountPercent: number;
  /** The same for everything that this requester asked for in the last 90 days. */
  requesterPercent: number;
}

/** The policies in force. Every method denies when anything goes wrong. */
export interface Policies {
  /** Digest of the files in force, 16 hexadecimal digits. */
  readonly version: string;
  /** False while a file is broken: then the last good policies only deny and ask, and nothing runs by itself. */
  readonly automatic: boolean;
  /** What is broken; null = nothing */
  readonly problem: string | null;
  /** Whether this person may bring the proposal in, approve it, or see it. */
  permits(
    verb: 'propose' | 'approve' | 'see',
    principal: PolicyPrincipal,
    resource: PolicyResource,
  ): { allowed: boolean; policyIds: readonly string[] };
  /** How the action may be carried out for this requester: the strictest of all permits that fit; none = deny. */
  rule(principal: PolicyPrincipal, resource: PolicyResource): Ruling;
  /** Which roles could approve it, for a refusal that names what is missing. */
  approvingRoles(resource: PolicyResource): readonly Role[];
}
