import type { Action, ActionKindName, ConnectorName, Risk } from './action.ts';
import type { Role } from './member.ts';
import type { TriageSuggestion } from './triage.ts';

/**
 * Where a proposal is in its life. `proposed` waits for people; `approved` waits for the worker; `unknown` = the
 * connector was called and nobody knows what came of it; the last five are final, `unknown` until somebody settles it.
 */
export const proposalStates = [
  'proposed',
  'approved',
  'executing',
  'unknown',
  'done',
  'failed',
  'rejected',
  'expired',
  'cancelled',
] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Who had the idea: a person, our own housekeeping, or a model or playbook. */
export const origins = ['member', 'system', 'agent'] as const;
export type Origin = (typeof origins)[number];

/** What policy says about carrying an action out. */
export type Ruling =
  | { effect: 'deny'; policyIds: readonly string[]; policyVersion: string; reason: string }
  | Permission;

/** The strictest of all permits that fit. */
export interface Permission {
  /** `auto` runs at once; `earned` runs at once where the kind has earned autonomy; else people approve. */
  effect: 'auto' | 'earned' | 'approve';
  /** How many people have to approve where people decide; at least 1. */
  quorum: number;
  /** How long it waits for them. */
  expiresHours: number;
  /** After how long the next tier is asked. */
  escalateHours: number;
  policyIds: readonly string[];
  policyVersion: string;
}

/** One person's yes to one version. */
export interface Approval {
  member: string;
  /** The member whose entitlement a delegate used; null = their own */
  actingFor: string | null;
  at: string;
  /** Signs it for this version, with a key outside the database, hexadecimal; '' before it is signed. */
  mac: string;
}

/** How far a kind of action may go by itself. */
export const autonomyLevels = ['shadow', 'suggest', 'auto'] as const;
export type AutonomyLevel = (typeof autonomyLevels)[number];

/** Everything about a proposal but its bytes. Instants are ISO 8601 with Z. */
export interface Proposal {
  id: string;
  /** 1 for the first text; each edit makes the next. */
  version: number;
  /** Grows with every change of anything here; a card shows one revision. */
  revision: number;
  state: ProposalState;
  kind: ActionKindName;
  account: string | null;
  connector: ConnectorName;
  risk: Risk;
  /** SHA-256 of this version's bytes, hexadecimal. */
  digest: string;
  /** One line: what will happen. */
  summary: string;
  origin: Origin;
  /** Member id, or `system`. */
  requester: string;
  /** Who wrote this version. */
  author: string;
  /** Signs who asked for what in this version, with a key outside the database, hexadecimal; '' before it is signed. */
  seal: string;
  ruling: Permission;
  /** In force when it was proposed: under `shadow` an approved proposal never runs. */
  autonomy: AutonomyLevel;
  /** Of this version. */
  approvals: readonly Approval[];
  proposedAt: string;
  /** From this instant on it can no longer be approved. */
  expiresAt: string;
  remindedAt: string | null;
  escalatedAt: string | null;
  /** Who ended the waiting; null = nobody yet, or policy alone. */
  decidedBy: string | null;
  decidedAt: string | null;
  /** Why it was rejected, cancelled, failed or settled so. */
  reason: string | null;
  /** Grows with every claim; an older one may no longer act. */
  fence: number;
  attempts: number;
  /** What the outside answered. */
  receipt: Readonly<Record<string, unknown>> | null;
  finishedAt: string | null;
  /** The proposal that this one undoes. */
  compensates: string | null;
  /** Proposals that were made to be decided together. */
  batch: string | null;
}

/**
 * The batch of posts that publish checkpoints. What is written about them is written as the actor `sealer`, so that a
 * checkpoint makes no other checkpoint due.
 */
export const checkpointBatch = 'audit.checkpoint';

/** Who acts where no person does, as the audit names them. */
export function systemActorOf({ batch }: Pick<Proposal, 'batch'>): string {
  return batch === checkpointBatch ? 'sealer' : 'system';
}

/** The states from which nothing follows. */
export const finalStates: ReadonlySet<ProposalState> = new Set([
  'done',
  'failed',
  'rejected',
  'expired',
  'cancelled',
]);

/** What a reply to a customer promises that nothing on record does, and who agreed to it. */
export interface ReplyPromises {
  /** As they stand in the reply, in its order. */
  promises: readonly string[];
  /** Who is named to have agreed, in the words of whoever proposed it; null = nobody */
  agreedBy: string | null;
}

/** The ticket that an action is about, as the record tells that opened it. */
export interface ProposalTicket {
  subject: string;
  /** The page of that record. */
  url: string;
  /** The page of what whoever takes it over has to know; null = nobody takes it over */
  handOffUrl: string | null;
  /** What rules read out of its words, where they made the proposal. */
  suggestions: readonly TriageSuggestion[];
}

/** A proposal with everything that a card shows of it. */
export interface ProposalPicture {
  proposal: Proposal;
  /** Its record is not what was proposed: it was changed outside of Holdfast. Then the action is an empty one. */
  isForged: boolean;
  /** What these bytes say: exactly what will happen. */
  action: Action;
  /** The version before this one; null = it was never edited */
  previous: Action | null;
  /** The bytes as text, canonical. */
  text: string;
  accountName: string | null;
  ticket: ProposalTicket | null; // null = it is about none, or none that has come in
  /** Member id → name, of everybody whom the proposal names. */
  names: Readonly<Record<string, string>>;
  /** Percent points off that the account was given or waits for within 365 days, this one included; null = no concession */
  accountPercent: number | null;
  /** It names a ticket, and no record of this ticket has come in. */
  isUnrecorded: boolean;
  /** Of a reply; empty = nothing that needs somebody to agree */
  promises: readonly ReplyPromises[];
  /** How many approvals it takes: by the strictest of the policies of then and now. */
  quorum: number;
  /** Who could still approve it, by role. */
  approvingRoles: readonly Role[];
  /** Members whom the door would let approve it now, in their own name or as a stand-in; of one who looks, that one alone. */
  deciders: readonly string[];
  /** The switch that holds it back; null = none */
  haltedBy: string | null;
  /** What its buttons carry: `proposal.version.MAC`. */
  button: string;
  /** Whether the outside allows to take it back. */
  canUndo: boolean;
}
