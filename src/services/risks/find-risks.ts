import type { Account } from '../../domain/account.ts';
import type { Finding } from '../../domain/finding.ts';
import type { RulePack } from '../../domain/rule-pack.ts';
import { endOfDay, utcDayOf } from '../../domain/utc-day.ts';
import { factReader, findingsOf, waitsForFacts } from '../../rules/engine.ts';
import { scoreFacts } from '../../rules/facts/score-facts.ts';
import { type CompiledRule, compilePacks } from '../../rules/packs/compile-pack.ts';
import { foldFindings } from '../../rules/packs/fold-findings.ts';
import type { RequestContext } from '../context.ts';
import type { AccountScore } from '../score-accounts.ts';
import {
  readSubjects,
  readSubjectsOfDay,
  type ScoredSubject,
  type SubjectMoment,
  subjectMoment,
  withEarlierScores,
} from './read-subjects.ts';

/** Accounts per round: large enough for the planner to hash, small enough to leave the event loop free. */
const chunkSize = 250;
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
  const moment = await subjectMoment(ctx, { asOf, knownAt });
  for (let start = 0; start < accounts.length; start += chunkSize)
    for (const risks of await risksOf(
      ctx,
      rules,
      await readSubjects(ctx, accounts.slice(start, start + chunkSize), moment),
      moment,
    ))
      yield { ...risks, findings: foldFindings(risks.findings, packs) };
}

/** An instant of a UTC day that is over, and what is known of it. */
export interface PastDay {
  at: Date;
  knownAt: number;
  /** As their contracts stood then. */
  accounts: readonly Account[];
}

/**
 * What the rules would have seen at the end of the UTC day of an instant: as `findRisks` of its last instant, but for all accounts at once, since
 * whole days need no replay of each account.
 */
export async function* findRisksOfDay(
  ctx: RequestContext,
  { at, knownAt, accounts }: PastDay,
): AsyncGenerator<AccountRisks> {
  const { packs } = await ctx.content.packs.inForce();
  const rules = compilePacks(packs);
  const moment = await subjectMoment(ctx, { asOf: endOfDay(utcDayOf(at)), knownAt });
  for (let start = 0; start < accounts.length; start += chunkSize) {
    const chunk = accounts.slice(start, start + chunkSize);
    for (const risks of await risksOf(ctx, rules, await readSubjectsOfDay(ctx, chunk, at, moment), moment))
      yield { ...risks, findings: foldFindings(risks.findings, packs) };
  }
}

async function risksOf(
  ctx: RequestContext,
  rules: readonly CompiledRule[],
  subjects: readonly ScoredSubject[],
  moment: SubjectMoment,
): Promise<AccountRisks[]> {
  const waiting = subjects.filter(({ subject }) =>
    waitsForFacts(rules, subject, factReader(subject), earlier),
  );
  const complete = new Map(
    (await withEarlierScores(ctx, waiting, moment)).map((one) => [one.subject.account.id, one.subject]),
  );
  return subjects
    .map(({ subject: first, scored }) => ({ subject: complete.get(first.account.id) ?? first, scored }))
    .map(({ subject, scored }) => ({
      account: subject.account,
      scored,
      findings: findingsOf(rules, subject),
    }));
}
