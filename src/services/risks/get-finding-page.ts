import type { Account } from '../../domain/account.ts';
import type { FindingReason } from '../../domain/finding.ts';
import type { TimelineEntry } from '../../domain/health.ts';
import type { Moment } from '../../domain/moment.ts';
import type { Severity } from '../../domain/rule-pack.ts';
import type { RuleSubject } from '../../domain/rule-subject.ts';
import { addDays, endOfDay, startOfDay } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { factReader, factsShown, judgeRule, type RuleVerdict } from '../../rules/engine.ts';
import { evidenceOf } from '../../rules/evidence-of.ts';
import { factWords } from '../../rules/facts/fact-words.ts';
import { findFact } from '../../rules/facts/index.ts';
import type { RuleFact } from '../../rules/facts/rule-fact.ts';
import { type CompiledRule, compilePacks } from '../../rules/packs/compile-pack.ts';
import { chooseConfiguration, configurationId } from '../configuration.ts';
import type { RequestContext } from '../context.ts';
import { figuresUrl, scoreUrl, toTimelineEntry } from '../evidence.ts';
import { evidenceOfFindings, typesOf } from './evidence-of-findings.ts';
import { readSubjects, subjectMoment, withEarlierScores } from './read-subjects.ts';

/** How many records stand beside one figure. The daily figures have the rest. */
const recordsAtMost = 6;

/** One test of a figure; `makes` = it decides how grave the finding is, not whether there is one. */
export interface FactAsked extends Pick<FindingReason, 'asked' | 'holds'> {
  makes?: Severity;
}

/** One figure: what it is, what it was, what the rule asked of it, and the records behind it. */
export interface FindingFact {
  id: string;
  /** Continues "the": `uses in 28 days`. */
  words: string;
  value: string | null; // null = unknown
  asked: FactAsked[];
  /** The latest first; where the page of a score says it, that page. */
  records: TimelineEntry[];
  /** The page on which the rest is, or the whole of it. */
  more: { label: string; url: string } | null; // null = the records are all
}

/** One rule as it judged an account. */
export interface FindingSide extends Pick<RuleVerdict, 'state' | 'severity'> {
  rule: string;
  title: string;
  /** But for those that stand with the matter itself. */
  facts: FindingFact[];
}

/** What the rules of one matter saw in an account at one moment. */
export interface FindingPage {
  account: Pick<Account, 'id' | 'name'>;
  asOf: string;
  knownAt: number;
  /** `at-risk@1`: whose rules were asked. */
  pack: string;
  /** The version that the link was made under, where it is another. */
  packThen: string | null;
  /** The matter itself, then the rules that see it from another side. */
  sides: FindingSide[];
  scoreUrl: string;
  figuresUrl: string;
}

export interface FindingPageInput {
  account: string;
  rule: string;
  asOf?: Date | undefined;
  knownAt?: number | undefined;
  /** The configuration of then; default: the one in force. */
  configuration?: string | undefined;
  /** `id@version` of the pack of then. */
  pack?: string | undefined;
}

/**
 * Asks a rule, and those that see the same matter, about an account at a moment, as it was known then.
 * @throws {HoldfastError} HF_NOT_FOUND when no such rule is in force, HF_ACCOUNT_UNKNOWN, HF_PROFILE_UNKNOWN
 */
export async function getFindingPage(given: RequestContext, input: FindingPageInput): Promise<FindingPage> {
  const { under: ctx } = await chooseConfiguration(given, input.configuration);
  const moment = {
    asOf: input.asOf ?? ctx.clock.now(),
    knownAt: input.knownAt ?? (await ctx.store.lastSequence()),
  };
  const rules = await rulesOfMatter(ctx, input.rule);
  const subject = await readSubject(ctx, input.account, moment);
  const [own, ...others] = rules;
  const first = await toSide(ctx, own, subject, moment, new Set());
  const shown = new Set(first.facts.map(({ id }) => id));
  const rest = others.map((compiled) => toSide(ctx, compiled, subject, moment, shown));
  const sides = [first, ...(await Promise.all(rest))];
  const { pack } = own;
  const standing = `${pack.id}@${pack.version}`;
  return {
    account: { id: subject.account.id, name: subject.account.name },
    asOf: moment.asOf.toISOString(),
    knownAt: moment.knownAt,
    sides,
    pack: standing,
    packThen: input.pack && input.pack !== standing ? input.pack : null,
    scoreUrl: scoreUrl(input.account, moment.asOf, moment.knownAt, configurationId(ctx.content)),
    figuresUrl: figuresUrl(input.account, moment.asOf, moment.knownAt),
  };
}

/** The rule first, then those that fold into it. */
async function rulesOfMatter(ctx: RequestContext, name: string): Promise<[CompiledRule, ...CompiledRule[]]> {
  const { packs } = await ctx.content.packs.inForce();
  const all = compilePacks(packs);
  const own = all.find(({ rule }) => rule.id === name);
  if (own) return [own, ...all.filter(({ rule }) => rule.foldsInto === name && rule.enabled)];
  throw new HoldfastError('HF_NOT_FOUND', `There is no rule '${name.slice(0, 60)}' in force`, {
    next: 'List them with: holdfast rules. A rule that was taken away cannot be asked again.',
  });
}

async function readSubject(ctx: RequestContext, id: string, moment: Moment): Promise<RuleSubject> {
  const accounts = await ctx.store.findAccounts([id]);
  if (accounts.length === 0) throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${id}'`);
  const fixed = await subjectMoment(ctx, moment);
  const scored = await readSubjects(ctx, accounts, fixed);
  const [found] = await withEarlierScores(ctx, scored, fixed);
  if (found) return found.subject;
  const reason = `Account '${id}' has no event up to ${moment.asOf.toISOString()}`;
  throw new HoldfastError('HF_ACCOUNT_UNKNOWN', reason);
}

async function toSide(
  ctx: RequestContext,
  compiled: CompiledRule,
  subject: RuleSubject,
  moment: Moment,
  shown: ReadonlySet<string>,
): Promise<FindingSide> {
  const read = factReader(subject);
  const { state, severity, reasons } = judgeRule(compiled, subject, read);
  const graver = compiled.raises.flatMap(({ to, when }) =>
    when.reasons(read).map((reason) => ({ ...reason, makes: to })),
  );
  const facts = factsShown(compiled, read)
    .filter((id) => !shown.has(id))
    .flatMap((id) => findFact(id) ?? []);
  const records = await recordsOf(ctx, facts, compiled.rule.windowDays, subject, moment);
  const { id, title } = compiled.rule;
  return {
    rule: id,
    title,
    state,
    severity,
    facts: facts.map((fact, index): FindingFact => {
      const value = read(fact.id);
      return {
        id: fact.id,
        words: fact.words,
        value: value === null ? null : factWords(fact.unit, value),
        asked: [...reasons, ...graver].filter((reason) => reason.fact === fact.id),
        records: records[index] ?? [],
        more: moreOf(ctx, fact, subject, moment),
      };
    }),
  };
}

/** Of each fact the very records, or the latest of the days that it is counted from. */
async function recordsOf(
  ctx: RequestContext,
  facts: readonly RuleFact[],
  windowDays: number,
  subject: RuleSubject,
  moment: Moment,
): Promise<TimelineEntry[][]> {
  const account = subject.account.id;
  const wanted = facts.map((fact) => ({ fact, evidence: evidenceOf([fact.id], windowDays, subject) }));
  const exact = wanted.filter(({ fact }) => fact.records ?? fact.contract);
  const lines = await evidenceOfFindings(
    ctx,
    exact.map(({ evidence }) => ({ account, evidence })),
    moment,
    recordsAtMost,
  );
  const known = new Map(exact.map(({ fact }, index) => [fact.id, lines[index] ?? []]));
  return await Promise.all(
    wanted.map(async ({ fact, evidence }) => {
      const [part] = evidence.parts;
      if (fact.scoreAge !== undefined || !part?.types) return known.get(fact.id) ?? [];
      return await countedRecords(
        ctx,
        fact,
        typesOf(part, ctx.content.customTypes),
        subject,
        moment,
        windowDays,
      );
    }),
  );
}

/** The latest of each window that a fact is counted from. */
async function countedRecords(
  ctx: RequestContext,
  fact: RuleFact,
  types: readonly string[],
  subject: RuleSubject,
  moment: Moment,
  windowDays: number,
): Promise<TimelineEntry[]> {
  const ages = fact.ages?.(subject) ?? [[0, windowDays - 1] as const];
  const wishes = ages.map(([from, to]) => ({
    account: subject.account.id,
    types,
    since: startOfDay(addDays(subject.day, -to)),
    until: endOfDay(addDays(subject.day, -from)),
  }));
  const found = await ctx.store.latestEvidence(wishes, moment, recordsAtMost);
  const share = Math.ceil(recordsAtMost / Math.max(1, wishes.length));
  // Of a single day one record says as much as many.
  const listed = found.flatMap((records, index) => {
    const [from, to] = ages[index] ?? [0, 1];
    return records.slice(0, from === to ? 1 : share);
  });
  const distinct = new Map(listed.map((one) => [one.seq, one]));
  return [...distinct.values()].map(toTimelineEntry);
}

/** Where the rest of what a figure was counted from stands. */
function moreOf(
  ctx: RequestContext,
  { scoreAge, records, contract }: RuleFact,
  { account, day }: RuleSubject,
  { asOf, knownAt }: Moment,
): FindingFact['more'] {
  if (scoreAge !== undefined) {
    const at = scoreAge === 0 ? asOf : endOfDay(addDays(day, -scoreAge));
    const url = scoreUrl(account.id, at, knownAt, configurationId(ctx.content));
    return { label: scoreAge === 0 ? 'The score' : `The score ${scoreAge} days earlier`, url };
  }
  if (records || contract) return null;
  return { label: 'Day by day', url: figuresUrl(account.id, asOf, knownAt) };
}
