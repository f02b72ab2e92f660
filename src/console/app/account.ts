import type { Account } from '../../domain/account.ts';
import type { AccountHealth, TimelineEntry } from '../../domain/health.ts';
import { formatArr } from '../../domain/money.ts';
import { HoldfastError } from '../../errors.ts';
import { listAlerts } from '../../services/alerts/list-alerts.ts';
import { getAccountHealth } from '../../services/get-account-health.ts';
import { getTimeline, shownKinds } from '../../services/get-timeline.ts';
import { memberNames } from '../../services/member-names.ts';
import { listArtifacts } from '../../services/packs/list-artifacts.ts';
import { getPlays } from '../../services/plays/get-plays.ts';
import { listEntries } from '../../services/register/list-register.ts';
import { getSla } from '../../services/sla/get-sla.ts';
import { capitalize, formatChange, formatDay, formatInstant, formatPoints } from '../../views/format.ts';
import { judgementBlocks } from '../../views/judgement-view.ts';
import { kindWords } from '../../views/register-words.ts';
import { slaView } from '../../views/sla-view.ts';
import { chartPicture } from '../chart-picture.ts';
import { html, type Piece } from '../escape.ts';
import { isolate, type LinkTo } from '../layout.ts';
import { readText } from '../read-address.ts';
import { componentLabels } from '../signal-words.ts';
import { accountPath } from './account-path.ts';
import { drawView } from './draw-view.ts';
import { chip, empty, filterSelect, severityChip, table, tabs, tile, tiles } from './parts.ts';
import type { ConsolePorts } from './ports.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';
import { drawTenant } from './tenant.ts';

/** One customer: the score with what it is made of, what happened, and what is done about it. */
export function accountArea({ shareLink }: ConsolePorts): ConsoleArea {
  const parts: readonly Part[] = [
    { id: 'score', label: 'Score', draw: drawScore },
    { id: 'timeline', label: 'Timeline', draw: drawTimeline },
    { id: 'tickets', label: 'Tickets', draw: drawTickets },
    { id: 'status', label: 'Status', draw: (asked, account) => drawTenant(asked, account, shareLink) },
    { id: 'work', label: 'Plays and register', draw: drawWork },
    { id: 'files', label: 'Files', draw: drawFiles },
  ];
  return {
    pages: [
      {
        path: '/console/accounts/*',
        nav: 'portfolio',
        needs: 'account',
        draw: (asked) => draw(asked, parts),
      },
    ],
  };
}

interface Part {
  id: string;
  label: string;
  draw(asked: Asked, account: Account, names: Names): Promise<Piece>;
}

async function draw(asked: Asked, parts: readonly Part[]): Promise<Drawn> {
  const { ctx, rest, query } = asked;
  const [account] = await ctx.store.findAccounts([rest]);
  if (!account)
    throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${rest.slice(0, 100)}'`, {
      next: 'Find it in the portfolio.',
    });
  const [first, ...others] = parts;
  const part = others.find(({ id }) => id === readText(query, 'part')) ?? first;
  const names = await memberNames(ctx);
  return {
    title: account.name,
    kicker: html`<a href="/console/accounts">Portfolio</a> · ${account.id}`,
    lead: leadOf(account, names),
    body: html`${tabs(
      'Parts of this page',
      parts.map(({ id, label }) => ({
        label,
        href: `${accountPath(account.id)}${id === 'score' ? '' : `?part=${id}`}`,
        isHere: id === part?.id,
      })),
    )}${await part?.draw(asked, account, names)}`,
  };
}

function leadOf(account: Account, names: ReadonlyMap<string, string>): Piece {
  const { segment, tier, owner, arr, renewsOn, status } = account;
  const facts = [
    status === 'ended' ? 'contract ended' : null,
    segment,
    tier,
    arr === null ? null : `${formatArr(arr)} a year`,
    renewsOn === null ? 'no renewal date' : `renews ${formatDay(renewsOn)}`,
    owner === null ? 'nobody looks after it' : `looked after by ${names.get(owner) ?? owner}`,
  ];
  return isolate([...new Set(facts.filter((fact) => fact !== null))].join(' · '));
}

type Names = ReadonlyMap<string, string>;

async function drawScore({ ctx, linkTo }: Asked, account: Account): Promise<Piece> {
  const [health, { alerts }] = await Promise.all([
    getAccountHealth(ctx, { accountId: account.id }),
    listAlerts(ctx, { scope: 'all', account: account.id, limit: 10 }),
  ]);
  const page = linkTo(health.url);
  const change = (value: number | null): string => (value === null ? 'unknown' : formatChange(value));
  return html`${tiles([
    tile(
      'Health score',
      health.score === null ? 'unknown' : formatPoints(health.score),
      health.band === null ? '' : html`<span class="chip band-${health.band}">${health.band}</span>`,
      page,
    ),
    tile('In 7 days', change(health.change7d), '', linkTo(changeUrl(account.id, health.asOf, 7))),
    tile('In 30 days', change(health.change30d), '', linkTo(changeUrl(account.id, health.asOf, 30))),
    tile(
      'Confidence',
      `${Math.round(health.confidence * 100)} %`,
      health.degraded ? chip('a source is silent', 'warning') : 'of the weight is known',
      page,
    ),
  ])}
${drawView({ blocks: judgementBlocks(health) }, linkTo)}
${alerts.length > 0 && html`<h2>Open alerts</h2><ul class="lines">${alerts.map(({ finding, picture }) => html`<li>${severityChip(finding.severity)} <a href="${linkTo(picture.findingUrl ?? picture.scoreUrl)}">${finding.title}</a><small dir="auto">${finding.text}</small></li>`)}</ul>`}
<h2>What the score is made of</h2>
<div class="columns"><div>${componentTable(health, linkTo)}</div>${pictureOf(health, 'waterfall', linkTo, 'From the first component to the whole score; the table says the same.')}</div>
<h2>Eighteen weeks</h2>${pictureOf(health, 'trend', linkTo, 'The weekly score over its bands.')}
<h2>Latest on the timeline</h2>${timelineList(health.timeline, linkTo)}
<p><a href="${accountPath(account.id)}?part=timeline">The whole timeline</a> · <a href="/console/onboarding/${encodeURIComponent(account.id)}">Onboarding</a></p>`;
}

function changeUrl(id: string, asOf: string, days: number): string {
  const since = new Date(Date.parse(asOf) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return `/evidence/changes/${encodeURIComponent(id)}?since=${since}&asOf=${encodeURIComponent(asOf)}`;
}

function componentTable({ components, url }: AccountHealth, linkTo: LinkTo): Piece {
  return table(
    'Components of the score',
    [
      { label: 'Component' },
      { label: 'Weight', kind: 'number' },
      { label: 'Value', kind: 'number' },
      { label: 'Points', kind: 'number' },
    ],
    components.map(({ id, weight, value, contribution, reason }) => [
      html`<a href="${linkTo(url)}#${id}">${componentLabels[id]}</a><br><small dir="auto">${reason}</small>`,
      weight,
      value === null ? html`<span class="quiet">unknown</span>` : formatPoints(value),
      formatPoints(contribution),
    ]),
  );
}

function pictureOf({ url }: AccountHealth, name: string, linkTo: LinkTo, alt: string): Piece {
  return chartPicture(
    `${url.replace('/evidence/scores/', '/pictures/scores/')}&picture=${name}`,
    alt,
    linkTo,
  );
}

function timelineList(entries: readonly TimelineEntry[], linkTo: LinkTo): Piece {
  if (entries.length === 0)
    return empty('Nothing happened in this time.', 'Choose a longer time, or another kind.');
  return html`<ul class="lines">${entries.map(
    ({ at, kind, title, url }) =>
      html`<li><a href="${linkTo(url)}" dir="auto">${title}</a><small>${formatInstant(at)} · ${kind}</small></li>`,
  )}</ul>`;
}

const periods = [7, 30, 90, 365];

async function drawTimeline({ ctx, query, linkTo }: Asked, account: Account): Promise<Piece> {
  const days = periods.find((one) => String(one) === readText(query, 'days')) ?? 90;
  const kind = shownKinds.find((one) => one === readText(query, 'kind'));
  const timeline = await getTimeline(ctx, {
    accountId: account.id,
    days,
    limit: 100,
    ...(kind === undefined ? {} : { kinds: [kind] }),
  });
  return html`<form class="filters" method="get" action="${accountPath(account.id)}"><input type="hidden" name="part" value="timeline">
${filterSelect(
  'Kind',
  'kind',
  kind,
  shownKinds.map((value) => ({ value, label: capitalize(value) })),
  'Everything',
)}
${filterSelect(
  'How far back',
  'days',
  String(days),
  periods.map((one) => ({ value: String(one), label: `${one} days` })),
  null,
)}
<button type="submit">Show</button></form>
${timelineList(timeline.entries, linkTo)}${timeline.truncated && html`<p class="quiet">The latest ${timeline.entries.length} are shown.</p>`}`;
}

async function drawTickets({ ctx, linkTo }: Asked, account: Account): Promise<Piece> {
  const report = await getSla(ctx, { account: account.id });
  if (report.open.length === 0 && report.attainment.length === 0)
    return empty('No ticket of this customer is known.', 'Tickets come in as events of your help desk.');
  return drawView(slaView(report), linkTo);
}

async function drawWork({ ctx, linkTo }: Asked, account: Account, names: Names): Promise<Piece> {
  const [plays, register] = await Promise.all([
    getPlays(ctx, account.id),
    listEntries(ctx, { scope: 'all', account: account.id, limit: 50 }),
  ]);
  const { recommended } = plays;
  const shown = [...plays.running, ...plays.ended];
  return html`${recommended && html`<div class="panel"><p><b>Recommended now: ${recommended.action}</b></p><p>${recommended.why}</p><p class="quiet">Start it in chat: <code>/cs play ${account.id}</code></p></div>`}
<h2>Plays</h2>${
    shown.length === 0
      ? empty('No play was run for this customer.', 'Start one in chat with /cs play, or from an alert.')
      : table(
          'Plays',
          [{ label: 'Play' }, { label: 'State' }, { label: 'Begun', kind: 'date' }],
          shown.map(({ id, recipe, life, startedAt }) => [
            html`<a href="${linkTo(`/evidence/plays/${id}`)}">${recipe.title}</a>`,
            life.state === 'running'
              ? chip('running', 'neutral')
              : chip(life.outcome, life.outcome === 'saved' ? 'good' : 'neutral'),
            formatDay(startedAt),
          ]),
        )
  }
<h2>Register</h2>${
    register.lines.length === 0
      ? empty(
          'No risk, opportunity or action is kept for this customer.',
          'Add one in chat with /cs register.',
        )
      : table(
          'Register',
          [{ label: 'What' }, { label: 'Kind' }, { label: 'Owner' }, { label: 'Due', kind: 'date' }],
          register.lines.map(({ entry, url, isOverdue }) => [
            html`<a href="${linkTo(url)}" dir="auto">${entry.title}</a>`,
            kindWords[entry.kind][0],
            entry.owner === null ? 'nobody' : (names.get(entry.owner) ?? entry.owner),
            entry.dueOn === null
              ? '–'
              : isOverdue
                ? chip(formatDay(entry.dueOn), 'bad')
                : formatDay(entry.dueOn),
          ]),
        )
  }`;
}

async function drawFiles({ ctx, linkTo }: Asked, account: Account): Promise<Piece> {
  const files = await listArtifacts(ctx, { account: account.id });
  if (files.length === 0)
    return empty(
      'No pack was made for this customer.',
      html`Make one in chat: <code>/cs pack ${account.id} renewal</code>.`,
    );
  return table(
    'Files',
    [{ label: 'File' }, { label: 'Version', kind: 'number' }, { label: 'Made', kind: 'date' }],
    files.map(({ fileName, url, version, madeAt }) => [
      html`<a href="${linkTo(url)}" dir="auto">${fileName}</a>`,
      version,
      formatInstant(madeAt),
    ]),
  );
}
