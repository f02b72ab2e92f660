import type { Book, BookLine } from '../domain/book.ts';

/** Lines of one book, its heading included: more is not read before the first coffee. Ours. */
const bookLines = 12;
/** Heading, two titles of lists, approvals. */
const fixedLines = 4;

/** What of a book is shown, and how much of it is left out. */
export interface FittedBook {
  changed: { shown: BookLine[]; left: number };
  due: { shown: BookLine[]; left: number };
}

/** Cuts a book to its lines: each list has half of the room, and what one does not need goes to the other. */
export function fitBook({ changed, due }: Pick<Book, 'changed' | 'due'>): FittedBook {
  const room = bookLines - fixedLines;
  const half = Math.floor(room / 2);
  const forChanged = Math.min(changed.length, Math.max(half, room - due.length));
  const forDue = Math.min(due.length, room - forChanged);
  return {
    changed: { shown: changed.slice(0, forChanged), left: changed.length - forChanged },
    due: { shown: due.slice(0, forDue), left: due.length - forDue },
  };
}
