/** What a button of a play names: an account and a playbook, or a play and its step. */
export interface PlayTarget {
  /** Account, or play. */
  target: string;
  /** Playbook, or step. */
  detail: string;
}

/** A button's value; the detail is lower-case words with hyphens, so the last blank parts the two. */
export function playButton({ target, detail }: PlayTarget): string {
  return `${target} ${detail}`;
}

/** The other way round; null = no such button was ever drawn. */
export function readPlayButton(value: string): PlayTarget | null {
  const parts = /^(.{1,300}) ([a-z0-9-]{1,200})$/s.exec(value);
  return parts ? { target: parts[1] ?? '', detail: parts[2] ?? '' } : null;
}
