import { type ComparedText, compareTexts, type FindSimilar } from '../../copilot/similar-texts.ts';
import { digestOf } from '../../domain/canonical-json.ts';
import { type CustomerEvent, isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type { IssueLink, KnownFingerprint, KnownIssue, StandingIssue } from '../../domain/known-issue.ts';
import { type DeployedVersion, versionAt } from '../../rules/issue-match/affected-version.ts';
import { fingerprintOf, fingerprintsIn } from '../../rules/issue-match/fingerprint.ts';
import { type MatchedRecord, matchIssues } from '../../rules/issue-match/match-issue.ts';
import { mayCount } from '../../rules/issue-match/precision.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { Services } from '../context.ts';
import { standNow } from './known-issues.ts';

/** Records a transaction; small enough that an ingest that waits for the database does not wait long. */
const recordsPerPass = 2_000;
/** Raised when the same records would be matched otherwise. */
const matcherVersion = 1;
const matchedTypes = ['ticket.created', 'error.raised'] as const;

/** What a run of the matching came to. */
export interface MatchResult {
  records: number;
  links: number;
  /** Everything received before it began has been matched. */
  upToDate: boolean;
}

/**
 * Brings new tickets and errors together with known issues. What was matched stays matched; when the knowledge changed,
 * everything that nobody decided is matched anew. Safe to run twice at once.
 * @param passes - at most so many transactions
 */
export async function matchRecords(
  services: Pick<Services, 'store' | 'knowledge' | 'clock'>,
  passes = Number.POSITIVE_INFINITY,
): Promise<MatchResult> {
  const result: MatchResult = { records: 0, links: 0, upToDate: false };
  for (let pass = 0; pass < passes && !result.upToDate; pass++) {
    const issues = await services.knowledge.issues();
    const done = await services.store.transaction((store) => matchSome(store, issues, services.clock.now()));
    result.records += done.records;
    result.links += done.links;
    result.upToDate = done.upToDate;
  }
  return result;
}

async function matchSome(
  store: StoreTransaction,
  read: readonly KnownIssue[],
  now: Date,
): Promise<MatchResult> {
  const progress = await store.lockIssueMatching();
  const issues = await standNow(store, read, now);
  const knowledgeDigest = digestOf({ matcherVersion, issues });
  const isSame = progress.knowledgeDigest === knowledgeDigest;
  if (!isSame) await store.forgetUndecidedLinks();
  const received = await store.lastSequence();
  const after = isSame ? progress.matchedSeq : 0;
  const records = await store.readEventsAfter(after, matchedTypes, recordsPerPass);
  const upToDate = records.length < recordsPerPass;
  const links = await linksFor(store, issues, records);
  await store.addIssueLinks(links);
  const last = records.at(-1)?.seq ?? after;
  const matchedSeq = upToDate ? Math.max(received, last) : last;
  if (!isSame || matchedSeq !== progress.matchedSeq)
    await store.noteIssueMatching({ matchedSeq, knowledgeDigest });
  return { records: records.length, links: links.length, upToDate };
}

/** What is known beside the records of one pass. */
interface Pass {
  issues: readonly StandingIssue[];
  find: FindSimilar;
  deployed: ReadonlyMap<string, DeployedVersion[]>;
  counts: boolean;
}

async function linksFor(
  store: StoreTransaction,
  issues: readonly StandingIssue[],
  records: readonly StoredEvent[],
): Promise<IssueLink[]> {
  if (records.length === 0 || issues.length === 0) return [];
  const accounts = [...new Set(records.map(({ event }) => event.account))];
  const pass: Pass = {
    issues,
    find: compareTexts(comparedIssues(issues)),
    deployed: Map.groupBy(await store.readDeployments(accounts), ({ account }) => account),
    counts: mayCount(await store.tallyLinks()),
  };
  const known = await store.readFingerprints(accounts);
  return records.flatMap((stored) => {
    const links = linksOf(stored, pass, known);
    for (const { fingerprint, ...link } of links)
      if (fingerprint !== null) known.push({ ...link, fingerprint });
    return links;
  });
}

/** What of the known issues tickets are compared with: those that are not superseded. */
export function comparedIssues(issues: readonly StandingIssue[]): ComparedText[] {
  return issues
    .filter(({ status }) => status !== 'superseded')
    .map(({ id, title, error_signatures, body }) => ({
      id,
      title: [title, ...error_signatures].join(' '),
      body,
    }));
}

const similarAtMost = 10;

function linksOf({ event, seq }: StoredEvent, pass: Pass, known: readonly KnownFingerprint[]): IssueLink[] {
  const record = recordOf(event, pass.deployed.get(event.account) ?? []);
  if (!record) return [];
  const shares = record.code === null ? pass.find(wordsOf(event), similarAtMost) : [];
  const matches = matchIssues(record, {
    issues: pass.issues,
    fingerprints: known,
    shares: new Map(shares.map(({ id, share }) => [id, share])),
    counts: pass.counts,
  });
  const fingerprint = record.fingerprints[0] ?? null;
  return matches
    .filter(({ issueId, counted }) => counted || record.kind === 'ticket' || !waits(known, record, issueId))
    .map(({ issueId, method, confidencePercent, counted, reason }) => ({
      issueId,
      seq,
      account: event.account,
      method,
      confidencePercent,
      reason,
      fingerprint,
      state: counted ? 'counted' : 'suggested',
      auto: counted,
      decidedBy: null,
      decidedAt: null,
    }));
}

/** One question to a person is enough for one error of one account, however often it comes. */
function waits(known: readonly KnownFingerprint[], record: MatchedRecord, issueId: string): boolean {
  return known.some(
    (each) =>
      each.state === 'suggested' &&
      each.issueId === issueId &&
      each.account === record.account &&
      record.fingerprints.includes(each.fingerprint),
  );
}

/** A record as the rules look at it; null = nothing in it can be matched */
function recordOf(event: CustomerEvent, deployed: readonly DeployedVersion[]): MatchedRecord | null {
  if (!isBuiltIn(event)) return null;
  const version = versionAt(deployed, event.at);
  if (event.type === 'error.raised') {
    const { code, fingerprint, message } = event.payload as typeof event.payload & { message?: unknown };
    const text = typeof message === 'string' ? `${code}\n${message}` : code;
    const fingerprints = [fingerprintOf(fingerprint ?? text)].filter((each) => each !== '');
    return { kind: 'error', account: event.account, text, code, fingerprints, version, at: event.at };
  }
  if (event.type !== 'ticket.created') return null;
  const { title, body } = wordsOf(event);
  const text = `${title}\n${body}`;
  return {
    kind: 'ticket',
    account: event.account,
    text,
    code: null,
    fingerprints: fingerprintsIn(text),
    version,
    at: event.at,
  };
}

/** What a ticket says. */
export function wordsOf(event: CustomerEvent): { title: string; body: string } {
  if (!isBuiltIn(event) || event.type !== 'ticket.created') return { title: '', body: '' };
  return { title: event.payload.subject ?? '', body: event.payload.body ?? '' };
}
