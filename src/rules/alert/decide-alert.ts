import type { Alert, AlertNote, AlertTier, AlertVerdict } from '../../domain/alert.ts';

/** What somebody, or the clock, asks of an alert. */
export type AlertCommand =
  | { kind: 'acknowledge'; by: string }
  | { kind: 'assign'; by: string; to: string }
  | { kind: 'snooze'; by: string; until: Date; reason: string }
  | { kind: 'judge'; by: string; verdict: AlertVerdict; note: string | null }
  | { kind: 'settle'; by: string }
  | { kind: 'play'; by: string; playbook: string; proposalId: string }
  | { kind: 'play_over' }
  /** The end of a snooze. `hasAssignee`: whoever took it is here still. */
  | { kind: 'wake'; hasAssignee: boolean }
  /** Whoever had it is not here any more. */
  | { kind: 'release' }
  | { kind: 'escalate'; to: AlertTier; people: string[] };

/** The alert as it is after it, with the line of its history; or why not, in one sentence. */
export type AlertDecision = { ok: true; alert: Alert; note: AlertNote } | { ok: false; reason: string };

/** A snooze may hide a matter for a quarter, no longer. */
const longestSnoozeDays = 92;
/** "Too early" is asked again after a week. */
const tooEarlyDays = 7;
const dayMs = 86_400_000;
/** What acts where no person does. */
const installation = 'system';

/** Decides one command: facts and `now` in, the next alert or a refusal out. */
export function decideAlert(alert: Alert, command: AlertCommand, now: Date): AlertDecision {
  if (alert.state === 'closed' && command.kind !== 'judge') return no('It is closed already.');
  switch (command.kind) {
    case 'acknowledge':
      if (command.by === installation) return no('A person takes it: say who.');
      if (alert.state === 'acknowledged' && alert.assignee === command.by)
        return no('You have taken it already.');
      return yes(alert, now, command.by, 'acknowledged', {
        ...taken(alert, command.by),
      });
    case 'assign':
      if (alert.assignee === command.to) return no('It is theirs already.');
      return yes(alert, now, command.by, 'assigned', taken(alert, command.to), { to: command.to });
    case 'snooze':
      return snooze(alert, command, now);
    case 'judge':
      return judge(alert, command, now);
    case 'settle':
      return yes(alert, now, command.by, 'closed', ended(now, 'settled', command.by), { because: 'settled' });
    case 'play': {
      if (alert.play) return no(`The play ${alert.play.playbook} runs already.`);
      const { playbook, proposalId, by } = command;
      const change = { ...taken(alert, by), play: { playbook, proposalId, by } };
      return yes(alert, now, by, 'play_started', change, { playbook });
    }
    case 'play_over':
      if (!alert.play) return no('No play was started from it.');
      return yes(alert, now, null, 'play_over', { play: null }, { playbook: alert.play.playbook });
    case 'wake':
      if (alert.state !== 'snoozed' || !alert.snooze) return no('It is not snoozed.');
      if (new Date(alert.snooze.until) > now) return no('Its snooze has not ended.');
      return yes(alert, now, null, 'woke', { ...awake(alert, command.hasAssignee), snooze: null });
    case 'release':
      if (alert.state !== 'acknowledged' || alert.assignee === null) return no('Nobody has it.');
      return yes(alert, now, null, 'released', { state: 'open', assignee: null }, { from: alert.assignee });
    case 'escalate':
      if (alert.escalated) return no('It was escalated before; that happens once.');
      if (alert.state !== 'open') return no('Somebody has it.');
      return yes(
        alert,
        now,
        null,
        'escalated',
        { escalated: { to: command.to, at: now.toISOString(), people: command.people } },
        { to: command.to, people: command.people },
      );
  }
}

function snooze(
  alert: Alert,
  { by, until, reason }: Extract<AlertCommand, { kind: 'snooze' }>,
  now: Date,
): AlertDecision {
  if (reason.trim() === '') return no('Say why, in a few words.');
  if (until <= now) return no('The end of a snooze lies ahead.');
  if (until.getTime() - now.getTime() > longestSnoozeDays * dayMs)
    return no(`A snooze ends within ${longestSnoozeDays} days.`);
  const kept = { until: until.toISOString(), reason: reason.trim(), by };
  return yes(alert, now, by, 'snoozed', { state: 'snoozed', snooze: kept }, { ...kept });
}

/** One word of each person counts; a later one takes the place of theirs before. */
function judge(
  alert: Alert,
  { by, verdict, note }: Extract<AlertCommand, { kind: 'judge' }>,
  now: Date,
): AlertDecision {
  const said = { by, verdict, note, at: now.toISOString() };
  const before = alert.verdicts.find((one) => one.by === by);
  if (before?.verdict === verdict && before.note === note) return no('You said so already.');
  const verdicts = [...alert.verdicts.filter((one) => one.by !== by), said];
  const change = { verdicts, ...(alert.state === 'closed' ? {} : consequence(alert, said, now)) };
  return yes(alert, now, by, 'judged', change, { verdict, note });
}

function consequence(
  alert: Alert,
  { by, verdict }: { by: string; verdict: AlertVerdict },
  now: Date,
): Partial<Alert> {
  if (verdict === 'useful') return taken(alert, by);
  if (verdict === 'not_useful') return ended(now, 'not_useful', by);
  const until = new Date(now.getTime() + tooEarlyDays * dayMs).toISOString();
  return { state: 'snoozed', snooze: { until, reason: 'Too early', by } };
}

function taken({ state }: Alert, assignee: string): Partial<Alert> {
  if (assignee === installation) return {}; // nobody would look after it
  return { assignee, ...(state === 'closed' ? {} : { state: 'acknowledged', snooze: null }) };
}

function awake({ assignee }: Alert, hasAssignee: boolean): Pick<Alert, 'state' | 'assignee'> {
  return hasAssignee && assignee !== null
    ? { state: 'acknowledged', assignee }
    : { state: 'open', assignee: null };
}

function ended(now: Date, because: 'not_useful' | 'settled', by: string): Partial<Alert> {
  return { state: 'closed', snooze: null, end: { at: now.toISOString(), because, by } };
}

function yes(
  alert: Alert,
  now: Date,
  by: string | null,
  what: AlertNote['what'],
  change: Partial<Alert>,
  detail: Record<string, unknown> = {},
): AlertDecision {
  const at = now.toISOString();
  const next: Alert = { ...alert, ...change, updatedAt: at, revision: alert.revision + 1 };
  return { ok: true, alert: next, note: { alertId: alert.id, at, by, what, detail } };
}

function no(reason: string): AlertDecision {
  return { ok: false, reason };
}
