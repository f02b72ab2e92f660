/** Something that a group may hold only so much of. */
export interface Budget<T> {
  of(item: T): number;
  max: number;
}

/** Puts items into as few groups as the budgets allow, in order; an item too large for any group stands alone. */
export function groupsOf<T>(items: readonly T[], budgets: readonly Budget<NoInfer<T>>[]): T[][] {
  const groups: T[][] = [];
  let group: T[] = [];
  let used = budgets.map(() => 0);
  for (const item of items) {
    const next = budgets.map((budget, index) => (used[index] ?? 0) + budget.of(item));
    if (group.length > 0 && budgets.some((budget, index) => (next[index] ?? 0) > budget.max)) {
      groups.push(group);
      group = [item];
      used = budgets.map((budget) => budget.of(item));
    } else {
      group.push(item);
      used = next;
    }
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
