import type { FrictionPart, ShippedIssue } from '../../domain/friction.ts';
import { hitStates, type StandingIssue } from '../../domain/known-issue.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl, issueUrl } from '../evidence.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import { listNotices } from '../issues/list-notices.ts';

const dayMs = 86_400_000;

/** Open known issues as causes of friction, and what else is known to be one of them. */
export interface IssueFriction {
  parts: FrictionPart[];
  /** The issue's key, if an error's code or fingerprint is one of its signatures; null = of none */
  keyOf(error: string): string | null;
  /** Pages of records that are hits of some issue: they bother nobody a second time. */
  hits: ReadonlyMap<string, string>;
  /** Keys of issues that are not open any more. */
  settled: ReadonlySet<string>;
}

/** Reads the open known issues with whom they hit. @param isHere - whether an account is a customer still */
export async function issueParts(
  ctx: RequestContext,
  { from, until, isHere }: { from: Date; until: Date; isHere(account: string): boolean },
): Promise<IssueFriction> {
  const { hitDays } = ctx.content.register.friction;
  const knownAt = await ctx.store.lastSequence();
  const issues = await listKnownIssues(ctx);
  const open = issues.filter(({ status }) => status === 'open');
  const parts: FrictionPart[] = [];
  const hits = new Map<string, string>();
  for (const issue of open) {
    const links = await ctx.store.linksOfIssue(issue.id, hitStates, knownAt);
    const records = await ctx.store.findEvents(links.map(({ seq }) => seq));
    for (const { seq } of records) hits.set(eventUrl(seq), keyOfIssue(issue.id));
    const oldest = new Date(until.getTime() - hitDays * dayMs);
    const recent = records.filter(
      ({ event }) => event.at > oldest && event.at <= until && isHere(event.account),
    );
    const before = new Date(2 * from.getTime() - until.getTime());
    parts.push({
      source: 'known-issue',
      key: keyOfIssue(issue.id),
      title: issue.title,
      customers: [...new Set(recent.map(({ event }) => event.account))],
      times: recent.filter(({ event }) => event.at > from).length,
      timesBefore: recent.filter(({ event }) => event.at > before && event.at <= from).length,
      owners: [issue.owner],
      shipsOn: issue.ships_on ?? null,
      url: issueUrl(issue.id, knownAt),
    });
  }
  const settled = issues.filter(({ status }) => status !== 'open').map(({ id }) => keyOfIssue(id));
  return { parts, hits, settled: new Set(settled), keyOf: (error) => issueOfError(open, error) };
}

function issueOfError(open: readonly StandingIssue[], error: string): string | null {
  const wanted = error.trim().toLowerCase();
  const issue = open.find(({ error_signatures }) =>
    error_signatures.some((signature) => signature.toLowerCase() === wanted),
  );
  return issue ? keyOfIssue(issue.id) : null;
}

function keyOfIssue(id: string): string {
  return `issue ${id}`;
}

/** Known issues that were fixed in a time, with how many of the customers that they hit were told. */
export async function shippedIssues(
  ctx: RequestContext,
  { from, until }: { from: Date; until: Date },
): Promise<ShippedIssue[]> {
  const knownAt = await ctx.store.lastSequence();
  const issues = new Map((await listKnownIssues(ctx)).map((issue) => [issue.id, issue]));
  const turned = (await ctx.store.readStandings()).filter(
    ({ status, turn, at }) => status === 'fixed' && turn > 0 && at > from && at <= until,
  );
  const shipped: ShippedIssue[] = [];
  for (const { issueId, turn, at, fixedIn } of turned) {
    const issue = issues.get(issueId);
    if (!issue) continue;
    const notices = (await listNotices(ctx, issueId)).filter((notice) => notice.turn === turn);
    const links = await ctx.store.linksOfIssue(issueId, hitStates, knownAt);
    const on = (...states: string[]): number => notices.filter(({ state }) => states.includes(state)).length;
    shipped.push({
      id: issueId,
      title: issue.title,
      owner: issue.owner,
      fixedIn,
      at: at.toISOString(),
      told: on('done'),
      waiting: on('proposed', 'approved', 'executing', 'unknown'),
      hit: new Set(links.map(({ account }) => account)).size,
      url: issueUrl(issueId, knownAt),
    });
  }
  return shipped.sort((one, other) => other.hit - one.hit || (one.id < other.id ? -1 : 1));
}
