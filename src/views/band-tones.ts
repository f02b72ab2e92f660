import type { Band } from '../domain/health.ts';
import type { Tone } from './view.ts';

/** How a band is coloured, wherever a score stands. */
export const bandTones: Readonly<Record<Band, Tone>> = { red: 'bad', amber: 'warning', green: 'good' };
