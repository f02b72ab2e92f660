import { judgedWords } from '../../rules/alert/judged-words.ts';
import type { RequestContext } from '../context.ts';

/** How far back people's verdicts count. Days. */
const verdictDays = 365;

/** What people made of each rule's alerts, in a sentence, by rule; rules that nobody judged are absent. */
export async function ruleWorth(ctx: RequestContext): Promise<Map<string, string>> {
  const since = new Date(ctx.clock.now().getTime() - verdictDays * 86_400_000);
  const tallies = await ctx.store.tallyAlertVerdicts(since);
  return new Map(
    tallies.flatMap(({ rule, verdicts }): [string, string][] => {
      const words = judgedWords(verdicts);
      return words === null ? [] : [[rule, words]];
    }),
  );
}
