import { type Alert, severityRank } from '../../domain/alert.ts';
import type { DigestRisk, DigestSnapshot } from '../../domain/digest.ts';
import type { Finding } from '../../domain/finding.ts';
import type { RequestContext } from '../context.ts';
import { findRisks } from '../risks/find-risks.ts';
import type { Contracts } from './take-snapshot.ts';

/** What is at risk at both moments, by account, the gravest first. */
export interface Risks {
  now: ReadonlyMap<string, DigestRisk[]>;
  before: ReadonlyMap<string, DigestRisk[]>;
  source: DigestSnapshot['risksBefore'];
}

/**
 * Who is at risk, by alerts that are open, and who was a week before. Where nobody watched then, as in the first week, the
 * rules are asked what they would have seen: otherwise everybody at risk would seem to have come to be so this week.
 */
export async function readRisks(
  ctx: RequestContext,
  contracts: Pick<Contracts, 'before'>,
  { asOf, before, knownAt }: { asOf: Date; before: Date; knownAt: number },
): Promise<Risks> {
  const now = byAccount((await ctx.store.alertsOpenAt(asOf)).map(riskOfAlert));
  const first = await ctx.store.firstAlertAt();
  if (first !== null && first <= before)
    return {
      now,
      before: byAccount((await ctx.store.alertsOpenAt(before)).map(riskOfAlert)),
      source: 'alerts',
    };
  const seen: Of[] = [];
  const accountIds = [...contracts.before.keys()];
  for await (const { account, findings } of findRisks(ctx, { accountIds, asOf: before, knownAt }))
    seen.push(...findings.map((finding) => ({ account: account.id, finding })));
  return { now, before: byAccount(seen), source: 'rules' };
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
