/** A solved question, by what it is grouped. */
interface Solved {
  documentIds: readonly string[];
}

/**
 * Of too many solved questions those that are learned from: the latest of every document, as many of each as there is
 * room for, so that a frequent question does not crowd out a rare one.
 * @param solved - in the order in which they came
 */
export function chooseExamples<T extends Solved>(solved: readonly T[], atMost: number): T[] {
  if (solved.length <= atMost) return [...solved];
  const groups = new Map<string, T[]>();
  for (const one of solved) {
    const key = one.documentIds[0] ?? '';
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const chosen = new Set<T>();
  for (let round = 1; chosen.size < atMost; round++) {
    for (const group of groups.values()) {
      const next = group.at(-round);
      if (next && chosen.size < atMost) chosen.add(next);
    }
  }
  return solved.filter((one) => chosen.has(one));
}
