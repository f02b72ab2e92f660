import type { Account } from '../../domain/account.ts';
import type { TenantHealth, TenantState } from '../../domain/tenant-health.ts';
import { getTenantHealth } from '../../services/get-tenant-health.ts';
import { formatDay, formatInstant } from '../../views/format.ts';
import type { Tone } from '../../views/view.ts';
import { html, type Piece } from '../escape.ts';
import { grouped } from '../numbers.ts';
import { tenantWords } from '../status-pages.ts';
import { chip, empty, table, tile, tiles } from './parts.ts';
import type { Asked } from './route.ts';

const tones: Readonly<Record<TenantState, Tone>> = { ok: 'good', degraded: 'warning', down: 'bad' };

/** How the product works for one customer, and the addresses at which the customer sees that. */
export async function drawTenant(
  { ctx, linkTo }: Asked,
  account: Account,
  shareLink: (path: string) => string,
): Promise<Piece> {
  const health = await getTenantHealth(ctx, account.id);
  const { state, troubles, errors, clocks, lastEventOn } = health;
  const id = encodeURIComponent(account.id);
  return html`${tiles([
    tile('State', chip(tenantWords[state], tones[state])),
    tile(
      'Errors in 7 days',
      grouped(errors.now),
      `${grouped(errors.before)} in the 7 before`,
      errors.codes[0] ? linkTo(errors.codes[0].url) : null,
    ),
    tile(
      'Promises broken',
      clocks.breached,
      `${clocks.warning} close to it, ${clocks.running} on time`,
      `?part=tickets`,
    ),
    tile('Last record', formatDay(lastEventOn), '', '?part=timeline'),
  ])}
${troubles.length === 0 ? empty('Nothing is known to be wrong.') : html`<ul class="lines">${troubles.map((trouble) => html`<li>${chip(trouble.state, tones[trouble.state])} <a href="${linkTo(trouble.url)}" dir="auto">${trouble.text}</a></li>`)}</ul>`}
<div class="columns"><section aria-labelledby="integrations"><h2 id="integrations">Integrations</h2>${integrationsTable(health, linkTo)}</section>
<section aria-labelledby="limits"><h2 id="limits">Limits</h2>${limitsTable(health, linkTo)}</section></div>
<h2>Errors by code</h2>${
    errors.codes.length === 0
      ? empty('No error in seven days.')
      : table(
          'Errors by code',
          [{ label: 'Code' }, { label: 'In 7 days', kind: 'number' }],
          errors.codes.map(({ code, errors: count, url }) => [
            html`<a href="${linkTo(url)}"><code>${code}</code></a>`,
            grouped(count),
          ]),
        )
  }
<details><summary>What the customer can see of this</summary><p>For thirty days, by whoever has the link: <a href="${shareLink(`/status/${id}`)}">status page</a>, <a href="${shareLink(`/v1/status/${id}`)}">JSON</a>, <a href="${shareLink(`/badges/status/${id}`)}">badge</a>.</p></details>`;
}

function integrationsTable({ integrations }: TenantHealth, linkTo: Asked['linkTo']): Piece {
  if (integrations.length === 0) return empty('No integration is on record.');
  return table(
    'Integrations',
    [{ label: 'Integration' }, { label: 'State' }, { label: 'Since', kind: 'date' }],
    integrations.map(({ name, state, since, url }) => [
      html`<a href="${linkTo(url)}">${name}</a>`,
      chip(
        state,
        state === 'failed'
          ? 'bad'
          : state === 'degraded'
            ? 'warning'
            : state === 'connected'
              ? 'good'
              : 'neutral',
      ),
      formatInstant(since),
    ]),
  );
}

function limitsTable({ limits }: TenantHealth, linkTo: Asked['linkTo']): Piece {
  if (limits.length === 0) return empty('No limit is on record.');
  return table(
    'Limits',
    [{ label: 'Limit' }, { label: 'Used', kind: 'number' }, { label: 'Of', kind: 'number' }, { label: '' }],
    limits.map(({ limit, used, allowed, percent, url }) => [
      html`<a href="${linkTo(url)}">${limit}</a>`,
      grouped(used),
      grouped(allowed),
      chip(`${percent} %`, percent >= 100 ? 'bad' : percent >= 90 ? 'warning' : 'neutral'),
    ]),
  );
}
