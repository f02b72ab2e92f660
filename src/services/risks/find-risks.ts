import type { Account } from '../../domain/account.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { Finding } from '../../domain/finding.ts';
import type { TimelineEntry } from '../../domain/health.ts';
import type { RulePack } from '../../domain/rule-pack.ts';
import { startOfDay } from '../../domain/utc-day.ts';
import { factReader, findingsOf, waitsForFacts } from '../../rules/engine.ts';
import { scoreFacts } from '../../rules/facts/score-facts.ts';
import { type CompiledRule, compilePacks } from '../../rules/packs/compile-pack.ts';
import { foldFindings } from '../../rules/packs/fold-findings.ts';
import type { RequestContext } from '../context.ts';
import { toTimelineEntry } from '../evidence.ts';
import type { AccountScore } from '../score-accounts.ts';
import { readSubjects, type SubjectMoment, withEarlierScores } from './read-subjects.ts';

/** Accounts per round: large enough for the planner to hash, small enough to leave the event loop free. */
const chunkSize = 250;
const evidenceLinks = 3;
/** What needs scores of earlier days. */
const earlier: ReadonlySet<string> = new Set(scoreFacts.map(({ id }) => id).filter((id) => id !== 'score'));

/** An account with what the rules see in it. */
export interface AccountRisks {
  account: Account;
  scored: AccountScore;
  findings: Finding[];
}

export interface FindRisksInput {
  /** Default: all. */
  accountIds?: readonly string[] | undefined;
  asOf?: Date | undefined;
  knownAt?: number | undefined;
  /** Default: those in force. */
  packs?: readonly RulePack[] | undefined;
}

/**
 * Asks every rule about every account at one moment; nothing is stored. The same moment gives the same findings,
 * whatever came in since.
 */
export async function* findRisks(ctx: RequestContext, input: FindRisksInput): AsyncGenerator<AccountRisks> {
  const asOf = input.asOf ?? ctx.clock.now();
  const knownAt = input.knownAt ?? (await ctx.store.lastSequence());
  const packs = input.packs ?? (await ctx.content.packs.inForce()).packs;
  const rules = compilePacks(packs);
  const accounts = input.accountIds
    ? await ctx.store.findAccounts(input.accountIds)
    : await ctx.store.listAccounts();
  for (let start = 0; start < accounts.length; start += chunkSize)
    for (const risks of await risksOf(ctx, rules, accounts.slice(start, start + chunkSize), {
      asOf,
      knownAt,
    }))
      yield { ...risks, findings: foldFindings(risks.findings, packs) };
}

async function risksOf(
  ctx: RequestContext,
  rules: readonly CompiledRule[],
  accounts: readonly Account[],
  moment: SubjectMoment,
): Promise<AccountRisks[]> {
  const subjects = await readSubjects(ctx, accounts, moment);
  const waiting = subjects.filter(({ subject }) =>
    waitsForFacts(rules, subject, factReader(subject), earlier),
  );
  const complete = new Map(
    (await withEarlierScores(ctx, waiting, moment)).map((one) => [one.subject.account.id, one.subject]),
  );
  return subjects
    .map(({ subject: first, scored }) => ({ subject: complete.get(first.account.id) ?? first, scored }))
    .map(({ subject, scored }) => ({
      ...{ account: subject.account, scored },
      findings: findingsOf(rules, subject),
    }));
}

/**
 * The records that findings stand on, at most three of each: those that it names, then the latest of its window. All of
 * them are read in a few statements; one statement a finding took as long as all the rest of a watch.
 */
export async function evidenceOfFindings(
  ctx: RequestContext,
  findings: readonly Pick<Finding, 'account' | 'evidence'>[],
  moment: { asOf: Date; knownAt: number },
): Promise<TimelineEntry[][]> {
  const records = [...new Set(findings.flatMap(({ evidence }) => evidence.records))];
  const bySeq = new Map((await ctx.store.findEvents(records)).map((stored) => [stored.seq, stored]));
  const namedOf = ({ evidence }: Pick<Finding, 'evidence'>): StoredEvent[] =>
    [...evidence.records].sort((a, b) => a - b).flatMap((seq) => bySeq.get(seq) ?? []);
  const wanting = findings.filter((finding) => namedOf(finding).length < evidenceLinks);
  const latest = await ctx.store.latestEvidence(
    wanting.map(({ account, evidence: { types, since } }) => ({ account, types, since: startOfDay(since) })),
    moment,
    evidenceLinks,
  );
  const latestOf = new Map(wanting.map((finding, index) => [finding, latest[index] ?? []]));
  return findings.map((finding) => {
    const named = namedOf(finding);
    const known = new Set(named.map(({ seq }) => seq));
    const others = (latestOf.get(finding) ?? []).filter(({ seq }) => !known.has(seq));
    return [...named, ...others].slice(0, evidenceLinks).map(toTimelineEntry);
  });
}
