import type { Alert } from '../../domain/alert.ts';
import type { Play } from '../../domain/play.ts';
import type { RegisterEntry, RegisterNote } from '../../domain/register.ts';
import { HoldfastError } from '../../errors.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import { type EntryProblems, readEntry, type TypedFields } from '../../rules/register/check-entry.ts';
import {
  beginEntry,
  dueDayOf,
  entryOfAlert,
  matterOfAlert,
  type NewEntry,
} from '../../rules/register/feed-register.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { requireChangeable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { auditOf } from './act-on-entry.ts';
import { localToday } from './local-day.ts';
import { ownersOf } from './owners.ts';

/** What a person says of a new entry, and what it is brought together with. */
export interface AddInput {
  fields: TypedFields;
  alert?: string | undefined;
  play?: string | undefined;
  /** The step of that play that this action is. */
  step?: string | undefined;
}

/** What came of it: the entry, or what is wrong, by field. */
export type AddResult = { ok: true; entry: RegisterEntry } | { ok: false; problems: EntryProblems };

/**
 * Puts an entry into the register, with its author, in the audit.
 * @throws {HoldfastError} HF_FORBIDDEN; HF_NOT_FOUND where there is no such alert, play or step
 */
export async function addEntry(ctx: RequestContext, input: AddInput): Promise<AddResult> {
  await requireChangeable(ctx, 'register');
  const today = localToday(ctx);
  const { title = '', kind = 'risk', account = '', nextReviewOn = '' } = input.fields;
  const linked = await readLinks(ctx, input);
  const read = readEntry(
    {
      ...input.fields,
      title: title.trim() === '' && linked.step ? linked.step.title : title,
      kind,
      account,
      nextReviewOn,
    },
    { today, known: { owners: new Set((await ownersOf(ctx)).map(({ id }) => id)) } },
  );
  if (!read.ok) return read;
  const of = linked.alert?.account ?? linked.play?.account ?? null;
  if (read.fields.account && of !== null && read.fields.account !== of)
    return { ok: false, problems: { account: `What it is linked to belongs to '${of}'.` } };
  const given: NewEntry & Partial<RegisterEntry> = {
    kind: 'risk',
    title: '',
    description: '',
    owner: ctx.member?.id ?? null,
    severity: null,
    worth: null,
    ...read.fields,
    account: read.fields.account ?? of,
    matter: null,
    alerts: linked.alert ? [linked.alert.id] : [],
    plays: linked.play ? [linked.play.id] : [],
    step: linked.play && linked.step ? { play: linked.play.id, step: linked.step.id } : null,
    dueOn: read.fields.dueOn ?? linked.step?.dueOn ?? null,
  };
  const entry = await ctx.store.transaction((store) => keepNew(ctx, store, given, ctx.member?.id ?? null));
  if (entry === null) throw new Error('an entry without a matter was refused');
  return { ok: true, entry };
}

/** Adds one in a transaction; null = its matter has an open entry. */
export async function keepNew(
  ctx: RequestContext,
  store: StoreTransaction,
  given: NewEntry & Partial<Pick<RegisterEntry, 'dueOn' | 'nextReviewOn' | 'step'>>,
  by: string | null,
): Promise<RegisterEntry | null> {
  const now = ctx.clock.now();
  const entry = beginEntry(given, { id: ctx.ids.proposal(now), by, now, today: localToday(ctx) });
  const note: RegisterNote = {
    entryId: entry.id,
    at: entry.createdAt,
    by,
    what: 'opened',
    detail: {
      text: entry.title,
      ...(entry.alerts[0] === undefined ? {} : { alert: entry.alerts[0] }),
      ...(entry.plays[0] === undefined ? {} : { play: entry.plays[0] }),
    },
  };
  if (!(await store.addRegisterEntry(entry, note))) return null;
  await store.appendAudit(auditOf(ctx, entry, note));
  return entry;
}

/**
 * Puts an alert into the register, once for its matter: who asks again gets the entry that is there.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND
 */
export async function addAlert(
  ctx: RequestContext,
  alertId: string,
): Promise<{ entry: RegisterEntry; isNew: boolean }> {
  await requireChangeable(ctx, 'register');
  const alert = await requireAlert(ctx, alertId);
  const kept = await ctx.store.transaction((store) =>
    keepNew(ctx, store, entryOfAlert(alert), ctx.member?.id ?? null),
  );
  if (kept) return { entry: kept, isNew: true };
  const found = await ctx.store.registerOf({ matters: [matterOfAlert(alert)], alerts: [alert.id] });
  const entry = found.find(({ state }) => state === 'open');
  if (!entry)
    throw new HoldfastError('HF_NOT_FOUND', 'Its entry was closed a moment ago', { next: 'Press it again.' });
  return { entry, isNew: false };
}

async function requireAlert(ctx: RequestContext, id: string): Promise<Alert> {
  const alert = await ctx.store.findAlert(id);
  if (alert) return alert;
  throw new HoldfastError('HF_NOT_FOUND', 'This alert is not on record any more', {
    next: 'Write the entry yourself: /cs register add',
  });
}

interface Links {
  alert: Alert | null;
  play: Play | null;
  step: { id: string; title: string; dueOn: string | null } | null;
}

async function readLinks(ctx: RequestContext, { alert, play, step }: AddInput): Promise<Links> {
  const found = play === undefined ? null : await requirePlay(ctx, play);
  return {
    alert: alert === undefined ? null : await requireAlert(ctx, alert),
    play: found,
    step: found && step !== undefined ? requireStep(found, step) : null,
  };
}

async function requirePlay(ctx: RequestContext, id: string): Promise<Play> {
  const play = foldPlay((await ctx.store.findPlay(id))?.events ?? []);
  if (play) return play;
  throw new HoldfastError('HF_NOT_FOUND', `There is no play '${id.slice(0, 60)}'`);
}

/** A task of the play that is to be done now: what is not begun has no due date yet. */
function requireStep(play: Play, id: string): NonNullable<Links['step']> {
  const step = play.steps.find(({ recipe }) => recipe.id === id);
  if (step?.recipe.kind !== 'task' || step.state !== 'current')
    throw new HoldfastError(
      'HF_NOT_FOUND',
      `The play has no task '${id.slice(0, 60)}' that is to be done now`,
      {
        next: 'Its card has its steps: play ACCOUNT',
      },
    );
  return { id, title: step.recipe.title, dueOn: dueDayOf(step.dueAt) };
}
