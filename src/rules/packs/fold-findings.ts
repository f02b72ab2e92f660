import type { EvidenceWindow, Finding } from '../../domain/finding.ts';
import { type RulePack, severities } from '../../domain/rule-pack.ts';
import { bySeverity } from '../engine.ts';

/**
 * Makes one matter of findings that tell the same from several sides: a rule that folds into another has no finding of
 * its own where that one holds too. The matter keeps its name, so that it has one alert as long as it lasts; its gravest
 * side leads, which makes the whole as grave, and names title, sentence and play. Of equals it is one that folds, since
 * it sees more than the matter alone, and of those the one that stands first in its pack.
 * @param findings - of one account
 * @returns the most severe first
 */
export function foldFindings(findings: readonly Finding[], packs: readonly RulePack[]): Finding[] {
  const rules = packs.flatMap((pack) => pack.rules);
  const into = new Map(rules.flatMap(({ id, foldsInto }) => (foldsInto ? [[id, foldsInto]] : [])));
  const held = new Set(findings.map(({ rule }) => rule));
  const sides = Map.groupBy(findings, ({ rule }) => {
    const target = into.get(rule);
    return target !== undefined && held.has(target) ? target : rule;
  });
  const place = new Map(rules.map(({ id }, index) => [id, index]));
  return [...sides].map(([matter, all]) => toMatter(matter, all, place)).sort(bySeverity);
}

function toMatter(matter: string, all: readonly Finding[], place: ReadonlyMap<string, number>): Finding {
  const own = all.find(({ rule }) => rule === matter);
  const folded = all
    .filter((one) => one !== own)
    .sort((a, b) => rankOf(a) - rankOf(b) || (place.get(a.rule) ?? 0) - (place.get(b.rule) ?? 0));
  const [first] = folded;
  if (!own || !first) return (own ?? first) as Finding;
  const lead = rankOf(first) <= rankOf(own) ? first : own;
  const told = [lead, ...(lead === own ? [] : [own]), ...folded.filter((one) => one !== lead)];
  return {
    ...own,
    severity: lead.severity,
    title: lead.title,
    text: lead.text,
    lead: lead.rule,
    playbook: lead.playbook ?? own.playbook,
    also: told.slice(1).map(({ text }) => text),
    figures: distinct(told.flatMap(({ figures }) => figures)),
    reasons: distinct([own, ...folded].flatMap(({ reasons }) => reasons)),
    evidence: joined(told.map(({ evidence }) => evidence)),
  };
}

function rankOf({ severity }: Finding): number {
  return severities.indexOf(severity);
}

function joined(windows: readonly EvidenceWindow[]): EvidenceWindow {
  const [since = ''] = windows.map((window) => window.since).sort();
  return { since, parts: distinct(windows.flatMap(({ parts }) => parts)) };
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
