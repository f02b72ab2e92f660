/** What a font makes of a text. */
interface GlyphRun {
  glyphs: readonly unknown[];
  positions: readonly object[];
}

/** The part of a font that sets a text; the library asks it for the same labels on every page of every pack. */
export interface LayingFont {
  layout(text: string, ...how: readonly unknown[]): GlyphRun;
}

const longestText = 80;
const textsAtMost = 1_000;

/**
 * Has a font remember how it set short texts: to ask its tables again took a fifth of the time of a PDF. Whoever asks gets
 * lists of their own, so that nobody changes what is remembered; what was not asked for longest is forgotten.
 */
export function rememberLayout(font: LayingFont): void {
  const set = font.layout.bind(font);
  const known = new Map<string, GlyphRun>();
  font.layout = (text, ...how) => {
    if (typeof text !== 'string' || text.length > longestText) return set(text, ...how);
    const key = JSON.stringify([text, ...how]);
    const run = known.get(key) ?? set(text, ...how);
    known.delete(key);
    known.set(key, run);
    const [oldest] = known.size > textsAtMost ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    return { ...run, glyphs: [...run.glyphs], positions: run.positions.map((one) => ({ ...one })) };
  };
}
