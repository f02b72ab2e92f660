import { formatMoney } from '../../domain/money.ts';
import type { RegisterEntry } from '../../domain/register.ts';
import { type EntryProblems, readEntry, type TypedFields } from '../../rules/register/check-entry.ts';
import { requireChangeable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { actOnEntry, type EntryResult, requireEntry } from './act-on-entry.ts';
import { localToday } from './local-day.ts';
import { ownersOf } from './owners.ts';

/**
 * Changes what a person typed of an entry. What stands there already is not asked for again: a due date that has passed
 * may stay.
 * @throws {HoldfastError} HF_NOT_FOUND, HF_FORBIDDEN
 */
export async function editEntry(
  ctx: RequestContext,
  { id, revision, review }: { id: string; revision: number | null; review?: string | undefined },
  typed: TypedFields,
): Promise<EntryResult | { ok: false; problems: EntryProblems }> {
  await requireChangeable(ctx, 'register');
  const entry = await requireEntry(ctx, id);
  const read = readEntry(differing(entry, typed), {
    today: localToday(ctx),
    known: { owners: new Set((await ownersOf(ctx)).map((member) => member.id)) },
  });
  if (!read.ok) return read;
  return await actOnEntry(ctx, { id, revision }, { kind: 'change', fields: read.fields, review });
}

function differing(entry: RegisterEntry, typed: TypedFields): TypedFields {
  const stands: TypedFields = {
    kind: entry.kind,
    account: entry.account ?? '',
    title: entry.title,
    description: entry.description,
    owner: entry.owner ?? '',
    dueOn: entry.dueOn ?? '',
    nextReviewOn: entry.nextReviewOn,
    severity: entry.severity ?? '',
    worth: entry.worth ? formatMoney(entry.worth) : '',
  };
  return Object.fromEntries(
    Object.entries(typed).filter(([name, text]) => stands[name as keyof TypedFields] !== text),
  );
}
