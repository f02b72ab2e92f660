/** A picture: the same SVG for pages, and for everything else the PNG made from it. */
export interface Chart {
  svg: string;
  /** What it shows, in a few words. */
  title: string;
  /** What it says, in words, for whoever does not see it: at most a few sentences. */
  alt: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** `card` is for chat, which shows one picture on white and on black. */
export const themes = ['light', 'dark', 'card'] as const;
export type Theme = (typeof themes)[number];

/** Where a chart is drawn: 320 px and more is readable on a phone. */
export interface Canvas {
  theme: Theme;
  /** CSS pixels; default: 640 */
  width?: number;
}

/** The colours of one theme. Those of bands are told apart by everybody: Okabe and Ito's palette, with words beside them. */
export interface Palette {
  ground: string;
  ink: string;
  quiet: string;
  line: string;
  accent: string;
  band: Readonly<Record<'green' | 'amber' | 'red', string>>;
  /** Behind a line, where a band begins and ends. */
  shade: Readonly<Record<'green' | 'amber' | 'red', string>>;
}

const light: Palette = {
  ground: '#ffffff',
  ink: '#1d1c1d',
  quiet: '#5f6368',
  line: '#dfe3e6',
  accent: '#0072b2',
  band: { green: '#009e73', amber: '#e69f00', red: '#d55e00' },
  shade: { green: 'rgba(0,158,115,0.10)', amber: 'rgba(230,159,0,0.12)', red: 'rgba(213,94,0,0.11)' },
};

export const palettes: Readonly<Record<Theme, Palette>> = {
  light,
  card: { ...light, ground: '#f5f7f9', quiet: '#565b60', line: '#d5dade' },
  dark: {
    ground: '#1a1d21',
    ink: '#e8e8e8',
    quiet: '#a5abb1',
    line: '#3a3f44',
    accent: '#56b4e9',
    band: { green: '#2bbd94', amber: '#f0b429', red: '#f0803c' },
    shade: { green: 'rgba(43,189,148,0.14)', amber: 'rgba(240,180,41,0.14)', red: 'rgba(240,128,60,0.16)' },
  },
};

/** Installed with the product; the others stand in where it has no letter. */
export const fontFamily = "Inter, 'Noto Sans Arabic', 'Noto Sans Hebrew', sans-serif";

const longestLabel = 28;

/** A name as a label: on one line, and short enough to stand among others. */
export function labelText(text: string): string {
  const characters = Array.from(
    text
      .slice(0, 4 * longestLabel)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return characters.length > longestLabel
    ? `${characters.slice(0, longestLabel - 1).join('')}…`
    : characters.join('');
}
