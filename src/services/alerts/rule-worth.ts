import { judgedWords } from '../../rules/alert/judged-words.ts';
import { measuredWords } from '../../rules/alert/measured-words.ts';
import type { RequestContext } from '../context.ts';
import { readMeasured } from '../risks/measured-rules.ts';

/** How far back people's verdicts count. Days. */
const verdictDays = 365;

/** What each rule was worth, by people's verdicts and by the history that is loaded; of whom nobody can say is absent. */
export async function ruleWorth(ctx: RequestContext): Promise<Map<string, string>> {
  const since = new Date(ctx.clock.now().getTime() - verdictDays * 86_400_000);
  const judged = new Map(
    (await ctx.store.tallyAlertVerdicts(since)).map(({ rule, verdicts }) => [rule, judgedWords(verdicts)]),
  );
  const measured = new Map(
    ((await readMeasured(ctx))?.rules ?? []).map((rule) => [rule.id, measuredWords(rule)]),
  );
  const rules = [...new Set([...judged.keys(), ...measured.keys()])];
  return new Map(
    rules.flatMap((rule): [string, string][] => {
      const words = [judged.get(rule), measured.get(rule)].filter((one) => one != null);
      return words.length === 0 ? [] : [[rule, words.join(' · ')]];
    }),
  );
}
