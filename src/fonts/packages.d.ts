declare module 'fontkit' {
  /** An open font, as much of it as is used here. */
  export interface OpenFont {
    /** The code points that it has letters for. */
    characterSet: readonly number[];
    hasGlyphForCodePoint(codePoint: number): boolean;
  }

  export function create(bytes: Uint8Array): OpenFont;
}

declare module 'subset-font' {
  /** Cuts a font down to the letters of a text. @param options.variationAxes - where to fix its axes, such as the weight */
  function cut(
    font: Uint8Array,
    text: string,
    options: { targetFormat: 'truetype'; variationAxes: Readonly<Record<string, number>> },
  ): Promise<Uint8Array>;
  export = cut;
}
