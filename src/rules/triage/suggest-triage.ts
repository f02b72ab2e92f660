import { type Priority, priorities, type TriageRule, type TriageSuggestion } from '../../domain/triage.ts';
import { daysBetween, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { hasPhrase, wordsOf } from './find-phrase.ts';

/** A ticket as the rules look at it. */
export interface TriagedTicket {
  subject: string;
  body: string;
  /** What it has already; its own priority and tags are not suggested again. */
  priority: string | null;
  tags: readonly string[];
  at: Date;
  /** Null = no contract says */
  renewsOn: UtcDay | null;
}

/** Below this nothing is suggested. */
const triageFloorPercent = 50;

/** A rule that fits, with the words that it found. */
interface Fitting {
  rule: TriageRule;
  phrases: string[];
}

/**
 * The priority and the tags that a ticket's words speak for: the most severe priority, and every tag. Rules that speak
 * for the same add up: each is worth its confidence of what the others leave open.
 */
export function suggestTriage(ticket: TriagedTicket, rules: readonly TriageRule[]): TriageSuggestion[] {
  const words = wordsOf(`${ticket.subject}\n${ticket.body}`);
  const fitting = rules.flatMap((rule) => fitRule(rule, words, ticket));
  const byPriority = Map.groupBy(
    fitting.filter(({ rule }) => rule.priority !== undefined),
    ({ rule }) => rule.priority,
  );
  const byTag = Map.groupBy(
    fitting.filter(({ rule }) => rule.tag !== undefined),
    ({ rule }) => rule.tag,
  );
  const priority = priorities.find((each: Priority) => isSure(byPriority.get(each)));
  const chosen =
    priority === undefined ? [] : [suggestion('priority', priority, byPriority.get(priority) ?? [])];
  const tags = [...byTag].map(([tag, those]) => suggestion('tag', tag ?? '', those));
  return [
    ...chosen.filter(({ value }) => value !== ticket.priority),
    ...tags.filter(({ value }) => !ticket.tags.includes(value)),
  ].filter(({ confidencePercent }) => confidencePercent >= triageFloorPercent);
}

function fitRule(rule: TriageRule, words: readonly string[], ticket: TriagedTicket): Fitting[] {
  const { renews_within_days: within, counts_negated: negated = [] } = rule;
  if (within !== undefined && !renewsWithin(ticket, within)) return [];
  const phrases = rule.any.filter((phrase) =>
    hasPhrase(words, phrase, holdsNegation(phrase) || negated.includes(phrase)),
  );
  return phrases.length > 0 ? [{ rule, phrases }] : [];
}

/** "Cannot work" is what it says; only a further negation before it would turn it round, and nobody writes so. */
function holdsNegation(phrase: string): boolean {
  return /\b(?:no|not|never|without|cannot|nobody|\w+n['’]t)\b/i.test(phrase);
}

function renewsWithin({ renewsOn, at }: TriagedTicket, days: number): boolean {
  if (renewsOn === null) return false;
  const left = daysBetween(utcDayOf(at), renewsOn);
  return left >= 0 && left <= days;
}

function isSure(fitting: readonly Fitting[] | undefined): boolean {
  return fitting !== undefined && percentOf(fitting) >= triageFloorPercent;
}

function percentOf(fitting: readonly Fitting[]): number {
  const open = fitting.reduce((left, { rule }) => left * (1 - rule.confidence), 1);
  return Math.round((1 - open) * 100);
}

function suggestion(
  field: TriageSuggestion['field'],
  value: string,
  fitting: readonly Fitting[],
): TriageSuggestion {
  const reasons = fitting.map(
    ({ rule, phrases }) => `${rule.reason} (“${phrases.slice(0, 2).join('”, “')}”)`,
  );
  return {
    field,
    value,
    confidencePercent: percentOf(fitting),
    reason: reasons.join('; '),
    ruleIds: fitting.map(({ rule }) => rule.id),
  };
}
