import { actionKindNames, connectorNames } from '../../domain/action.ts';
import { HoldfastError } from '../../errors.ts';
import { flipSwitch } from '../../services/flip-switch.ts';
import { memberNames } from '../../services/member-names.ts';
import { formatInstant } from '../../views/format.ts';
import { html, type Piece } from '../escape.ts';
import { chip, empty, filterInput, filterSelect, pressForm, table } from './parts.ts';
import type { Asked, ConsoleArea, Drawn, FormRoute } from './route.ts';
import type { Notice } from './session-cookie.ts';

const flipForm: FormRoute = {
  path: '/console/switches',
  act: async ({ ctx, fields }) => {
    const on = fields.on === 'true';
    const account = fields.account?.trim() ?? '';
    const scope = fields.scope === 'account' ? `account:${account}` : (fields.scope ?? '');
    return { to: '/console/switches', ...(await flip(ctx, scope, on)) };
  },
};

/** What is held back, and the switches that do so: the guardrail flips them, as policy lets whoever asks. */
export const switchesArea: ConsoleArea = {
  pages: [{ path: '/console/switches', nav: 'switches', needs: 'account', draw }],
  forms: [flipForm],
};

async function flip(ctx: Asked['ctx'], named: string, on: boolean): Promise<Notice> {
  try {
    const { scope, result } = await flipSwitch(ctx, { scope: named, on });
    if (!result.ok) return { tone: 'bad', text: `Refused: ${result.reason}.` };
    if (result.proposal.state !== 'done')
      return { tone: 'good', text: 'Asked for. Somebody else has to approve it, under Approvals.' };
    return { tone: 'good', text: `${wordsOf(scope)}: ${on ? 'halted' : 'running again'}.` };
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.httpStatus >= 500) throw error;
    return { tone: 'bad', text: `${error.message}. ${error.next}` };
  }
}

async function draw({ ctx, csrf }: Asked): Promise<Drawn> {
  const [switches, names] = await Promise.all([ctx.store.listKillSwitches(), memberNames(ctx)]);
  const on = switches.filter((one) => one.on);
  return {
    title: 'Kill switches',
    lead: 'A switch stops new effects within a second, in every process. Whoever is unsure may halt; running again is asked for.',
    body: html`${on.length === 0 ? empty(html`${chip('running', 'good')} Nothing is halted.`) : haltedTable(on, names, csrf)}
<h2 id="halt">Halt something</h2>
<form class="panel filters" method="post" action="/console/switches" aria-labelledby="halt">${csrf}<input type="hidden" name="on" value="true">
${filterSelect('What', 'scope', 'account', scopes, null)}
${filterInput('Which customer', 'account', '', html`maxlength="200" placeholder="only for one customer" autocomplete="off"`)}
<button type="submit" class="danger">Halt it</button></form>
${historyOf(switches, names)}`,
  };
}

const scopes = [
  { value: 'account', label: 'One customer' },
  { value: 'all', label: 'Everything' },
  { value: 'model', label: 'The model' },
  ...connectorNames.map((name) => ({ value: `connector:${name}`, label: `Connector ${name}` })),
  ...actionKindNames.map((name) => ({ value: `kind:${name}`, label: `Action ${name}` })),
];

type Switch = Awaited<ReturnType<Asked['ctx']['store']['listKillSwitches']>>[number];

function haltedTable(on: readonly Switch[], names: ReadonlyMap<string, string>, csrf: Piece): Piece {
  return table(
    'What is halted',
    [{ label: 'Halted' }, { label: 'By' }, { label: 'Since' }, { label: '' }],
    on.map(({ scope, by, at }) => [
      html`<b>${wordsOf(scope)}</b>`,
      names.get(by) ?? by,
      formatInstant(at.toISOString()),
      pressForm('/console/switches', csrf, 'Let it run again', { fields: { on: 'false', scope } }),
    ]),
  );
}

function historyOf(switches: readonly Switch[], names: ReadonlyMap<string, string>): Piece {
  const off = switches.filter((one) => !one.on);
  if (off.length === 0) return null;
  return html`<h2>Halted before</h2>${table(
    'Switches that are off',
    [{ label: 'What' }, { label: 'Let run again by' }, { label: 'When' }],
    off.map(({ scope, by, at }) => [wordsOf(scope), names.get(by) ?? by, formatInstant(at.toISOString())]),
  )}`;
}

function wordsOf(scope: string): string {
  const [kind = '', ...rest] = scope.split(':');
  const what = rest.join(':');
  switch (kind) {
    case 'all':
      return 'Everything';
    case 'model':
      return 'The model';
    case 'account':
      return `Customer ${what}`;
    case 'kind':
      return `Action ${what}`;
    default:
      return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${what}`;
  }
}
