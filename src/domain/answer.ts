/** A piece of a knowledge document, or of a solved ticket, that an answer may rest on. */
export interface Passage {
  /** The document's id and the piece's place in it, from 0: `document#ordinal`. */
  id: string;
  documentId: string;
  title: string;
  /** The section it stands in; null = before the first one. */
  heading: string | null;
  text: string;
  /** Where the document can be read, by our own link; null = nowhere. */
  url: string | null;
}

/** One sentence of an answer, with the passages it rests on; an answer has no sentence without. */
export interface CitedSentence {
  text: string;
  passageIds: readonly string[];
}
