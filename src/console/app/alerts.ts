import { type AlertVerdict, alertVerdicts } from '../../domain/alert.ts';
import { parseAsOf } from '../../domain/instant.ts';
import { formatArr } from '../../domain/money.ts';
import { type AlertAct, actOnAlert } from '../../services/alerts/act-on-alert.ts';
import { alertScopes, listAlerts } from '../../services/alerts/list-alerts.ts';
import { mayTouch } from '../../services/may.ts';
import { memberNames } from '../../services/member-names.ts';
import { formatDay } from '../../views/format.ts';
import { html, type Piece } from '../escape.ts';
import { readText } from '../read-address.ts';
import { accountPath } from './account-path.ts';
import { empty, pressForm, severityChip, tabs } from './parts.ts';
import type { Asked, ConsoleArea, Drawn, FormRoute } from './route.ts';

const listedAtMost = 50;

const actForm: FormRoute = {
  path: '/console/alerts',
  act: async ({ ctx, fields }) => {
    const scope = alertScopes.find((one) => one === fields.scope) ?? 'mine';
    const to = `/console/alerts?show=${scope}`;
    const act = readAct(fields);
    if (typeof act === 'string') return { to, tone: 'bad', text: act };
    const result = await actOnAlert(ctx, fields.alert ?? '', act);
    return result.ok
      ? { to, tone: 'good', text: doneWords[act.kind] ?? 'Done.' }
      : { to, tone: 'bad', text: result.reason };
  },
};

const doneWords: Partial<Record<AlertAct['kind'], string>> = {
  acknowledge: 'It is yours now.',
  snooze: 'It rests until then.',
  judge: 'Thank you: that is what the precision of its rule is counted from.',
};

function readAct(fields: Readonly<Record<string, string>>): AlertAct | string {
  switch (fields.act) {
    case 'take':
      return { kind: 'acknowledge' };
    case 'snooze': {
      const until = parseAsOf(fields.until ?? '');
      const reason = fields.reason?.trim() ?? '';
      if (!until || reason === '') return 'A snooze needs a day and a reason.';
      return { kind: 'snooze', until, reason };
    }
    default: {
      const verdict = alertVerdicts.find((one) => one === fields.act);
      return verdict
        ? { kind: 'judge', verdict, note: null }
        : 'This form asks for nothing that can be done.';
    }
  }
}

/** What rules found that somebody has to see, and what to do about each. */
export const alertsArea: ConsoleArea = {
  pages: [{ path: '/console/alerts', nav: 'alerts', needs: 'account', draw }],
  forms: [actForm],
};

const scopeWords: Readonly<Record<(typeof alertScopes)[number], string>> = {
  mine: 'Yours',
  all: 'All open',
  snoozed: 'Resting',
  closed: 'Over',
};

async function draw({ ctx, query, csrf, linkTo }: Asked): Promise<Drawn> {
  const scope = alertScopes.find((one) => one === readText(query, 'show')) ?? 'mine';
  const [{ alerts, more }, names] = await Promise.all([
    listAlerts(ctx, { scope, limit: listedAtMost }),
    memberNames(ctx),
  ]);
  const mayAct = mayTouch(ctx.member, 'alerts') && scope !== 'closed';
  return {
    title: 'Alerts',
    lead: 'One matter of one customer is one alert: it changes, and is not raised again while it is open.',
    body: html`${tabs(
      'Alerts',
      alertScopes.map((one) => ({
        label: scopeWords[one],
        href: `/console/alerts?show=${one}`,
        isHere: one === scope,
      })),
    )}
${alerts.length === 0 && empty('No alert is here.', scope === 'mine' ? html`Nothing of your customers needs you. <a href="/console/alerts?show=all">All open alerts</a>` : undefined)}
${alerts.map((alert) => {
  const { finding, picture, assignee, owner } = alert;
  const whose = assignee ?? owner;
  return html`<article class="panel alert"><p>${severityChip(finding.severity)} <a href="${accountPath(alert.account)}" dir="auto"><b>${picture.accountName}</b></a> · ${finding.title}</p>
<p dir="auto">${finding.text}</p>
<p class="quiet">${picture.arr !== null && html`<span>${formatArr(picture.arr)} at stake · </span>`}${picture.renewsOn !== null && `renews ${formatDay(picture.renewsOn)} · `}${whose === null ? 'no owner' : (names.get(whose) ?? whose)} · since ${formatDay(alert.openedAt)} · <a href="${linkTo(picture.findingUrl ?? picture.scoreUrl)}">what it stands on</a></p>
${mayAct && actsOf(alert.id, scope, assignee === ctx.member.id, csrf)}</article>`;
})}
${more && html`<p class="quiet">The first ${listedAtMost} are listed, the gravest first.</p>`}`,
  };
}

const verdictWords: Readonly<Record<AlertVerdict, string>> = {
  useful: 'Useful',
  not_useful: 'Not useful',
  too_early: 'Too early',
};

function actsOf(alert: string, scope: string, isMine: boolean, csrf: Piece): Piece {
  const press = (act: string, label: string): Piece =>
    pressForm('/console/alerts', csrf, label, { fields: { alert, scope, act } });
  return html`<div class="decide">${!isMine && press('take', 'I take it')}${alertVerdicts.map((verdict) => press(verdict, verdictWords[verdict]))}</div>
<details><summary>Let it rest</summary><form class="filters" method="post" action="/console/alerts">${csrf}<input type="hidden" name="alert" value="${alert}"><input type="hidden" name="scope" value="${scope}"><input type="hidden" name="act" value="snooze">
<div><label for="until-${alert}">Until</label><input id="until-${alert}" type="date" name="until" required></div>
<div><label for="why-${alert}">Why</label><input id="why-${alert}" name="reason" maxlength="500" required></div><button type="submit">Rest</button></form></details>`;
}
