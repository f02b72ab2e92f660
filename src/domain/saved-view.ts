/** A question about the portfolio that a member gave a name. */
export interface SavedView {
  name: string;
  /** The address's query, without `?`. */
  query: string;
}

/** What a member may keep. */
export const savedViewLimits = { count: 30, nameLength: 60, queryLength: 1_000 } as const;
