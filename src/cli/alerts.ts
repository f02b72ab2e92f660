import { type Alert, alertVerdicts } from '../domain/alert.ts';
import { endOfDay } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { type AlertAct, actOnAlert } from '../services/alerts/act-on-alert.ts';
import { type AlertScope, alertScopes, listAlerts } from '../services/alerts/list-alerts.ts';
import { requireReadable } from '../services/authorize.ts';
import { getBook } from '../services/book/get-book.ts';
import type { RequestContext } from '../services/context.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { alertsListView } from '../views/alerts-list-view.ts';
import { bookView } from '../views/book-view.ts';
import { said } from '../views/said.ts';
import type { Command, Options, Outcome } from './command.ts';
import { dayOption, textOption, usage } from './options.ts';

const verbs = ['list', 'show', 'take', 'assign', 'snooze', 'judge', 'settle', 'book'] as const;
const listedAtMost = 200;

/** `alerts [VERB [ID]]`: what is open, and what people do about it. */
export const alertsCommand: Command = {
  name: 'alerts',
  summary: 'Which alerts are open, and whose are they? Takes, assigns, snoozes and judges them.',
  arguments: [
    { usage: '[verb]', description: `one of ${verbs.join(', ')}; default: list` },
    { usage: '[id]', description: 'of the alert, as the list shows it; with list: an account' },
    { usage: '[verdict]', description: `with judge: ${alertVerdicts.join(', ')}` },
  ],
  options: [
    { flags: '--scope <scope>', description: `with list: ${alertScopes.join(', ')}; default: all` },
    { flags: '--to <member>', description: 'with assign: the id of a member' },
    { flags: '--until <date>', description: 'with snooze: the last quiet day' },
    { flags: '--reason <text>', description: 'with snooze: why it can wait' },
    { flags: '--note <text>', description: 'with judge: why' },
  ],
  nowOnly: true,
  examples: ['alerts --scope all', 'alerts snooze ID --until 2026-12-01 --reason "on holiday" --as csm1'],
  run: async (session, [word = 'list', id, verdict], options) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    const verb = verbs.find((known) => known === word.toLowerCase());
    if (!verb) throw usage(`'${word}' is nothing that alerts can do`, `Use one of ${verbs.join(', ')}.`);
    if (verb === 'list') return await list(ctx, id, options);
    if (verb === 'book') return await book(ctx);
    if (id === undefined) throw usage(`'${verb}' needs the id of an alert`, `Type: alerts ${verb} ID`);
    if (verb === 'show') return await show(ctx, id);
    return await act(ctx, id, actOf(verb, verdict, options));
  },
};

async function list(ctx: RequestContext, account: string | undefined, options: Options): Promise<Outcome> {
  const scope = scopeOf(textOption(options, 'scope') ?? 'all');
  const of = account === undefined ? {} : { account: await requireAccount(ctx, account) };
  const found = await listAlerts(ctx, { scope, ...of, limit: listedAtMost });
  const view = alertsListView({ ...found, scope, names: await namesOf(ctx) });
  const ids = found.alerts.map(({ id, picture }) => [
    { text: id, code: true },
    { text: ` ${picture.accountName}` },
  ]);
  const blocks = [...view.blocks.slice(0, -1), { kind: 'list' as const, items: ids }];
  return { json: found, view: ids.length === 0 ? view : { ...view, blocks } };
}

function scopeOf(text: string): AlertScope {
  const scope = alertScopes.find((known) => known === text);
  if (scope) return scope;
  throw usage(`--scope is '${text}'`, `Use one of ${alertScopes.join(', ')}.`);
}

async function show(ctx: RequestContext, id: string): Promise<Outcome> {
  const alert = await ctx.store.findAlert(id);
  if (!alert) throw new HoldfastError('HF_NOT_FOUND', `There is no alert '${id}'`);
  return await answer(ctx, alert, { history: await ctx.store.listAlertNotes(id) });
}

type Acting = Exclude<(typeof verbs)[number], 'list' | 'show' | 'book'>;

function actOf(verb: Acting, verdict: string | undefined, options: Options): AlertAct {
  switch (verb) {
    case 'take':
      return { kind: 'acknowledge' };
    case 'settle':
      return { kind: 'settle' };
    case 'assign': {
      const to = textOption(options, 'to');
      if (to === undefined) throw usage("'assign' needs --to", 'Type: alerts assign ID --to csm1');
      return { kind: 'assign', to };
    }
    case 'snooze': {
      const until = dayOption(options, 'until', '--until');
      if (until === undefined)
        throw usage("'snooze' needs --until", 'Type: alerts snooze ID --until 2026-12-01 --reason "…"');
      return { kind: 'snooze', until: endOfDay(until), reason: textOption(options, 'reason') ?? '' };
    }
    case 'judge': {
      const said = alertVerdicts.find((known) => known === verdict?.toLowerCase().replace(/[- ]/g, '_'));
      if (!said) throw usage("'judge' needs a verdict", `Use one of ${alertVerdicts.join(', ')}.`);
      return { kind: 'judge', verdict: said, note: textOption(options, 'note') ?? null };
    }
  }
}

async function act(ctx: RequestContext, id: string, what: AlertAct): Promise<Outcome> {
  const result = await actOnAlert(ctx, id, what);
  if (result.ok) return await answer(ctx, result.alert, {});
  return {
    json: { alert: result.alert, refused: { reason: result.reason } },
    view: said(result.reason),
    exit: 1,
  };
}

async function answer(ctx: RequestContext, alert: Alert, more: Record<string, unknown>): Promise<Outcome> {
  const scope = alert.state === 'snoozed' || alert.state === 'closed' ? alert.state : 'all';
  const view = alertsListView({ alerts: [alert], more: false, scope, names: await namesOf(ctx) });
  return { json: { alert, ...more }, view };
}

async function book(ctx: RequestContext): Promise<Outcome> {
  const found = await getBook(ctx);
  if (!found) throw usage('A book is of a person', 'Add --as with the id of a member.');
  return { json: found, view: bookView({ ...found, alerts: [], names: new Map() }) };
}

async function namesOf({ store }: RequestContext): Promise<Map<string, string>> {
  return new Map((await store.listMembers()).map(({ id, name }) => [id, name]));
}
