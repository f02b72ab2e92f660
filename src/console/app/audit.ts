import { type ShownEntry, showAudit } from '../../services/show-audit.ts';
import { verifyAudit } from '../../services/verify-audit.ts';
import { html, type Piece, visibleJson } from '../escape.ts';
import { exactInstant } from '../numbers.ts';
import { readSequence, readText } from '../read-address.ts';
import { empty, filterInput, pressForm, table } from './parts.ts';
import type { ConsolePorts } from './ports.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

const pageSize = 50;

/** Who did, or was refused, what and when; and whether the chain of it is whole. */
export function auditArea(ports: ConsolePorts): ConsoleArea {
  return {
    pages: [{ path: '/console/audit', nav: 'audit', needs: 'audit', draw }],
    forms: [
      {
        path: '/console/audit',
        act: async ({ ctx }) => {
          const verdict = await verifyAudit(ctx, await ports.auditWitness());
          const { entries, checkpoints, firstBad } = verdict;
          const held = `${checkpoints.stored} checkpoints in the store, ${checkpoints.inFile ?? 'no file of them'}${checkpoints.inFile === null ? '' : ' in the file'}`;
          return verdict.ok
            ? {
                to: '/console/audit',
                tone: 'good',
                text: `Verified: all ${entries} entries are as they were written. Held against ${held}.`,
              }
            : {
                to: '/console/audit',
                tone: 'bad',
                text: `Not whole: entry ${firstBad?.seq}: ${firstBad?.reason}. ${entries} entries before it are good.`,
              };
        },
      },
    ],
  };
}

async function draw({ ctx, query, csrf }: Asked): Promise<Drawn> {
  const [account, actor, action, before] = ['account', 'actor', 'action', 'before'].map((name) =>
    readText(query, name)?.trim(),
  );
  const found = await showAudit(ctx, {
    limit: pageSize + 1,
    ...(account !== undefined && { account }),
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(before !== undefined && { before: readSequence(before) }),
  });
  const entries = found.slice(0, pageSize);
  const last = entries.at(-1);
  const older = new URLSearchParams();
  for (const [key, value] of Object.entries({ account, actor, action })) if (value) older.set(key, value);
  if (last) older.set('before', String(last.entry));
  return {
    title: 'Audit',
    lead: 'Only added to, and chained: a byte that changed later is named by its entry.',
    actions: pressForm('/console/audit', csrf, 'Verify all of it', { tone: 'primary' }),
    body: html`<form class="filters" method="get" action="/console/audit">
${filterInput('Customer', 'account', account, html`placeholder="acme" maxlength="200"`)}
${filterInput('Who', 'actor', actor, html`placeholder="csm1" maxlength="100"`)}
${filterInput('Action begins with', 'action', action, html`placeholder="decision" maxlength="100"`)}
<button type="submit">Show</button></form>
${entries.length === 0 ? empty('No entry fits.', html`<a href="/console/audit">Show all</a>`) : entriesTable(entries)}
${found.length > pageSize && html`<p><a class="button" href="/console/audit?${older.toString()}">Older entries</a></p>`}
<p class="quiet">To take it away with its chain of custody: <code>npm run -s holdfast -- audit export --out audit.jsonl</code></p>`,
  };
}

function entriesTable(entries: readonly ShownEntry[]): Piece {
  return table(
    'Entries, the newest first',
    [
      { label: 'Action' },
      { label: 'Who' },
      { label: 'When', kind: 'date' },
      { label: 'Customer' },
      { label: 'Place', kind: 'number', minor: true },
    ],
    entries.map((entry) => [
      html`<details><summary>${entry.action}</summary><pre dir="auto">${visibleJson({ ...entry.detail, ...(Object.keys(entry.personal).length > 0 && { personal: entry.personal }) })}</pre></details>`,
      entry.actor,
      exactInstant(entry.at),
      entry.account === null
        ? '–'
        : html`<a href="/console/accounts/${encodeURIComponent(entry.account)}">${entry.account}</a>`,
      entry.seq ?? 'waits',
    ]),
  );
}
