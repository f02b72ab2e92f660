import type { RegisterEntry } from '../../domain/register.ts';
import type { RegisterQuestion } from '../../rules/question/question.ts';
import type { TypedFields } from '../../rules/register/check-entry.ts';
import { requireChangeable, requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { memberNames } from '../../services/member-names.ts';
import {
  actOnEntry,
  type EntryAct,
  type EntryResult,
  requireEntry,
} from '../../services/register/act-on-entry.ts';
import { addAlert, addEntry } from '../../services/register/add-entry.ts';
import { describeEntry } from '../../services/register/describe-entry.ts';
import { linksOf } from '../../services/register/draft-entry.ts';
import { editEntry } from '../../services/register/edit-entry.ts';
import { listEntries, type RegisterScope } from '../../services/register/list-register.ts';
import { localToday } from '../../services/register/local-day.ts';
import { ownersOf } from '../../services/register/owners.ts';
import { startReview, stopAt } from '../../services/register/walk-review.ts';
import { findAccountByText } from '../../services/resolve-account.ts';
import { whichAccountView } from '../../views/judgement-forms.ts';
import { type EntryTarget, readEntryButton } from '../../views/register-button.ts';
import { registerEntryView } from '../../views/register-entry-view.ts';
import { addForm, changeForm, dropForm } from '../../views/register-forms.ts';
import { registerListView } from '../../views/register-list-view.ts';
import { noReviewView, reviewView } from '../../views/review-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import type { Answer, Asked } from '../reply.ts';

type RegisterAsked = Extract<Asked, { kind: 'click' | 'submit' }>;
type Scope = 'mine' | 'all';

const listedAtMost = 12;
const clicks: ReadonlySet<string> = new Set([
  ...['alert-register', 'register', 'register-add', 'register-open', 'register-keep', 'register-done'],
  ...['register-change', 'register-drop', 'register-next', 'review'],
]);
const forms: ReadonlySet<string> = new Set(['register-add', 'register-change', 'register-drop']);

/** `/cs register [mine|all|due|ended] [risk|opportunity|action]`, `/cs register add [ACCOUNT]`. */
export async function register(
  ctx: RequestContext,
  question: RegisterQuestion,
  asked: Asked['kind'],
): Promise<Answer> {
  await requireReadable(ctx, 'account', null);
  if (question.verb === 'list') return { view: await list(ctx, question.scope, question.only) };
  if (question.account === '')
    return asked === 'command' ? await openAdd(ctx, '-') : { view: offerForm('-', null) };
  const match = await findAccountByText(ctx, question.account);
  if (match.kind === 'found') {
    if (asked === 'command') return await openAdd(ctx, match.id);
    const [account] = await ctx.store.findAccounts([match.id]);
    return { view: offerForm(match.id, account?.name ?? match.id) };
  }
  const several = match.kind === 'ambiguous';
  return { view: whichAccountView(question.account, several ? match.candidates : match.closest, several) };
}

/** Words that are said can open no form; a button can. */
function offerForm(value: string, name: string | null): View {
  const text = name === null ? 'A new entry of the register.' : `A new entry about ${name}.`;
  return {
    summary: text,
    blocks: [
      { kind: 'text', spans: [{ text }] },
      {
        kind: 'buttons',
        buttons: [{ action: 'register-add', label: 'Fill in the form', value, tone: 'primary' }],
      },
    ],
  };
}

async function list(
  ctx: RequestContext,
  scope: RegisterScope | null,
  kind: 'risk' | 'opportunity' | 'action' | null,
): Promise<View> {
  const chosen = scope ?? usualScope(ctx);
  const found = await listEntries(ctx, { scope: chosen, kind: kind ?? undefined, limit: listedAtMost });
  const names = await memberNames(ctx);
  return registerListView({ ...found, scope: chosen, kind, names, today: localToday(ctx) });
}

/** Whoever has customers sees their own; whoever leads sees all. */
function usualScope({ member }: RequestContext): Scope {
  return member?.role === 'csm' || member?.role === 'agent' ? 'mine' : 'all';
}

/** `/cs review [mine|all]`: begins a walk over the entries whose next review has come. */
export async function review(ctx: RequestContext, scope: Scope | null): Promise<View> {
  return await begin(ctx, scope ?? usualScope(ctx), 'due');
}

async function begin(ctx: RequestContext, scope: Scope, which: 'due' | 'rest'): Promise<View> {
  const { review: walk, others } = await startReview(ctx, { scope, which });
  if (walk === null) return noReviewView(scope, others);
  return reviewView(await stopAt(ctx, walk.id, 0), await memberNames(ctx));
}

/** Whether a click or a form is about the register. */
export function isOnRegister(asked: Asked): asked is RegisterAsked {
  return (
    (asked.kind === 'click' && clicks.has(asked.action)) || (asked.kind === 'submit' && forms.has(asked.form))
  );
}

/** What a button or a form of the register asks for. In a walk the answer is the next stop. */
export async function onRegister(ctx: RequestContext, asked: RegisterAsked): Promise<Answer> {
  await requireReadable(ctx, 'account', null);
  if (asked.kind === 'submit' && asked.form === 'register-add')
    return await added(ctx, asked.value, asked.fields);
  if (asked.kind === 'click') {
    switch (asked.action) {
      case 'register':
        return { view: await list(ctx, asked.value === 'mine' ? 'mine' : 'all', null) };
      case 'review': {
        const [scope, which] = asked.value.split(' ');
        return {
          view: await begin(ctx, scope === 'mine' ? 'mine' : 'all', which === 'rest' ? 'rest' : 'due'),
        };
      }
      case 'register-add':
        return await openAdd(ctx, asked.value);
      case 'alert-register':
        return { view: await fromAlert(ctx, asked.value) };
    }
  }
  const target = readEntryButton(asked.value);
  if (!target) return { view: said('This button names no entry, so nothing was done.') };
  return asked.kind === 'click'
    ? await clicked(ctx, asked.action, asked.value, target)
    : await submitted(ctx, asked, target);
}

async function fromAlert(ctx: RequestContext, alertId: string): Promise<View> {
  const { entry, isNew } = await addAlert(ctx, alertId);
  const note = isNew ? 'Added to the register.' : 'It is in the register already.';
  return await cardOf(ctx, entry, note);
}

async function clicked(
  ctx: RequestContext,
  action: string,
  value: string,
  target: EntryTarget,
): Promise<Answer> {
  const { walk } = target;
  switch (action) {
    case 'register-open':
      return { view: await cardOf(ctx, await requireEntry(ctx, target.entry), null) };
    case 'register-next':
      if (!walk) return { view: said('This button belongs to no review, so nothing was done.') };
      return { view: reviewView(await stopAt(ctx, walk.review, walk.index + 1), await memberNames(ctx)) };
    case 'register-keep':
      return await act(ctx, target, { kind: 'keep' });
    case 'register-done':
      return await act(ctx, target, { kind: 'done', reason: '' });
    default:
      return await openForm(ctx, action, value, target);
  }
}

async function openForm(
  ctx: RequestContext,
  action: string,
  value: string,
  target: EntryTarget,
): Promise<Answer> {
  await requireChangeable(ctx, 'register');
  const entry = await requireEntry(ctx, target.entry);
  if (entry.state !== 'open')
    return { view: await cardOf(ctx, entry, 'It is closed, so nothing of it can be changed.') };
  const view = said('Fill in the form.');
  if (action === 'register-drop') return { view, form: dropForm(entry, value) };
  const walkOn = target.walk === null ? null : localToday(ctx);
  return { view, form: changeForm(entry, { owners: await ownersOf(ctx), value, walkOn }) };
}

async function openAdd(ctx: RequestContext, value: string): Promise<Answer> {
  await requireChangeable(ctx, 'register');
  const [account] = value === '-' ? [] : await ctx.store.findAccounts([value]);
  const form = addForm({
    owners: await ownersOf(ctx),
    by: ctx.member?.id ?? null,
    today: localToday(ctx),
    title: '',
    account: account ? { id: account.id, name: account.name } : null,
    links: account ? await linksOf(ctx, account.id) : [],
  });
  return { view: said('Fill in the form.'), form };
}

async function added(
  ctx: RequestContext,
  account: string,
  { link = '', account: named = '', ...fields }: Readonly<Record<string, string>>,
): Promise<Answer> {
  const found = account !== '' ? account : named.trim() === '' ? '' : await accountIn(ctx, named);
  if (typeof found !== 'string')
    return { view: said(found.problem), fieldErrors: { account: found.problem } };
  const [what, id, step] = link.split(' ');
  const result = await addEntry(ctx, {
    fields: { ...(fields as TypedFields), account: found },
    ...(what === 'alert' ? { alert: id } : {}),
    ...(what === 'play' || what === 'step' ? { play: id } : {}),
    ...(what === 'step' ? { step } : {}),
  });
  if (!result.ok) return refused(result.problems);
  return { view: await cardOf(ctx, result.entry, 'Added to the register.') };
}

/** A name that is not sure is never guessed. */
async function accountIn(ctx: RequestContext, text: string): Promise<string | { problem: string }> {
  const match = await findAccountByText(ctx, text);
  if (match.kind === 'found') return match.id;
  const near = match.kind === 'ambiguous' ? match.candidates : match.closest;
  const names = near.slice(0, 3).map(({ id, name }) => `${name} (${id})`);
  const which = match.kind === 'ambiguous' ? 'Several customers fit' : 'No customer is called so';
  return { problem: names.length === 0 ? `${which}.` : `${which}: ${names.join(', ')}.` };
}

async function submitted(
  ctx: RequestContext,
  { form, fields }: Extract<RegisterAsked, { kind: 'submit' }>,
  target: EntryTarget,
): Promise<Answer> {
  if (form === 'register-drop') {
    const reason = (fields.reason ?? '').trim();
    if (reason === '') return refused({ reason: 'Say why, in a few words.' });
    return await act(ctx, target, { kind: 'drop', reason });
  }
  const review = target.walk?.review;
  const result = await editEntry(ctx, { id: target.entry, revision: target.revision, review }, fields);
  if ('problems' in result) return refused(result.problems);
  return await answered(ctx, target, result);
}

function refused(problems: Readonly<Record<string, string>>): Answer {
  return { view: said(Object.values(problems)[0] ?? ''), fieldErrors: { ...problems } };
}

async function act(ctx: RequestContext, target: EntryTarget, what: EntryAct): Promise<Answer> {
  const { entry: id, revision, walk } = target;
  return await answered(
    ctx,
    target,
    await actOnEntry(ctx, { id, revision }, { ...what, review: walk?.review }),
  );
}

const doneWords: Readonly<Record<string, string>> = {
  kept: 'Kept for a week',
  done: 'Done',
  dropped: 'Dropped',
  changed: 'Changed',
};

/** The entry as it is now; in a walk, what was done and the next stop. Whoever was late sees the entry as it stands. */
async function answered(ctx: RequestContext, { walk }: EntryTarget, result: EntryResult): Promise<Answer> {
  const note = result.ok ? `${doneWords[result.note.what] ?? 'Noted'}: ${result.entry.title}` : result.reason;
  // A walk is forgotten after a month; what was decided on its card stands all the same.
  const isOver = walk === null || (await ctx.store.findRegisterReview(walk.review)) === null;
  if (isOver) return { view: await cardOf(ctx, result.entry, note) };
  const isSame = !result.ok && result.entry.state === 'open';
  const next = await stopAt(ctx, walk.review, walk.index + (isSame ? 0 : 1));
  return { view: reviewView(next, await memberNames(ctx), note) };
}

async function cardOf(ctx: RequestContext, entry: RegisterEntry, note: string | null): Promise<View> {
  return registerEntryView(await describeEntry(ctx, entry), await memberNames(ctx), note);
}
