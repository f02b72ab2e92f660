/** Something happened that must not, or did not happen that must. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function must(holds: boolean, rule: string, detail: () => unknown): void {
  if (!holds) throw new Violation(`${rule}: ${JSON.stringify(detail())}`);
}
