import { hiddenCharacters, spellHidden } from '../domain/hidden-characters.ts';
import type { AuditFilter } from '../store/audit.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';

/** An entry as it is shown: no text in it can move a cursor, break a line or hide. */
export interface ShownEntry {
  /** In the order of writing; there may be gaps. */
  entry: number;
  seq: number | null; // null = it waits for its place in the chain
  at: string;
  actor: string;
  action: string;
  account: string | null;
  detail: Record<string, unknown>;
  /** By name; null = the value was erased */
  personal: Record<string, string | null>;
}

/**
 * The newest entries of the audit, newest first.
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function showAudit(ctx: RequestContext, filter: AuditFilter): Promise<ShownEntry[]> {
  await requireReadable(ctx, 'audit', filter.account ?? null);
  const entries = await ctx.store.readAudit(filter);
  const commitments = entries.flatMap(({ personal }) => Object.values(personal));
  const values = await ctx.store.readPersonal(commitments);
  return entries.map(({ entry, seq, at, actor, action, account: about, detail, personal }) => ({
    entry,
    seq,
    at: at.toISOString(),
    actor: visible(actor),
    action: visible(action),
    account: about === null ? null : visible(about),
    detail: visibleDeep(detail) as Record<string, unknown>,
    personal: Object.fromEntries(
      Object.entries(personal).map(([name, commitment]) => {
        const value = values.get(commitment);
        return [visible(name), value === undefined ? null : visible(value)];
      }),
    ),
  }));
}

/** Text without anything that a terminal or a reader could be fooled by. */
export function visible(text: string): string {
  return text.replace(/[\t\n\r]/g, spellHidden).replace(hiddenCharacters, spellHidden);
}

function visibleDeep(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(visibleDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [visible(key), visibleDeep(item)]));
}
