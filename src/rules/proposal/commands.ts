import type { ConnectorName, Risk } from '../../domain/action.ts';
import type { Approval, Permission } from '../../domain/proposal.ts';

/** A person at the moment of deciding, with what policy says of them. */
export interface Voter {
  member: string;
  /** The member whose entitlement they use as a delegate; null = their own */
  actingFor: string | null;
  entitled: boolean;
}

/** What an edit replaces: a new text is a new version, judged anew. */
export interface NextVersion {
  digest: string;
  summary: string;
  risk: Risk;
  connector: ConnectorName;
  ruling: Permission;
}

/** What somebody or something wants to do with a proposal. */
export type ProposalCommand =
  | { kind: 'approve'; version: number; by: Voter; ruling: Permission }
  | { kind: 'reject'; version: number; by: Voter; reason: string }
  | { kind: 'edit'; version: number; by: Voter; next: NextVersion }
  | { kind: 'cancel'; by: Voter; reason: string }
  | { kind: 'settle'; by: Voter; outcome: 'done' | 'failed'; reason: string }
  | { kind: 'remind' }
  | { kind: 'escalate' }
  | { kind: 'expire' }
  /** Policy alone allows it. */
  | { kind: 'release' }
  | { kind: 'start'; fence: number }
  | { kind: 'finish'; fence: number; receipt: Readonly<Record<string, unknown>> }
  /** `asked` = the outside was asked afterwards and says that nothing happened; else the call itself said so. */
  | { kind: 'fail'; fence: number; reason: string; asked?: boolean }
  /** Nothing happened, and another attempt may help. */
  | { kind: 'retry'; fence: number; reason: string; asked?: boolean }
  /** What was approved may no longer go out as it is; people are asked again. */
  | { kind: 'reopen'; fence: number; reason: string; stillEntitled: readonly string[] }
  | { kind: 'lose'; fence: number; reason: string };

/** What happened to a proposal; each carries when. */
export type ProposalEvent = { at: string } & (
  | { kind: 'approved'; approval: Approval; complete: boolean }
  | { kind: 'rejected'; by: Voter; reason: string }
  | { kind: 'edited'; by: string; next: NextVersion; expiresAt: string }
  | { kind: 'cancelled'; by: string; reason: string }
  | { kind: 'settled'; by: string; outcome: 'done' | 'failed'; reason: string }
  | { kind: 'reminded' }
  | { kind: 'escalated' }
  | { kind: 'expired' }
  | { kind: 'released' }
  | { kind: 'started'; fence: number }
  | { kind: 'done'; receipt: Readonly<Record<string, unknown>> }
  | { kind: 'failed'; reason: string }
  | { kind: 'requeued'; reason: string }
  /** `fence` = of the claim that found it: what comes next has a higher one, so that an older claim stays void. */
  | { kind: 'reopened'; fence: number; reason: string; approvals: readonly Approval[] }
  /** `fence` = of the claim that found it so. */
  | { kind: 'lost'; fence: number; reason: string }
);

/** Why a command changes nothing. */
export type ProposalRefusal =
  | 'version_changed'
  | 'already_decided'
  | 'not_decided'
  | 'expired'
  | 'own_request'
  | 'own_edit'
  | 'already_approved'
  | 'not_entitled'
  | 'too_early'
  | 'unchanged'
  | 'fence_lost'
  | 'shadow';

/** What follows from a command: an event, or why nothing does. */
export type ProposalDecision = { ok: true; event: ProposalEvent } | { ok: false; refusal: ProposalRefusal };
