/** One line of a member's book: what it says, with its page, and what stands beside it. */
export interface BookLine {
  text: string;
  /** Path of the page that shows it; null = there is none */
  link: string | null;
  /** In small letters behind it. */
  detail: string;
}

/** What a member has to know in the morning. Each list has the most urgent first. */
export interface Book {
  /** How many accounts are theirs. */
  accounts: number;
  /** What changed since the last one. */
  changed: BookLine[];
  /** What is due in the next days. */
  due: BookLine[];
  /** Proposals that wait for their yes or no. */
  approvals: { count: number; first: string | null }; // first null = none waits
}

/** Whether a book says anything at all. */
export function isEmptyBook({ changed, due, approvals }: Book): boolean {
  return changed.length === 0 && due.length === 0 && approvals.count === 0;
}
