import type { MetricFacts } from './metric-facts.ts';

/** The facts of some accounts alone, so that any metric can be counted over them. */
export function restrictFacts(facts: MetricFacts, accounts: ReadonlySet<string>): MetricFacts {
  const ofMap = <T>(all: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...all].filter(([id]) => accounts.has(id)));
  const of = <T extends { account: string | null }>(all: readonly T[]): T[] =>
    all.filter(({ account }) => account !== null && accounts.has(account));
  return {
    from: facts.from,
    to: facts.to,
    rates: facts.rates,
    said: facts.said,
    atRisk: facts.atRisk,
    wereAtRisk: facts.wereAtRisk === null ? null : of(facts.wereAtRisk),
    yearAgo: ofMap(facts.yearAgo),
    atEnd: ofMap(facts.atEnd),
    opening: ofMap(facts.opening),
    ended: of(facts.ended),
    scores: of(facts.scores),
    surveys: of(facts.surveys),
    ratings: of(facts.ratings),
    firstValues: of(facts.firstValues),
    incidents: of(facts.incidents),
    promises: of(facts.promises),
    questions: of(facts.questions),
    wishes: of(facts.wishes),
    won: of(facts.won),
    decided: of(facts.decided),
    open: of(facts.open),
  };
}
