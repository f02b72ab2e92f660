import { type Alert, severityRank } from '../../domain/alert.ts';
import type { DigestRisk, DigestSnapshot } from '../../domain/digest.ts';
import type { Finding } from '../../domain/finding.ts';
import type { RequestContext } from '../context.ts';
import { type AccountRisks, findRisks, findRisksOfDay } from '../risks/find-risks.ts';
import type { AccountScore } from '../score-accounts.ts';
import type { Contracts, DigestMoments } from './read-scope.ts';

/** Whose word it is who was at risk. */
type RiskSource = DigestSnapshot['risksBefore'];

/** What is at risk at both moments, by account, the gravest first. */
export interface Risks {
  now: ReadonlyMap<string, DigestRisk[]>;
  before: ReadonlyMap<string, DigestRisk[]>;
  sources: { now: RiskSource; before: RiskSource };
  /** The scores that the rules were asked with; null = they were not asked about that moment */
  scores: Readonly<Record<'now' | 'before', ReadonlyMap<string, AccountScore> | null>>;
}

/**
 * Who is at risk, by alerts that are open, and who was a week before. Where nobody watched, as before the first alert of all,
 * the rules are asked what they would have seen: otherwise everybody at risk would seem to have come to be so this week, or,
 * right after an import, to be no longer. A week before they are asked about the end of that UTC day, as its scores are.
 */
export async function readRisks(
  ctx: RequestContext,
  contracts: Pick<Contracts, 'now' | 'before'>,
  { asOf, before, knownAt }: DigestMoments,
): Promise<Risks> {
  const first = await ctx.store.firstAlertAt();
  const sourceAt = (at: Date): RiskSource => (first !== null && first <= at ? 'alerts' : 'rules');
  const sources = { now: sourceAt(asOf), before: sourceAt(before) };
  const byAlerts = async (at: Date): Promise<Seen> => ({
    seen: (await ctx.store.alertsOpenAt(at)).map(riskOfAlert),
    scores: null,
  });
  const then = { at: before, knownAt, accounts: [...contracts.before.values()] };
  const now =
    sources.now === 'alerts'
      ? await byAlerts(asOf)
      : await seenBy(findRisks(ctx, { accountIds: [...contracts.now.keys()], asOf, knownAt }));
  const earlier =
    sources.before === 'alerts' ? await byAlerts(before) : await seenBy(findRisksOfDay(ctx, then));
  return {
    now: byAccount(now.seen),
    before: byAccount(earlier.seen),
    sources,
    scores: { now: now.scores, before: earlier.scores },
  };
}

/** Accounts with an open alert at an instant; null = nobody watched then */
export async function atRiskByAlerts(
  { store }: RequestContext,
  at: Date,
): Promise<ReadonlySet<string> | null> {
  const first = await store.firstAlertAt();
  if (first === null || first > at) return null;
  return new Set(byAccount((await store.alertsOpenAt(at)).map(riskOfAlert)).keys());
}

async function seenBy(risks: AsyncIterable<AccountRisks>): Promise<Seen> {
  const seen: Of[] = [];
  const scores = new Map<string, AccountScore>();
  for await (const { account, scored, findings } of risks) {
    seen.push(...findings.map((finding) => ({ account: account.id, finding })));
    scores.set(account.id, scored);
  }
  return { seen, scores };
}

interface Seen {
  seen: Of[];
  /** Null = nobody had to score for it. */
  scores: ReadonlyMap<string, AccountScore> | null;
}

interface Of {
  account: string;
  finding: Finding;
}

function riskOfAlert({ account, finding }: Alert): Of {
  return { account, finding };
}

/** What may grow is no risk. */
function byAccount(found: readonly Of[]): Map<string, DigestRisk[]> {
  const risks = found.filter(({ finding }) => finding.kind !== 'expansion');
  return new Map(
    [...Map.groupBy(risks, ({ account }) => account)].map(([account, own]) => [
      account,
      own
        .map(({ finding: { rule, title, severity } }) => ({ rule, title, severity }))
        .sort(
          (one, other) =>
            severityRank(one.severity) - severityRank(other.severity) || (one.rule < other.rule ? -1 : 1),
        ),
    ]),
  );
}
