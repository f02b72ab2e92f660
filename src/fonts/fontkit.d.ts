declare module 'fontkit' {
  /** A point of an outline, as a file of the web has it. */
  export interface OutlinePoint {
    x: number;
    y: number;
    onCurve: boolean;
    endContour: boolean;
    copy(): OutlinePoint;
  }

  export interface OpenGlyph {
    id: number;
    advanceWidth: number;
    _decode(): { points?: OutlinePoint[] };
  }

  /** As much of an open font as is used here: the outlines of a variable one, and how a weight moves their points. */
  export interface OpenFont {
    unitsPerEm: number;
    ascent: number;
    descent: number;
    variationCoords: number[] | null;
    _variationProcessor: { transformPoints(glyph: number, points: OutlinePoint[]): void } | null;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): OpenGlyph;
  }

  export function open(path: string): Promise<OpenFont>;
}
