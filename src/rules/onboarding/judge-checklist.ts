import type { Account } from '../../domain/account.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { ChecklistItem, ChecklistTemplate, ChecklistTick } from '../../domain/onboarding.ts';
import { workingIntegrations } from './measure-set-up.ts';
import { milestonesOf, type OnboardingFacts, ofType } from './onboarding-facts.ts';

/** One item of a launch checklist, and how it stands. */
export interface JudgedItem {
  item: ChecklistItem;
  isDone: boolean;
  /** Who or what says so; null = nothing does */
  doneBy: 'records' | 'contract' | 'person' | null;
  /** The last word of a person; null = nobody said anything */
  tick: ChecklistTick | null;
  evidence: readonly StoredEvent[];
}

/** The template of an account's segment; without one, the template of `any`. Null = there is none at all */
export function chooseTemplate(
  templates: readonly ChecklistTemplate[],
  { segment }: Pick<Account, 'segment'>,
): ChecklistTemplate | null {
  const named = templates.find((template) => template.segment.toLowerCase() === segment?.toLowerCase());
  return named ?? templates.find((template) => template.segment === 'any') ?? null;
}

/** How each item stands: what records show is done whatever people say; else their last word counts. */
export function judgeChecklist(
  { items }: ChecklistTemplate,
  facts: OnboardingFacts,
  ticks: readonly ChecklistTick[],
): JudgedItem[] {
  const lastWord = new Map(
    [...ticks]
      .filter(({ at }) => at <= facts.asOf)
      .sort((one, other) => one.at.getTime() - other.at.getTime())
      .map((tick) => [tick.item, tick]),
  );
  return items.map((item) => {
    const tick = lastWord.get(item.id) ?? null;
    const shown = evidenceOf(item, facts);
    if (shown.length > 0) return { item, isDone: true, doneBy: 'records', tick, evidence: shown };
    if (item.proof.by === 'contract' && facts.account[item.proof.key] !== null)
      return { item, isDone: true, doneBy: 'contract', tick, evidence: [] };
    return { item, isDone: tick?.done ?? false, doneBy: tick?.done ? 'person' : null, tick, evidence: [] };
  });
}

/** The records that show an item done; none = they do not show it. */
function evidenceOf({ proof }: ChecklistItem, { events }: OnboardingFacts): readonly StoredEvent[] {
  switch (proof.by) {
    case 'milestone':
      return milestonesOf(events, proof.milestone).slice(0, 1);
    case 'recipe':
      return ofType(events, 'recipe.completed')
        .filter(({ event }) => proof.recipe === null || event.payload.recipe === proof.recipe)
        .slice(0, 1);
    case 'integrations': {
      const working = workingIntegrations(events).map(({ since }) => since);
      return working.length >= proof.count ? working.slice(0, proof.count) : [];
    }
    case 'event':
      return events.filter(({ event }) => event.type === proof.type).slice(0, 1);
    case 'contract':
    case 'person':
      return [];
  }
}

/** The types of events that some item names. */
export function provenTypes(templates: readonly ChecklistTemplate[]): string[] {
  const types = templates.flatMap(({ items }) =>
    items.flatMap(({ proof }) => (proof.by === 'event' ? [proof.type] : [])),
  );
  return [...new Set(types)];
}
