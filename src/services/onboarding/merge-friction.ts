import type { FrictionEntry } from '../../domain/onboarding.ts';
import { logFriction } from '../../rules/onboarding/log-friction.ts';
import type { OnboardingFacts } from '../../rules/onboarding/onboarding-facts.ts';
import type { FrictionNote } from '../../store/onboarding.ts';
import { toEvidence } from '../evidence.ts';

/** What the records show with what people wrote down about it; then what people noted themselves. Open entries first. */
export function mergeFriction(facts: OnboardingFacts, notes: readonly FrictionNote[]): FrictionEntry[] {
  const lastNotes = new Map(notes.map((note) => [note.key, note]));
  const shown = logFriction(facts).map(({ firstAt, lastAt, evidence, isOpen, ...entry }): FrictionEntry => {
    const note = lastNotes.get(entry.key);
    // A record that came after somebody called it mended opens it again.
    const isMended = note?.mended === true && note.at >= lastAt;
    return {
      ...entry,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      isOpen: isOpen && !isMended,
      owner: note?.owner ?? null,
      shipOn: note?.shipOn ?? null,
      evidence: evidence.map(toEvidence),
    };
  });
  const keys = new Set(shown.map(({ key }) => key));
  const noted = [...Map.groupBy(notes, ({ key }) => key)]
    .filter(([key]) => key.startsWith('noted:') && !keys.has(key))
    .flatMap(([key, those]): FrictionEntry[] => {
      const [first] = those;
      const last = those.at(-1);
      if (!first || !last) return [];
      const { title, owner, shipOn, mended } = last;
      const times = { firstAt: first.at.toISOString(), lastAt: last.at.toISOString() };
      return [
        { key, kind: 'noted', title, ...times, count: 1, isOpen: !mended, owner, shipOn, evidence: [] },
      ];
    });
  const all = [...noted, ...shown];
  return [...all.filter(({ isOpen }) => isOpen), ...all.filter(({ isOpen }) => !isOpen)];
}
