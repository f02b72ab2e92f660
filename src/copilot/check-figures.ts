/** A record that an answer cites, with the text that it shows. */
export interface CitedRecord {
  id: string;
  title: string;
  url: string;
  /** Everything the record says. */
  content: string;
}

/** Numbers with their decimals, thousands separators and dates' parts; `12,400.50` is one figure. */
const figurePattern = /\d+(?:[.,]\d+)*/g;

/**
 * The figures of a text that no cited record holds. An answer with any is refused: evidence or nothing.
 * Figures are compared as written, without thousands separators and trailing zeros of decimals.
 */
export function findUncitedFigures(text: string, records: readonly CitedRecord[]): string[] {
  const known = new Set(records.flatMap((record) => figuresOf(`${record.title} ${record.content}`)));
  return figuresOf(text).filter((figure) => !known.has(figure));
}

function figuresOf(text: string): string[] {
  return (text.match(figurePattern) ?? []).map(normalize);
}

function normalize(figure: string): string {
  const plain = figure.replace(/,(?=\d{3}(\D|$))/g, '');
  return plain.includes('.') ? plain.replace(/0+$/, '').replace(/\.$/, '') : plain.replace(/^0+(?=\d)/, '');
}
