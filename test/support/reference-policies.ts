import type { Role } from '../../src/domain/member.ts';
import type { PolicyPrincipal, PolicyResource } from '../../src/guardrail/policy/policy.ts';

/**
 * The shipped policies once more, as plain code that shares nothing with them but their meaning. The two are compared on
 * random requests.
 */
export interface ReferenceRuling {
  effect: 'deny' | 'auto' | 'earned' | 'approve';
  quorum: number;
  expiresHours: number;
  escalateHours: number;
}

type Who = 'system' | Role;

const everyday = ['ticket.note', 'ticket.tag', 'task.create', 'nudge.send', 'job.retry', 'playbook.start'];
const rules = ['rule.change', 'role.grant'];
const needed: Record<string, string> = {
  'concession.grant': 'percent',
  'message.customer': 'recipients',
  'ticket.escalate': 'tier',
  'kill.flip': 'on',
};

function whoIs({ id, roles }: PolicyPrincipal): Who[] {
  return id === 'system' && roles.length === 0 ? ['system'] : [...roles];
}

/** What may not be done by anybody, or not by this person; the same for all three verbs that change something. */
function blocked(who: Who[], { kind, origin, measures, ...sums }: PolicyResource): boolean {
  if (who.length === 0 || who.includes('auditor')) return true;
  const number = needed[kind];
  if (number !== undefined && measures[number] === undefined) return true;
  if (kind === 'concession.grant') {
    if ((measures.percent ?? 0) > 30 || sums.accountPercent > 30 || sums.requesterPercent > 90) return true;
  }
  return origin === 'agent' && ['concession.grant', 'kill.flip', ...rules].includes(kind);
}

export function referencePropose(principal: PolicyPrincipal, resource: PolicyResource): boolean {
  const who = whoIs(principal);
  const { kind, origin, risk } = resource;
  if (blocked(who, resource)) return false;
  if (rules.includes(kind)) {
    const person = who.includes('admin') || who.includes('manager');
    return person && origin === 'member' && !who.includes('system');
  }
  if (risk === 'high' && origin !== 'member' && !(origin === 'system' && kind === 'kill.flip')) return false;
  if (who.some((role) => ['system', 'csm', 'manager', 'exec', 'admin'].includes(role))) return true;
  const support = [
    'ticket.reply',
    'ticket.note',
    'ticket.tag',
    'ticket.escalate',
    'task.create',
    'job.retry',
    'message.post',
  ];
  return who.includes('agent') && [...support, 'kill.flip'].includes(kind);
}

export function referenceApprove(principal: PolicyPrincipal, resource: PolicyResource): boolean {
  const who = whoIs(principal);
  const { kind, measures, account, accountPercent } = resource;
  if (blocked(who, resource)) return false;
  const is = (...roles: Who[]): boolean => roles.some((role) => who.includes(role));
  switch (kind) {
    case 'message.post':
    case 'message.member':
    case 'crm.update':
      return is('manager', 'exec');
    case 'message.customer': {
      const own = account?.segment === 'smb' && account.owner === principal.id;
      return is('manager', 'exec') || (is('csm') && own && (measures.recipients ?? 0) <= 10);
    }
    case 'concession.grant':
      return is('exec') || (is('manager') && (measures.percent ?? 0) <= 20 && accountPercent <= 20);
    case 'score.override':
    case 'sentiment.set':
    case 'rule.change':
    case 'role.grant':
    case 'kill.flip':
      return is('manager', 'exec', 'admin');
    case 'ticket.reply':
    case 'ticket.note':
    case 'ticket.tag':
    case 'task.create':
    case 'job.retry':
      return is('csm', 'manager', 'exec', 'agent');
    default:
      return is('csm', 'manager', 'exec');
  }
}

export function referenceRule(principal: PolicyPrincipal, resource: PolicyResource): ReferenceRuling {
  const who = whoIs(principal);
  const deny: ReferenceRuling = { effect: 'deny', quorum: 0, expiresHours: 0, escalateHours: 0 };
  const { kind, origin, risk } = resource;
  if (blocked(who, resource)) return deny;
  if (rules.includes(kind) && (who.includes('system') || origin !== 'member')) return deny;
  const found = termsOf(who, resource);
  // A model never runs at once; what is low may have earned it.
  if (origin === 'agent') found.push(terms(risk === 'low' ? 'earned' : 'approve'));
  if (found.length === 0) return deny;
  const effects = found.map(({ effect }) => effect);
  return {
    effect: (['approve', 'earned', 'auto'] as const).find((effect) => effects.includes(effect)) ?? 'deny',
    quorum: Math.max(...found.map((item) => item.quorum)),
    expiresHours: Math.min(...found.map((item) => item.expiresHours)),
    escalateHours: Math.min(...found.map((item) => item.escalateHours)),
  };
}

function terms(
  effect: 'auto' | 'earned' | 'approve',
  { quorum = 1, expiresHours = 72, escalateHours = 24 } = {},
): ReferenceRuling {
  return { effect, quorum, expiresHours, escalateHours };
}

function termsOf(who: Who[], resource: PolicyResource): ReferenceRuling[] {
  const { kind, risk, measures, account, accountPercent } = resource;
  const is = (...roles: Who[]): boolean => roles.some((role) => who.includes(role));
  const begunByPerson = kind === 'playbook.start' && resource.origin === 'member';
  if (everyday.includes(kind))
    return [terms(risk === 'high' ? 'approve' : begunByPerson ? 'auto' : 'earned')];
  if (rules.includes(kind)) return [terms('approve', { quorum: 2 })];
  const { percent = 0, recipients = 0, tier = 0, on = -1 } = measures;
  switch (kind) {
    case 'message.member':
    case 'message.post': {
      const found: ReferenceRuling[] = [];
      if (is('system', 'manager', 'exec')) found.push(terms('auto'));
      if (is('csm', 'agent', 'admin') && !is('manager', 'exec')) found.push(terms('approve'));
      return found;
    }
    case 'message.customer':
      return [
        terms('approve'),
        ...(recipients > 10 ? [terms('approve', { quorum: 2 })] : []),
        ...(account?.region === 'eu' && recipients > 5
          ? [terms('approve', { quorum: 2, expiresHours: 24, escalateHours: 12 })]
          : []),
        ...(account?.tier === 'enterprise' ? [terms('approve', { escalateHours: 8 })] : []),
      ];
    case 'ticket.reply':
      return [terms('approve', { escalateHours: 4 })];
    case 'ticket.escalate':
      return [tier <= 2 ? terms('auto') : terms('approve', { escalateHours: 4 })];
    case 'concession.grant': {
      if (percent < 1) return [];
      const total = Math.max(percent, accountPercent);
      const large = (account?.arr ?? 0) >= 10_000_000 && percent > 5 && total <= 20;
      const quorum = (total > 10 && total <= 20) || large ? 2 : 1;
      return [terms('approve', { quorum, expiresHours: total > 20 ? 48 : 72 })];
    }
    case 'sentiment.set':
      return [terms(is('csm', 'manager', 'exec') ? 'auto' : 'approve')];
    case 'kill.flip':
      if (on === 1) return [terms('auto')];
      if (on !== 0) return [];
      return [is('admin', 'system') ? terms('auto') : terms('approve', { escalateHours: 2 })];
    default:
      return [terms('approve')]; // crm.update, score.override
  }
}
