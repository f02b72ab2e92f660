import { openAction } from '../../domain/action.ts';
import type { ProposalState } from '../../domain/proposal.ts';
import type { TriageVerdict } from '../../domain/triage.ts';
import type { KeptTriage } from '../../store/triage.ts';
import type { RequestContext } from '../context.ts';
import { tagOf } from './triage-tickets.ts';

/** How one rule's suggestions fared. */
export interface RuleRecord {
  ruleId: string;
  field: 'priority' | 'tag';
  value: string;
  suggested: number;
  kept: number;
  corrected: number;
  waiting: number;
  /** 0–1: kept of those that somebody decided; null = nobody did */
  precision: number | null;
  /** What people said instead, the commonest first. */
  instead: { value: string; times: number }[];
}

const taken: ReadonlySet<ProposalState> = new Set(['approved', 'executing', 'done', 'unknown']);

/** How often each rule's suggestions were corrected, since an instant; those that were corrected the most first. */
export async function reportTriage(ctx: RequestContext, since?: Date): Promise<RuleRecord[]> {
  const kept = await ctx.store.listTriage(since ? { since } : {});
  const records = new Map<string, RuleRecord>();
  for (const triage of kept) {
    const { verdict, instead } = await verdictOf(ctx, triage);
    for (const ruleId of triage.ruleIds) {
      const record = records.get(ruleId) ?? emptyRecord(ruleId, triage);
      note(record, verdict, instead);
      records.set(ruleId, record);
    }
  }
  return [...records.values()].sort(
    (one, other) => other.corrected - one.corrected || (one.ruleId < other.ruleId ? -1 : 1),
  );
}

/**
 * What became of a suggestion: a person's own word, or what was decided about the proposal that carried it. Whoever
 * approved the proposal with the tag kept it; whoever rejected it, or edited the tag out, corrected it.
 */
export async function verdictOf(
  { store }: Pick<RequestContext, 'store'>,
  triage: KeptTriage,
): Promise<{ verdict: TriageVerdict; instead: string | null }> {
  if (triage.correctedTo === triage.value) return { verdict: 'kept', instead: null };
  if (triage.correctedTo !== null) return { verdict: 'corrected', instead: triage.correctedTo };
  const stored = triage.proposalId === null ? null : await store.findProposal(triage.proposalId);
  if (!stored) return { verdict: 'undecided', instead: null };
  const { state } = stored.proposal;
  if (state === 'proposed') return { verdict: 'waiting', instead: null };
  if (state === 'rejected') return { verdict: 'corrected', instead: null };
  if (!taken.has(state)) return { verdict: 'undecided', instead: null };
  const tags = openAction(stored.body)?.params.tags;
  const given = Array.isArray(tags) ? tags.map(String) : [];
  if (given.includes(tagOf(triage))) return { verdict: 'kept', instead: null };
  const other = triage.field === 'priority' ? given.find((tag) => /^priority-p[0-3]$/.test(tag)) : undefined;
  return { verdict: 'corrected', instead: other ? other.slice('priority-'.length).toUpperCase() : 'none' };
}

function emptyRecord(ruleId: string, { field, value }: KeptTriage): RuleRecord {
  return {
    ruleId,
    field,
    value,
    suggested: 0,
    kept: 0,
    corrected: 0,
    waiting: 0,
    precision: null,
    instead: [],
  };
}

function note(record: RuleRecord, verdict: TriageVerdict, instead: string | null): void {
  record.suggested++;
  if (verdict === 'undecided') return;
  record[verdict]++;
  const decided = record.kept + record.corrected;
  record.precision = decided === 0 ? null : record.kept / decided;
  if (instead === null) return;
  const known = record.instead.find(({ value }) => value === instead);
  if (known) known.times++;
  else record.instead.push({ value: instead, times: 1 });
  record.instead.sort((one, other) => other.times - one.times || (one.value < other.value ? -1 : 1));
}
