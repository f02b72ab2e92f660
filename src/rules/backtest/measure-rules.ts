import { daysBetween, utcDayOf } from '../../domain/utc-day.ts';
import { findFact } from '../facts/index.ts';
import type { CompiledRule } from '../packs/compile-pack.ts';
import type { AccountReplay, PastOutline, RuleReplay } from './replay-account.ts';

/** What a rule would have been worth on a history. Ratios are 0–1. */
export interface RuleMeasure {
  id: string;
  form: 'refined' | 'literal';
  /** At least half of the accounts send the events that it is counted from. */
  applies: boolean;
  /** Share of account-weeks with a day on which it held. */
  alertRate: number;
  /** Alerts that would have been raised, per account and 30 days. */
  alertsPerAccountMonth: number;
  /** Labelled moments at which it held. */
  held: number;
  /** Of those, the share whose account left; null = it never held at one */
  precision: number | null;
  /** Precision against the share of all moments; null = it never held, or nobody left */
  lift: number | null;
  /** Of the moments whose account left, the share at which it held; null = nobody left */
  recall: number | null;
  /** Median of the days from its first alert of the half year before an account left to that day; null = no such */
  medianLeadDays: number | null;
}

/** How far before the end of an account an alert counts as its first warning. Days. */
const warningDays = 180;
const appliesFrom = 0.5;

/** Sums up what each rule would have been worth. */
export function measureRules(
  rules: readonly CompiledRule[],
  pasts: readonly PastOutline[],
  replays: readonly AccountReplay[],
): RuleMeasure[] {
  const byAccount = new Map(replays.map((replay) => [replay.account, replay]));
  const sent = pasts.map((past) => past.sent);
  return rules.map((compiled) => {
    const { id, form } = compiled.rule;
    const pairs = pasts.flatMap((past) => {
      const replay = byAccount.get(past.id)?.rules.get(id);
      return replay ? [{ past, replay }] : [];
    });
    const weeks = replays.reduce((sum, replay) => sum + replay.weeks, 0);
    const onsets = sum(pairs, ({ replay }) => replay.onsets.length);
    return {
      id,
      form,
      applies: appliesTo(compiled, sent),
      alertRate:
        ratio(
          sum(pairs, ({ replay }) => replay.weeksHeld),
          weeks,
        ) ?? 0,
      alertsPerAccountMonth: ratio(onsets * 30, weeks * 7) ?? 0,
      ...atMoments(pairs),
      medianLeadDays: medianLead(pairs),
    };
  });
}

interface Pair {
  past: PastOutline;
  replay: RuleReplay;
}

function atMoments(pairs: readonly Pair[]): Pick<RuleMeasure, 'held' | 'precision' | 'lift' | 'recall'> {
  let [all, left, held, both] = [0, 0, 0, 0];
  for (const { past, replay } of pairs) {
    for (const [index, moment] of past.moments.entries()) {
      const holds = replay.atMoments[index] === true;
      all++;
      if (moment.left) left++;
      if (holds) held++;
      if (holds && moment.left) both++;
    }
  }
  const [precision, base] = [ratio(both, held), ratio(left, all)];
  const lift = precision === null || base === null || base === 0 ? null : precision / base;
  return { held, precision, lift, recall: ratio(both, left) };
}

function medianLead(pairs: readonly Pair[]): number | null {
  const leads = pairs.flatMap(({ past: { leftAt }, replay }) => {
    if (leftAt === null) return [];
    const end = utcDayOf(leftAt);
    const first = replay.onsets.find((day) => day < end && daysBetween(day, end) <= warningDays);
    return first === undefined ? [] : [daysBetween(first, end)];
  });
  const ascending = leads.sort((a, b) => a - b);
  return ascending[Math.floor((ascending.length - 1) / 2)] ?? null;
}

function appliesTo({ facts }: CompiledRule, sent: readonly ReadonlySet<string>[]): boolean {
  const needs = facts.flatMap((id) => findFact(id) ?? []).filter((fact) => fact.needs.length > 0);
  const able = sent.filter((types) =>
    needs.every(({ needs, feeds = [], having }) => {
      const wanted = having === undefined ? needs : needs.map((type) => `${type} ${having}`);
      return wanted.some((type) => types.has(type)) || feeds.some((feed) => types.has(`feeds ${feed}`));
    }),
  );
  return sent.length > 0 && able.length >= appliesFrom * sent.length;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
