import type { PackTone } from '../domain/account-pack.ts';

/** Colours of what is printed, without the sign in front. Dark on white, told apart by those who see no red or green. */
export const palette = {
  ink: '16233B',
  quiet: '5B6678',
  line: 'D5DBE5',
  wash: 'F4F6FA',
  paper: 'FFFFFF',
  accent: '1D4ED8',
  cover: '14264A',
  coverQuiet: 'B9C7E4',
} as const;

/** Each tone with its sign: colour alone says nothing to a printer in black. */
export const tones: Readonly<Record<PackTone, { color: string; sign: string }>> = {
  good: { color: '0F766E', sign: '' },
  warning: { color: 'B45309', sign: '' },
  bad: { color: 'B42318', sign: '' },
  neutral: { color: palette.ink, sign: '' },
};
