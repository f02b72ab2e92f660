import { registerKinds } from '../domain/register.ts';
import { HoldfastError } from '../errors.ts';
import type { TypedFields } from '../rules/register/check-entry.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { memberNames } from '../services/member-names.ts';
import {
  actOnEntry,
  type EntryAct,
  type EntryResult,
  requireEntry,
} from '../services/register/act-on-entry.ts';
import { addAlert, addEntry } from '../services/register/add-entry.ts';
import { describeEntry } from '../services/register/describe-entry.ts';
import { editEntry } from '../services/register/edit-entry.ts';
import { getEntryPage } from '../services/register/get-entry-page.ts';
import { listEntries, registerScopes } from '../services/register/list-register.ts';
import { localToday } from '../services/register/local-day.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { formatDay } from '../views/format.ts';
import { registerEntryView } from '../views/register-entry-view.ts';
import { registerListView } from '../views/register-list-view.ts';
import { noteWords } from '../views/register-words.ts';
import type { View } from '../views/view.ts';
import { who } from '../views/who.ts';
import type { Command, Options, Outcome } from './command.ts';
import { textOption, usage } from './options.ts';

const verbs = ['list', 'show', 'add', 'edit', 'keep', 'note', 'done', 'drop'] as const;
const listedAtMost = 500;

/** `register [VERB [ID or TITLE]]`: risks, opportunities and actions with owner, due date and next review. */
export const registerCommand: Command = {
  name: 'register',
  summary: 'Risks, opportunities and actions: whose they are, until when, and when they are looked at next.',
  arguments: [
    { usage: '[verb]', description: `one of ${verbs.join(', ')}; default: list` },
    { usage: '[text...]', description: 'the id of an entry; with add: its title; with list: an account' },
  ],
  options: [
    { flags: '--scope <scope>', description: `with list: ${registerScopes.join(', ')}; default: all` },
    { flags: '--kind <kind>', description: `${registerKinds.join(', ')}; with add by default risk` },
    { flags: '--account <account>', description: 'with add and edit: id, name, alias or domain' },
    { flags: '--owner <member>', description: 'with add and edit: the id of a member' },
    { flags: '--due <date>', description: 'with add and edit: until when' },
    { flags: '--review <date>', description: 'with add and edit: the next review; default: in a week' },
    { flags: '--severity <severity>', description: 'with add and edit: critical, high, medium or low' },
    { flags: '--worth <money>', description: 'with add and edit: such as "USD 12000"' },
    { flags: '--title <text>', description: 'with edit: another title' },
    { flags: '--description <text>', description: 'with add and edit: more than the title says' },
    { flags: '--alert <id>', description: 'with add: the alert that it is about; alone, all comes from it' },
    { flags: '--play <id>', description: 'with add: the play that belongs to it' },
    { flags: '--step <id>', description: 'with add and --play: the task of the play that it is' },
    { flags: '--reason <text>', description: 'with drop: why; with done: what came of it' },
  ],
  nowOnly: true,
  examples: [
    'register add "Champion leaves in March" --account acme --owner csm1 --due 2026-12-18 --severity high --as csm1',
    'register list --scope due --kind risk --json',
  ],
  run: async (session, [word = 'list', ...words], options) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    const verb = verbs.find((known) => known === word.toLowerCase());
    if (!verb) throw usage(`'${word}' is nothing that register can do`, `Use one of ${verbs.join(', ')}.`);
    if (verb === 'list') return await list(ctx, words.join(' '), options);
    if (verb === 'add') return await add(ctx, words.join(' '), options);
    const [id, ...rest] = words;
    if (id === undefined) throw usage(`'${verb}' needs the id of an entry`, `Type: register ${verb} ID`);
    if (verb === 'show') return await show(ctx, id);
    if (verb === 'edit') return await edit(ctx, id, options);
    return await act(ctx, id, actOf(verb, rest.join(' '), options));
  },
};

async function list(ctx: RequestContext, account: string, options: Options): Promise<Outcome> {
  const typed = textOption(options, 'scope') ?? 'all';
  const scope = registerScopes.find((known) => known === typed);
  if (!scope) throw usage(`--scope is '${typed}'`, `Use one of ${registerScopes.join(', ')}.`);
  const word = textOption(options, 'kind');
  const kind = registerKinds.find((known) => known === word) ?? null;
  if (word !== undefined && kind === null)
    throw usage(`--kind is '${word}'`, `Use one of ${registerKinds.join(', ')}.`);
  const of = account === '' ? {} : { account: await requireAccount(ctx, account) };
  const found = await listEntries(ctx, { scope, kind: kind ?? undefined, ...of, limit: listedAtMost });
  const view = registerListView({
    ...found,
    scope,
    kind,
    names: await memberNames(ctx),
    today: localToday(ctx),
  });
  const ids = found.lines.map(({ entry }) => [{ text: entry.id, code: true }, { text: ` ${entry.title}` }]);
  const blocks = view.blocks.filter(({ kind: block }) => block !== 'buttons' && block !== 'picker');
  return {
    json: found,
    view: { ...view, blocks: ids.length === 0 ? blocks : [...blocks, { kind: 'list', items: ids }] },
  };
}

async function show(ctx: RequestContext, id: string): Promise<Outcome> {
  const { card, notes, names } = await getEntryPage(ctx, id);
  const view = withoutButtons(registerEntryView(card, names));
  const history = notes.map((note) => [
    { text: `${formatDay(note.at)} ${who(note.by, names, 'Holdfast')} ${noteWords(note, names)}` },
  ]);
  return {
    json: { ...card, history: notes },
    view: { ...view, blocks: [...view.blocks, { kind: 'list', items: history }] },
  };
}

async function add(ctx: RequestContext, title: string, options: Options): Promise<Outcome> {
  const [alert, play, step] = ['alert', 'play', 'step'].map((name) => textOption(options, name));
  if (step !== undefined && play === undefined) throw usage('--step goes with --play');
  if (title === '' && alert !== undefined) {
    const { entry, isNew } = await addAlert(ctx, alert);
    return await answer(ctx, entry.id, isNew ? 'Added to the register.' : 'It is in the register already.');
  }
  const fields = { ...(await typedFields(ctx, options)), title };
  const result = await addEntry(ctx, { fields, alert, play, step });
  if (!result.ok) throw problemsOf(result.problems);
  return await answer(ctx, result.entry.id, 'Added to the register.');
}

async function edit(ctx: RequestContext, id: string, options: Options): Promise<Outcome> {
  const typed = await typedFields(ctx, options);
  const title = textOption(options, 'title');
  const fields = { ...typed, ...(title === undefined ? {} : { title }) };
  if (Object.keys(fields).length === 0)
    throw usage("'edit' needs something to change", `Type: register edit ${id} --due 2026-12-18`);
  const result = await editEntry(ctx, { id, revision: null }, fields);
  if ('problems' in result) throw problemsOf(result.problems);
  return await outcomeOf(ctx, result, 'Changed.');
}

const flags = {
  kind: 'kind',
  owner: 'owner',
  due: 'dueOn',
  review: 'nextReviewOn',
  severity: 'severity',
  worth: 'worth',
  description: 'description',
} as const satisfies Record<string, keyof TypedFields>;

async function typedFields(ctx: RequestContext, options: Options): Promise<TypedFields> {
  const fields: TypedFields = {};
  for (const [flag, field] of Object.entries(flags)) {
    const text = textOption(options, flag);
    if (text !== undefined) fields[field] = text;
  }
  const account = textOption(options, 'account');
  if (account !== undefined) fields.account = account === '' ? '' : await requireAccount(ctx, account);
  return fields;
}

function problemsOf(problems: Readonly<Record<string, string>>): HoldfastError {
  const said = Object.values(problems);
  return new HoldfastError('HF_USAGE', (said[0] ?? '').replace(/\.$/, ''), {
    next: said.slice(1).join(' ') || 'See: register --help',
  });
}

type Acting = Exclude<(typeof verbs)[number], 'list' | 'show' | 'add' | 'edit'>;

function actOf(verb: Acting, text: string, options: Options): EntryAct {
  const reason = textOption(options, 'reason') ?? text;
  switch (verb) {
    case 'keep':
      return { kind: 'keep' };
    case 'note':
      return { kind: 'note', text };
    case 'done':
      return { kind: 'done', reason };
    case 'drop':
      if (reason === '') throw usage("'drop' needs a reason", 'Type: register drop ID --reason "…"');
      return { kind: 'drop', reason };
  }
}

async function act(ctx: RequestContext, id: string, what: EntryAct): Promise<Outcome> {
  const words = { keep: 'Kept for a week.', note: 'Noted.', done: 'Done.', drop: 'Dropped.' };
  const result = await actOnEntry(ctx, { id, revision: null }, what);
  return await outcomeOf(ctx, result, words[what.kind as Acting]);
}

async function outcomeOf(ctx: RequestContext, result: EntryResult, done: string): Promise<Outcome> {
  if (result.ok) return await answer(ctx, result.entry.id, done);
  const shown = await answer(ctx, result.entry.id, result.reason);
  return { ...shown, json: { entry: result.entry, refused: { reason: result.reason } }, exit: 1 };
}

async function answer(ctx: RequestContext, id: string, note: string): Promise<Outcome> {
  const card = await describeEntry(ctx, await requireEntry(ctx, id));
  const view = withoutButtons(registerEntryView(card, await memberNames(ctx), note));
  return { json: card, view };
}

function withoutButtons(view: View): View {
  return { ...view, blocks: view.blocks.filter(({ kind }) => kind !== 'buttons') };
}
