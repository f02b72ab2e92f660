import { findFact } from '../../rules/facts/index.ts';
import type { RequestContext } from '../context.ts';
import { readSubjects, subjectMoment, withEarlierScores } from '../risks/read-subjects.ts';

/**
 * One fact of an account as of now, as rules read it: a play and the rule that called for it never see two figures.
 * @returns null when nobody knows: there is no such fact, no event of the account yet, or too little of it
 */
export async function readFact(ctx: RequestContext, accountId: string, name: string): Promise<number | null> {
  const fact = findFact(name);
  const accounts = await ctx.store.findAccounts([accountId]);
  if (!fact) return null;
  const knownAt = await ctx.store.lastSequence();
  const moment = await subjectMoment(ctx, { asOf: ctx.clock.now(), knownAt });
  const subjects = await withEarlierScores(ctx, await readSubjects(ctx, accounts, moment), moment);
  return subjects.map(({ subject }) => fact.read(subject))[0] ?? null;
}
