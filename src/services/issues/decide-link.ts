import type { IssueLink } from '../../domain/known-issue.ts';
import { HoldfastError } from '../../errors.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { requireIssue } from './known-issues.ts';

/** What somebody says of a record: it is about this issue, or it is not. */
export interface LinkDecision {
  issueId: string;
  /** The record's number. */
  seq: number;
  verdict: 'confirmed' | 'rejected';
}

/**
 * Writes down what a person says: it counts from now on, and the method that suggested it is measured by it. A record
 * that nothing suggested can be confirmed as well.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND for an issue or a record that does not exist
 */
export async function decideLink(ctx: RequestContext, decision: LinkDecision): Promise<IssueLink> {
  await requireChangeable(ctx, 'issues');
  const issue = await requireIssue(ctx, decision.issueId);
  const { seq, verdict } = decision;
  const [stored] = await ctx.store.findEvents([seq]);
  if (!stored) throw new HoldfastError('HF_NOT_FOUND', `There is no record number ${seq}`);
  const [at, by, account] = [ctx.clock.now(), actorOf(ctx), stored.event.account];
  return await ctx.store.transaction(async (store) => {
    await store.lockIssueMatching();
    const suggested = await store.findIssueLink(issue.id, seq);
    if (suggested) await store.decideIssueLink({ issueId: issue.id, seq, state: verdict, by, at });
    else {
      await store.addIssueLinks([
        {
          issueId: issue.id,
          seq,
          account,
          method: 'person',
          confidencePercent: 100,
          state: verdict,
          auto: false,
          reason: 'a person said so',
          fingerprint: null,
          decidedBy: by,
          decidedAt: at,
        },
      ]);
    }
    await store.appendAudit({
      at,
      actor: by,
      action: `issue.link_${verdict}`,
      account,
      detail: { issue: issue.id, record: seq, method: suggested?.method ?? 'person' },
    });
    const link = await store.findIssueLink(issue.id, seq);
    if (!link) throw new Error('a link that was written is not there');
    return link;
  });
}
