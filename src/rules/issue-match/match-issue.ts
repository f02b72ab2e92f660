import type { KnownFingerprint, KnownIssue, LinkMethod, StandingIssue } from '../../domain/known-issue.ts';
import { holdsFor, successorOf } from './affected-version.ts';
import { fitSignature, type SignatureFit } from './signature.ts';

/** What is brought together with known issues: an error that the product reported, or a ticket that somebody wrote. */
export interface MatchedRecord {
  kind: 'error' | 'ticket';
  account: string;
  /** An error's code, and what it says below; a ticket's subject and body. */
  text: string;
  /** Of an error: its code alone; null = a ticket */
  code: string | null;
  fingerprints: readonly string[];
  /** What the account ran then; null = unknown */
  version: string | null;
  at: Date;
}

/** What matching knows beside the record. */
export interface MatchKnowledge {
  issues: readonly StandingIssue[];
  /** What people said of errors before, of every account. */
  fingerprints: readonly KnownFingerprint[];
  /** How much of the text each issue speaks of, 0–1; of errors, nothing. */
  shares: ReadonlyMap<string, number>;
  /** Whether a sure sign counts as a hit without a person; see `mayCount`. */
  counts: boolean;
}

/** A known issue that a record may be about. */
export interface IssueMatch {
  issueId: string;
  method: LinkMethod;
  /** 0–100: how many of a hundred like this one we expect a person to confirm. */
  confidencePercent: number;
  /** It is a hit without a person. */
  counted: boolean;
  reason: string;
}

/** Below this nothing is suggested: it would be wrong more often than a person's time is worth. */
export const suggestionFloorPercent = 35;
/** So many a person looks through. */
export const suggestionsAtMost = 3;

/**
 * What each method is worth where one issue alone fits; issues that share a signature share its worth.
 * Source: ours, held against the tickets of `evals/golden/tickets.yaml`; what people decide is measured per method.
 */
const worth = { whole: 95, within: 85, pattern: 80, fingerprint: 70 } as const;
/** A range that could not be checked, and a way over a superseded issue, are each worth a fifth less. */
const doubt = 0.8;

/**
 * The known issues that a record may be about, the likeliest first, at most three, none below the floor. A superseded
 * issue stands for its successor; an issue that does not hold for the account's version is none.
 *
 * An error counts as a hit without a person in two cases only: its code is, as a whole, the signature of the one issue
 * that holds for that version and speaks of this code; or a person confirmed this very error for this account. The
 * product wrote the code itself, and the version leaves one cause. A ticket never counts by itself.
 */
export function matchIssues(record: MatchedRecord, knowledge: MatchKnowledge): IssueMatch[] {
  const candidates = candidatesFor(record, knowledge);
  const rejected = standing(record, knowledge.fingerprints, 'rejected');
  const matches = [
    ...bySignature(record, candidates, knowledge),
    ...byFingerprint(record, candidates, knowledge),
    ...byText(candidates, knowledge.shares),
  ].filter(({ issueId }) => !(record.kind === 'error' && rejected.has(issueId)));
  const best = new Map<string, IssueMatch>();
  for (const match of matches) {
    const known = best.get(match.issueId);
    if (!known || compare(match, known) < 0) best.set(match.issueId, match);
  }
  return [...best.values()]
    .filter(({ confidencePercent }) => confidencePercent >= suggestionFloorPercent)
    .sort(compare)
    .slice(0, suggestionsAtMost);
}

/** Counted ones first, then the likelier, then by name. */
function compare(one: IssueMatch, other: IssueMatch): number {
  return (
    Number(other.counted) - Number(one.counted) ||
    other.confidencePercent - one.confidencePercent ||
    (one.issueId < other.issueId ? -1 : 1)
  );
}

/** An issue that holds for the version, and the one that is named in its place. */
interface Candidate {
  issue: KnownIssue;
  /** What the issue leads to: itself, or what took its place. */
  target: KnownIssue;
  /** 0–1: what the doubts leave of a method's worth. */
  trust: number;
  sure: boolean;
  doubts: string;
}

function candidatesFor({ version, at }: MatchedRecord, { issues }: MatchKnowledge): Candidate[] {
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  return issues.flatMap((issue) => {
    const target = successorOf(issue, byId);
    const holds = holdsFor(issue, version, at);
    if (!target || holds === 'no') return [];
    const isOwn = target.id === issue.id;
    const doubts = [
      ...(holds === 'unknown' ? ['the version that the account ran is not known'] : []),
      ...(isOwn ? [] : [`it took the place of ${issue.id}`]),
    ];
    return [
      { issue, target, trust: doubt ** doubts.length, sure: doubts.length === 0, doubts: doubts.join(', ') },
    ];
  });
}

interface Signed extends Candidate {
  signature: string;
  fit: SignatureFit;
}

function bySignature(
  record: MatchedRecord,
  candidates: readonly Candidate[],
  { shares, counts }: MatchKnowledge,
): IssueMatch[] {
  const found = candidates.flatMap((candidate) => signedBy(candidate, record.text, record.code));
  const longest = Math.max(0, ...found.map(({ signature }) => signature.length));
  // `SCHEMA_DRIFT: expected 0 columns` says more than the `SCHEMA_DRIFT` in it.
  const specific = found.filter(({ signature }) => signature.length === longest);
  const direct = specific.filter(({ issue, target }) => issue.id === target.id);
  const fitting = direct.length > 0 ? direct : specific;
  const targets = [...new Set(fitting.map(({ target }) => target.id))];
  const total = targets.reduce((sum, id) => sum + (shares.get(id) ?? 0), 0);
  const rivals = new Set(
    candidates.filter((each) => speaksOf(each.issue, record.code)).map(({ target }) => target.id),
  );
  return fitting.map((one) => {
    const share =
      total > 0 ? (shares.get(one.target.id) ?? 0) / total : 1 / Math.max(targets.length, rivals.size);
    const isSole = targets.length === 1 && [...rivals].every((id) => id === one.target.id);
    const others = targets.length > 1 ? `, as in ${targets.length - 1} other` : '';
    return {
      issueId: one.target.id,
      method: one.fit === 'pattern' ? 'pattern' : 'signature',
      confidencePercent: Math.round(worth[one.fit] * one.trust * share),
      counted: counts && record.kind === 'error' && one.fit === 'whole' && one.sure && isSole,
      reason: because(`“${one.signature}” stands in it${others}`, one),
    };
  });
}

/** The longest signature of an issue that stands in a text. An error's code alone counts as the whole. */
function signedBy(candidate: Candidate, text: string, code: string | null): Signed[] {
  const fits = candidate.issue.error_signatures.flatMap((signature) => {
    const fit = (code === null ? null : wholeOf(signature, code)) ?? fitSignature(signature, text);
    return fit ? [{ ...candidate, signature, fit: code === null && fit === 'whole' ? 'within' : fit }] : [];
  });
  return fits.sort((one, other) => other.signature.length - one.signature.length).slice(0, 1) as Signed[];
}

function wholeOf(signature: string, code: string): SignatureFit | null {
  const fit = fitSignature(signature, code);
  return fit === 'whole' ? fit : null;
}

/** Whether any of an issue's signatures is about an error's code, even if it asks for more than the code. */
function speaksOf({ error_signatures }: KnownIssue, code: string | null): boolean {
  return code !== null && error_signatures.some((signature) => fitSignature(code, signature) !== null);
}

function byFingerprint(
  record: MatchedRecord,
  candidates: readonly Candidate[],
  { fingerprints, counts }: MatchKnowledge,
): IssueMatch[] {
  const confirmed = fingerprints.filter(
    (known) => known.state === 'confirmed' && record.fingerprints.includes(known.fingerprint),
  );
  return confirmed.flatMap((known) => {
    const candidate = candidates.find(({ issue }) => issue.id === known.issueId);
    if (!candidate) return [];
    const isOwn = known.account === record.account;
    const who = isOwn ? 'this account' : 'another account';
    return [
      {
        issueId: candidate.target.id,
        method: 'fingerprint' as const,
        confidencePercent: Math.round((isOwn ? worth.whole : worth.fingerprint) * candidate.trust),
        counted: counts && isOwn && record.kind === 'error' && candidate.sure,
        reason: because(`the same error was confirmed for ${who}`, candidate),
      },
    ];
  });
}

/** What a share of words is worth, between the points on straight lines. Source: as for `worth`. */
const textCurve = [
  [0.2, 0],
  [0.26, 35],
  [0.4, 65],
  [0.65, 80],
] as const;

function byText(candidates: readonly Candidate[], shares: ReadonlyMap<string, number>): IssueMatch[] {
  const best = Math.max(0, ...shares.values());
  return candidates
    .filter(({ issue, target }) => issue.id === target.id && shares.has(issue.id))
    .map((candidate) => {
      const share = shares.get(candidate.issue.id) ?? 0;
      const confidence = onCurve(share) * (share / best) * candidate.trust;
      return {
        issueId: candidate.target.id,
        method: 'text' as const,
        confidencePercent: Math.round(confidence),
        counted: false,
        reason: because(`it speaks of ${Math.round(share * 100)} % of what the ticket is about`, candidate),
      };
    });
}

function onCurve(share: number): number {
  const [first, last] = [textCurve[0], textCurve[textCurve.length - 1]];
  if (first === undefined || last === undefined || share <= first[0]) return 0;
  for (const [index, [to, end]] of textCurve.entries()) {
    const [from, begin] = textCurve[index - 1] ?? first;
    if (share <= to) return begin + ((share - from) / (to - from)) * (end - begin);
  }
  return last[1];
}

function because(what: string, { doubts }: Candidate): string {
  return doubts === '' ? what : `${what}; ${doubts}`;
}

/** The issues of which somebody said this of this very error of this account. */
function standing(
  record: MatchedRecord,
  fingerprints: readonly KnownFingerprint[],
  state: KnownFingerprint['state'],
): ReadonlySet<string> {
  return new Set(
    fingerprints
      .filter((known) => known.account === record.account && known.state === state)
      .filter((known) => record.fingerprints.includes(known.fingerprint))
      .map(({ issueId }) => issueId),
  );
}
