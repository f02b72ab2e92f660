import { type Alert, alertVerdicts } from '../../domain/alert.ts';
import { endOfDay, isUtcDay, utcDayOf } from '../../domain/utc-day.ts';
import type { AlertsQuestion } from '../../rules/question/question.ts';
import { type AlertAct, actOnAlert } from '../../services/alerts/act-on-alert.ts';
import { type AlertDelivery, setDelivery } from '../../services/alerts/alert-settings.ts';
import { listAlerts } from '../../services/alerts/list-alerts.ts';
import { runPlay } from '../../services/alerts/run-play.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { memberNames } from '../../services/member-names.ts';
import { assignForm, judgeForm, snoozeForm } from '../../views/alert-forms.ts';
import { alertsListView } from '../../views/alerts-list-view.ts';
import { formatDay } from '../../views/format.ts';
import { playStartedView } from '../../views/play-started-view.ts';
import { proposedView } from '../../views/proposed-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import type { Answer, Asked } from '../reply.ts';

type AlertRequest = Extract<Asked, { kind: 'click' | 'submit' }>;

const shownAtMost = 20;
const clicks = new Set(['alert-run', 'alert-take', 'alert-assign', 'alert-snooze', 'alert-judge']);
const forms = new Set(['alert-assign', 'alert-snooze', 'alert-judge']);

/** `/cs alerts [mine|all|snoozed|closed]`, and `/cs alerts cards|daily`: how one wants to hear of them. */
export async function alerts(ctx: RequestContext, question: AlertsQuestion): Promise<View> {
  if (question.delivery) return await chooseDelivery(ctx, question.delivery);
  const scope = question.scope ?? (ctx.member ? 'mine' : 'all');
  const list = await listAlerts(ctx, { scope, limit: shownAtMost });
  return alertsListView({ ...list, scope, names: await memberNames(ctx) });
}

async function chooseDelivery(ctx: RequestContext, delivery: AlertDelivery): Promise<View> {
  if (!ctx.member) return said('Only a person can choose how to hear of alerts.');
  await setDelivery(ctx, ctx.member.id, delivery);
  return said(
    delivery === 'daily'
      ? 'Alerts of your accounts come as one message a day, with your book in the morning. Take it back: /cs alerts cards'
      : 'Alerts of your accounts come as cards in the alerts channel, as they are raised.',
  );
}

/** Whether a click or a form is about an alert. */
export function isOnAlert(asked: Asked): asked is AlertRequest {
  return (
    (asked.kind === 'click' && clicks.has(asked.action)) || (asked.kind === 'submit' && forms.has(asked.form))
  );
}

/** What a button or a form of an alert asks for. Only whoever pressed it sees the answer; the card shows the rest. */
export async function onAlert(ctx: RequestContext, asked: AlertRequest): Promise<Answer> {
  await requireReadable(ctx, 'account', null);
  if (asked.kind === 'submit') return await submitted(ctx, asked.form, asked.value, asked.fields);
  switch (asked.action) {
    case 'alert-run':
      return { view: await run(ctx, asked.value) };
    case 'alert-take':
      return { view: await act(ctx, asked.value, { kind: 'acknowledge' }, 'You are on it') };
    default:
      return await openForm(ctx, asked.action, asked.value);
  }
}

async function run(ctx: RequestContext, alertId: string): Promise<View> {
  const result = await runPlay(ctx, alertId);
  if (!result.ok) return said(result.reason);
  const { alert, proposal, play } = result;
  if (proposal.state === 'proposed') return proposedView(proposal);
  return playStartedView({ ...play, account: { id: alert.account, name: alert.picture.accountName } });
}

async function act(ctx: RequestContext, alertId: string, what: AlertAct, done: string): Promise<View> {
  const result = await actOnAlert(ctx, alertId, what);
  return said(result.ok ? doneWords(done, result.alert) : result.reason);
}

/** What was done, and about which alert: the answer may stand far from its card. */
function doneWords(done: string, { finding, picture }: Alert): string {
  return `${done}. ${picture.accountName}: ${finding.title}`;
}

async function openForm(ctx: RequestContext, action: string, alertId: string): Promise<Answer> {
  const alert = await ctx.store.findAlert(alertId);
  if (!alert) return { view: said('This alert is not on record any more.') };
  if (alert.state === 'closed' && action !== 'alert-judge') return { view: said('It is closed already.') };
  const view = said('Fill in the form.');
  switch (action) {
    case 'alert-assign':
      return {
        view,
        form: assignForm(
          alert,
          (await ctx.store.listMembers()).filter(({ role }) => role !== 'auditor'),
        ),
      };
    case 'alert-snooze':
      return { view, form: snoozeForm(alert, utcDayOf(ctx.clock.now())) };
    default:
      return { view, form: judgeForm(alert) };
  }
}

async function submitted(
  ctx: RequestContext,
  form: string,
  alertId: string,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  const read = readForm(form, fields, await memberNames(ctx));
  if ('problem' in read)
    return { view: said(Object.values(read.problem)[0] ?? ''), fieldErrors: read.problem };
  const result = await actOnAlert(ctx, alertId, read.act);
  if (result.ok) return { view: said(doneWords(read.done, result.alert)) };
  return { view: said(result.reason), fieldErrors: { [read.input]: result.reason } };
}

type ReadForm = { act: AlertAct; done: string; input: string } | { problem: Record<string, string> };

function readForm(
  form: string,
  fields: Readonly<Record<string, string>>,
  names: ReadonlyMap<string, string>,
): ReadForm {
  switch (form) {
    case 'alert-assign': {
      const to = fields.member ?? '';
      if (to === '') return { problem: { member: 'Choose somebody.' } };
      return { act: { kind: 'assign', to }, done: `Assigned to ${names.get(to) ?? to}`, input: 'member' };
    }
    case 'alert-snooze': {
      const { until = '', reason = '' } = fields;
      if (!isUtcDay(until)) return { problem: { until: 'Choose a day.' } };
      if (reason.trim() === '') return { problem: { reason: 'Say why, in a few words.' } };
      return {
        act: { kind: 'snooze', until: endOfDay(until), reason },
        done: `Snoozed until ${formatDay(until)}`,
        input: 'until',
      };
    }
    default: {
      const verdict = alertVerdicts.find((known) => known === fields.verdict);
      if (!verdict) return { problem: { verdict: 'Choose one.' } };
      const note = fields.note?.trim() || null;
      return {
        act: { kind: 'judge', verdict, note },
        done: 'Noted for the precision of its rule',
        input: 'verdict',
      };
    }
  }
}
