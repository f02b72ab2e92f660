import { type Action, type ActionKindName, actionKindNames } from '../../domain/action.ts';
import type { ActionKind } from '../action-kind.ts';
import { concessionGrant } from './concession-grant.ts';
import { crmUpdate } from './crm-update.ts';
import { jobRetry } from './job-retry.ts';
import { killFlip } from './kill-flip.ts';
import { messageCustomer } from './message-customer.ts';
import { messageMember } from './message-member.ts';
import { messagePost } from './message-post.ts';
import { nudgeSend } from './nudge-send.ts';
import { playbookStart } from './playbook-start.ts';
import { roleGrant } from './role-grant.ts';
import { ruleChange } from './rule-change.ts';
import { scoreOverride } from './score-override.ts';
import { sentimentSet } from './sentiment-set.ts';
import { taskCreate } from './task-create.ts';
import { ticketEscalate } from './ticket-escalate.ts';
import { ticketNote } from './ticket-note.ts';
import { ticketReply } from './ticket-reply.ts';
import { ticketTag } from './ticket-tag.ts';

/** A kind whose parameters are known only at run time: what its own schema gave is what its other parts take. */
export type AnyActionKind = ActionKind<Action['params']>;

const byName: Readonly<Record<ActionKindName, AnyActionKind>> = {
  'message.post': messagePost,
  'message.customer': messageCustomer,
  'message.member': messageMember,
  'ticket.reply': ticketReply,
  'ticket.note': ticketNote,
  'ticket.tag': ticketTag,
  'ticket.escalate': ticketEscalate,
  'task.create': taskCreate,
  'crm.update': crmUpdate,
  'nudge.send': nudgeSend,
  'job.retry': jobRetry,
  'playbook.start': playbookStart,
  'concession.grant': concessionGrant,
  'score.override': scoreOverride,
  'sentiment.set': sentimentSet,
  'rule.change': ruleChange,
  'role.grant': roleGrant,
  'kill.flip': killFlip,
};

/** Every kind of action, in the order of their names in the domain. */
export const actionKinds: ReadonlyMap<ActionKindName, AnyActionKind> = new Map(
  actionKindNames.map((name) => [name, byName[name]]),
);

/** The kind of a name that somebody typed. Null = there is none. */
export function findActionKind(name: string): AnyActionKind | null {
  return actionKindNames.includes(name as ActionKindName) ? byName[name as ActionKindName] : null;
}
