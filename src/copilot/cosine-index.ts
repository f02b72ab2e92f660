/** Compares a text with others by the features that they share, rare ones counting more: the cosine of tf-idf. */
export interface CosineIndex {
  /** Adds a text, or replaces the one under this id. */
  add(id: string, text: string): void;
  remove(id: string): void;
  /**
   * How alike each text is, 0 to 1; those that share nothing are not named. A feature that no text here has counts
   * against all of them: a message of unknown words is like nothing.
   * @param accept - what it refuses is not compared
   */
  similarities(text: string, accept?: (id: string) => boolean): Map<string, number>;
}

interface Posting {
  slots: number[];
  /** 1 + the logarithm of how often the feature stands in the text. */
  counts: number[];
  /** Texts that still have it. */
  alive: number;
}

interface Slot {
  id: string;
  text: string;
}

/** Builds an empty index over the features that a function finds. */
export function createCosineIndex(featuresOf: (text: string) => string[]): CosineIndex {
  const postings = new Map<string, Posting>();
  const slots: (Slot | null)[] = [];
  const slotOf = new Map<string, number>();
  /** Length of each text's vector; null = something changed since. */
  let lengths: Float64Array | null = null;

  const rarity = (alive: number): number => Math.log((1 + slotOf.size) / (1 + alive)) + 1;

  const remove = (id: string): void => {
    const slot = slotOf.get(id);
    if (slot === undefined) return;
    for (const feature of new Set(featuresOf(slots[slot]?.text ?? ''))) {
      const posting = postings.get(feature);
      if (posting && --posting.alive === 0) postings.delete(feature);
    }
    slots[slot] = null;
    slotOf.delete(id);
    lengths = null;
  };

  const add = (id: string, text: string): void => {
    remove(id);
    const slot = slots.push({ id, text }) - 1;
    slotOf.set(id, slot);
    for (const [feature, count] of countsOf(featuresOf(text))) {
      const posting = postings.get(feature) ?? { slots: [], counts: [], alive: 0 };
      posting.slots.push(slot);
      posting.counts.push(count);
      posting.alive++;
      postings.set(feature, posting);
    }
    lengths = null;
  };

  const measure = (): Float64Array => {
    const squares = new Float64Array(slots.length);
    for (const { slots: places, counts, alive } of postings.values()) {
      const weight = rarity(alive);
      for (const [at, slot] of places.entries())
        squares[slot] = (squares[slot] as number) + (weight * (counts[at] as number)) ** 2;
    }
    return squares.map(Math.sqrt);
  };

  return {
    add,
    remove,
    similarities: (text, accept) => {
      lengths ??= measure();
      const products = new Float64Array(slots.length);
      let square = 0;
      for (const [feature, count] of countsOf(featuresOf(text))) {
        const posting = postings.get(feature);
        const weight = rarity(posting?.alive ?? 0);
        square += (weight * count) ** 2;
        if (!posting) continue;
        for (const [at, slot] of posting.slots.entries())
          products[slot] =
            (products[slot] as number) + weight * weight * count * (posting.counts[at] as number);
      }
      const found = new Map<string, number>();
      for (const [at, product] of products.entries()) {
        const slot = slots[at];
        if (product === 0 || !slot || (accept && !accept(slot.id))) continue;
        found.set(slot.id, product / (Math.sqrt(square) * (lengths[at] as number)));
      }
      return found;
    },
  };
}

function countsOf(features: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const [feature, times] of counts) counts.set(feature, 1 + Math.log(times));
  return counts;
}
