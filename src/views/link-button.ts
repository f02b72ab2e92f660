/** What the buttons of a suggestion carry: an issue and a record. */
export interface LinkTarget {
  issueId: string;
  seq: number;
}

/** The value of a button. */
export function linkButton({ issueId, seq }: LinkTarget): string {
  return `${issueId} ${seq}`;
}

/** What a button's value names; null = it is no such value */
export function readLinkButton(value: string): LinkTarget | null {
  const found = /^([a-z0-9-]{1,120}) (\d{1,15})$/.exec(value);
  return found ? { issueId: found[1] ?? '', seq: Number(found[2]) } : null;
}

/** What the buttons of a possible duplicate carry: the records that opened the two tickets. */
export function pairButton({ seq, otherSeq }: { seq: number; otherSeq: number }): string {
  return `${seq} ${otherSeq}`;
}

/** What such a value names; null = it is no such value */
export function readPairButton(value: string): { seq: number; otherSeq: number } | null {
  const found = /^(\d{1,15}) (\d{1,15})$/.exec(value);
  return found ? { seq: Number(found[1]), otherSeq: Number(found[2]) } : null;
}
