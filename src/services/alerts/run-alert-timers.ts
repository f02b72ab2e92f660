import type { Alert, AlertNote } from '../../domain/alert.ts';
import type { Member } from '../../domain/member.ts';
import { type AlertCommand, decideAlert } from '../../rules/alert/decide-alert.ts';
import { planEscalation, untakenHours } from '../../rules/alert/plan-escalation.ts';
import { addCounted, type CountedTime } from '../../rules/business-time/counted-time.ts';
import { latestStart } from '../../rules/business-time/latest-start.ts';
import { alertCallView } from '../../views/alert-call-view.ts';
import { chatUserOf } from '../chat-user-of.ts';
import type { RequestContext } from '../context.ts';
import { type ProposeActionInput, proposeTogether } from '../propose-action.ts';

/** What the clock did to alerts. */
export interface AlertTimerResult {
  woken: number;
  escalated: number;
  /** Messages, one for each person. */
  told: number;
  /** People whom no chat reaches: they find it in the list of alerts. */
  unreachable: number;
}

/** Of one transaction; more follow at once. */
const batch = 200;
const hourMs = 3_600_000;

/** Somebody did something with one of the alerts between the look at them and the lock. */
class Overtaken extends Error {}

/**
 * Does what the clock asks of alerts: wakes those whose snooze has ended, and takes those that nobody took for four
 * working hours to the next tier, once. Whoever is called hears of it alone, in one message for everything of a pass,
 * which is written with the alerts in one transaction: of two workers one tells, and a process that dies tells neither
 * twice nor never.
 */
export async function runAlertTimers(ctx: RequestContext): Promise<AlertTimerResult> {
  const total: AlertTimerResult = { woken: 0, escalated: 0, told: 0, unreachable: 0 };
  const members = await ctx.store.listMembers();
  await endPlays(ctx);
  await releaseLeft(ctx);
  for (;;) {
    const struck = (await readDue(ctx)).flatMap((alert) => strike(alert, members, ctx.clock.now()));
    if (struck.length === 0) return total;
    const unheard = struck.filter(({ note, people }) => note.what === 'escalated' && people.length === 0);
    if (unheard.length > 0)
      ctx.log.warn(
        { alerts: unheard.length },
        'alerts were escalated to nobody: no manager and no executive is known',
      );
    const calls = callsOf(struck, members);
    const told = await carryOut(ctx, struck, calls, members);
    if (told === null) return total; // the next minute looks again
    for (const { note } of struck) total[note.what === 'woke' ? 'woken' : 'escalated']++;
    total.told += told;
    total.unreachable += calls.filter(({ channel }) => channel === null).length;
  }
}

/** Once the play of an alert is over, another can be started from it. */
async function endPlays(ctx: RequestContext): Promise<void> {
  const now = ctx.clock.now();
  const over = await ctx.store.alertsWithPlayOver(batch);
  if (over.length === 0) return;
  await ctx.store.transaction(async (store) => {
    const current = await store.lockAlertsById(over.map(({ id }) => id));
    const ended = current.flatMap((alert) => {
      const isSame = over.some(
        ({ id, play }) => id === alert.id && play?.proposalId === alert.play?.proposalId,
      );
      const decision = isSame ? decideAlert(alert, { kind: 'play_over' }, now) : null;
      return decision?.ok ? [decision] : [];
    });
    await store.writeAlerts(
      ended.map(({ alert }) => alert),
      ended.map(({ note }) => note),
    );
  });
}

/** What somebody had who left is open again: it goes up when nobody else takes it. */
async function releaseLeft(ctx: RequestContext): Promise<void> {
  const now = ctx.clock.now();
  const left = await ctx.store.alertsOfNobody(batch);
  if (left.length === 0) return;
  await ctx.store.transaction(async (store) => {
    const current = await store.lockAlertsById(left.map(({ id }) => id));
    const released = current.flatMap((alert) => {
      const isSame = left.some(({ id, assignee }) => id === alert.id && assignee === alert.assignee);
      const decision = isSame ? decideAlert(alert, { kind: 'release' }, now) : null;
      return decision?.ok ? [decision] : [];
    });
    await store.writeAlerts(
      released.map(({ alert }) => alert),
      released.map(({ note }) => note),
    );
    await store.appendAudits(
      released.map(({ alert, note }) => ({
        at: now,
        actor: 'system',
        action: 'alert.released',
        account: alert.account,
        detail: { alert: alert.id, rule: alert.finding.rule, ...note.detail },
      })),
    );
  });
}

/** When the clock asks something of an alert next; null = of none, as they stand now. */
export async function nextAlertTimer(ctx: RequestContext): Promise<Date | null> {
  const { wakesAt, waitsSince } = await ctx.store.nextAlertTimes();
  const goesUpAt = waitsSince && addCounted(workingTime(ctx), waitsSince, untakenHours * hourMs);
  const times = [wakesAt, goesUpAt].filter((at) => at !== null).map((at) => at.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function workingTime({ content }: RequestContext): CountedTime {
  return { kind: 'business', hours: content.sla.workingHours };
}

async function readDue(ctx: RequestContext): Promise<Alert[]> {
  const now = ctx.clock.now();
  const untakenSince = latestStart(workingTime(ctx), now, untakenHours * hourMs);
  return await ctx.store.dueAlerts({ now, untakenSince, limit: batch });
}

interface Struck {
  before: Alert;
  after: Alert;
  note: AlertNote;
  /** Who hears of it; member ids. */
  people: string[];
}

function strike(before: Alert, members: readonly Member[], now: Date): Struck[] {
  const isSnoozed = before.state === 'snoozed';
  const escalation = planEscalation(before, members);
  const isHere = (id: string | null): id is string => members.some((member) => member.id === id);
  const hasAssignee = isHere(before.assignee);
  const command: AlertCommand = isSnoozed
    ? { kind: 'wake', hasAssignee }
    : { kind: 'escalate', ...escalation };
  const decision = decideAlert(before, command, now);
  if (!decision.ok) return [];
  const waits = [before.assignee, before.snooze?.by ?? null, before.owner].find(isHere);
  const people = isSnoozed ? (waits === undefined ? [] : [waits]) : escalation.people;
  return [{ before, after: decision.alert, note: decision.note, people }];
}

interface Call {
  member: string;
  channel: string | null; // null = on no chat
  struck: Struck[];
}

/** Everything of a pass that one person is to hear, in one message. */
function callsOf(struck: readonly Struck[], members: readonly Member[]): Call[] {
  return members.flatMap((member): Call[] => {
    const own = struck.filter(({ people }) => people.includes(member.id));
    return own.length === 0 ? [] : [{ member: member.id, channel: chatUserOf(member), struck: own }];
  });
}

/** @returns how many messages are on their way; null = somebody was faster, and nothing was done */
async function carryOut(
  ctx: RequestContext,
  struck: readonly Struck[],
  calls: readonly Call[],
  members: readonly Member[],
): Promise<number | null> {
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const messages = calls.flatMap(({ channel, struck: own }): ProposeActionInput[] => {
    if (channel === null) return [];
    const alerts = own.map(({ after, note }) => ({ alert: after, why: wordOf(note) }));
    const view = alertCallView({ alerts, names });
    return [{ kind: 'message.post', account: null, origin: 'system', params: { channel, view } }];
  });
  try {
    const results = await proposeTogether(ctx, messages, async (store) => {
      const now = new Map(
        (await store.lockAlertsById(struck.map(({ before }) => before.id))).map((one) => [one.id, one]),
      );
      if (struck.some(({ before }) => now.get(before.id)?.revision !== before.revision))
        throw new Overtaken();
      await store.writeAlerts(
        struck.map(({ after }) => after),
        struck.map(({ note }) => note),
      );
      await store.appendAudits(
        struck.map(({ after, note }) => ({
          at: ctx.clock.now(),
          actor: 'system',
          action: `alert.${note.what}`,
          account: after.account,
          detail: { alert: after.id, rule: after.finding.rule, ...note.detail },
        })),
      );
    });
    return results.filter(({ ok }) => ok).length;
  } catch (error) {
    if (error instanceof Overtaken) return null;
    throw error;
  }
}

function wordOf({ what }: AlertNote): 'woke' | 'escalated' {
  return what === 'woke' ? 'woke' : 'escalated';
}
