/** What a button of an entry carries: which one, as it was seen, and where in which walk. */
export interface EntryTarget {
  entry: string;
  revision: number;
  walk: { review: string; index: number } | null; // null = it was not pressed in a walk
}

/** A button's value. */
export function entryButton({ entry, revision, walk }: EntryTarget): string {
  return walk === null ? `${entry} ${revision}` : `${entry} ${revision} ${walk.review} ${walk.index}`;
}

/** The other way round; null = no such button was ever drawn. */
export function readEntryButton(value: string): EntryTarget | null {
  const parts = /^([a-z0-9]{1,40}) (\d{1,9})(?: ([a-z0-9]{1,40}) (\d{1,4}))?$/.exec(value);
  if (!parts) return null;
  const [, entry = '', revision = '', review, index] = parts;
  return {
    entry,
    revision: Number(revision),
    walk: review === undefined ? null : { review, index: Number(index) },
  };
}
