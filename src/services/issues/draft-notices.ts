import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import { hitStates, type IssueStanding, type KnownIssue } from '../../domain/known-issue.ts';
import { versionAt } from '../../rules/issue-match/affected-version.ts';
import { noticeText } from '../../rules/issue-match/notice-text.ts';
import { formatDay } from '../../views/format.ts';
import type { RequestContext } from '../context.ts';
import { proposeUnlessDone, requireValid } from '../propose-unless-done.ts';
import { findRecipients } from './find-recipients.ts';
import { listKnownIssues, requireIssue } from './known-issues.ts';
import { matchRecords, wordsOf } from './match-records.ts';

/** What became of the notices about one turn of one issue. */
export interface NoticeDraft {
  issueId: string;
  status: KnownIssue['status'];
  /** Decides them together: `decide batch:NAME approve`. */
  batch: string;
  drafted: { account: string; proposalId: string }[];
  /** Accounts that were hit and are not written to, each with the reason. */
  without: { account: string; reason: string }[];
  /** Accounts whose notice was drafted before. */
  before: number;
}

/**
 * Drafts one letter for every account that an issue hit, since the issue opened or was fixed. Each is a proposal of its
 * own, all of one batch; an account gets one per turn of the issue, however often this runs.
 * @param only - the issue that a person names, even if it stood so when the knowledge was first read; default: every
 * issue whose status changed since
 * @throws {HoldfastError} HF_NOT_FOUND when there is no such issue
 */
export async function draftNotices(ctx: RequestContext, only?: string): Promise<NoticeDraft[]> {
  await matchRecords(ctx);
  const named = only === undefined ? null : (await requireIssue(ctx, only)).id;
  const standings = (await ctx.store.readStandings()).filter(({ issueId, turn }) =>
    named === null ? turn > 0 : issueId === named,
  );
  const issues = new Map((await listKnownIssues(ctx)).map((issue) => [issue.id, issue]));
  const drafts: NoticeDraft[] = [];
  for (const standing of standings) {
    const issue = issues.get(standing.issueId);
    if (issue && issue.status !== 'superseded') drafts.push(await draftTurn(ctx, issue, standing));
  }
  return drafts;
}

async function draftTurn(
  ctx: RequestContext,
  issue: KnownIssue,
  { turn }: IssueStanding,
): Promise<NoticeDraft> {
  const batch = `issue.${issue.id}.${turn}`;
  const links = await ctx.store.linksOfIssue(issue.id, hitStates, Number.MAX_SAFE_INTEGER);
  const told = new Set(
    (await ctx.store.listIssueNotices(issue.id))
      .filter((notice) => notice.turn === turn)
      .map(({ account }) => account),
  );
  const draft: NoticeDraft = {
    issueId: issue.id,
    status: issue.status,
    batch,
    drafted: [],
    without: [],
    before: told.size,
  };
  for (const [account, own] of Map.groupBy(links, (link) => link.account)) {
    if (told.has(account)) continue;
    const hits = await ctx.store.findEvents(own.map(({ seq }) => seq));
    const outcome = await draftOne(ctx, issue, account, hits, { turn, batch });
    if ('reason' in outcome) draft.without.push({ account, reason: outcome.reason });
    else draft.drafted.push({ account, proposalId: outcome.proposalId });
  }
  return draft;
}

async function draftOne(
  ctx: RequestContext,
  issue: KnownIssue,
  accountId: string,
  hits: readonly StoredEvent[],
  { turn, batch }: { turn: number; batch: string },
): Promise<{ proposalId: string } | { reason: string }> {
  const [account] = await ctx.store.findAccounts([accountId]);
  if (account?.status !== 'active') return { reason: 'it is no longer a customer' };
  const text = noticeText(issue, await ownHits(ctx, accountId, hits));
  if (!text) return { reason: 'nothing of this issue may be said to customers: its audience is internal' };
  const to = await findRecipients(ctx, account, hits);
  if (to.length === 0) return { reason: 'nobody with an address at its domains is known' };
  const letter = { kind: 'message.customer', account: accountId, batch, params: { to, ...text } };
  const result = requireValid(
    await proposeUnlessDone(ctx, letter, async (store, { id: proposalId }) => {
      const notice = { issueId: issue.id, turn, account: accountId, proposalId, at: ctx.clock.now() };
      return await store.addIssueNotice(notice);
    }),
  );
  if (result.ok) return { proposalId: result.proposal.id };
  return { reason: result.refusal === 'done' ? 'it was drafted a moment ago' : result.reason };
}

/** What an account itself said or showed; nothing of anybody else. */
async function ownHits(
  ctx: RequestContext,
  account: string,
  hits: readonly StoredEvent[],
): Promise<Parameters<typeof noticeText>[1]> {
  const own = hits.filter(({ event }) => event.account === account);
  const tickets = own.flatMap(({ event }) =>
    isBuiltIn(event) && event.type === 'ticket.created'
      ? [{ ticketId: event.payload.ticketId, subject: wordsOf(event).title, at: event.at }]
      : [],
  );
  const lastError = own
    .filter(({ event }) => event.type === 'error.raised')
    .reduce<Date | null>((latest, { event }) => (latest && latest > event.at ? latest : event.at), null);
  return {
    tickets: tickets.sort((one, other) => other.at.getTime() - one.at.getTime()),
    lastErrorOn: lastError && formatDay(lastError.toISOString()),
    version: versionAt(await ctx.store.readDeployments([account]), ctx.clock.now()),
  };
}
