import { turnsAround } from '../domain/reading-direction.ts';

/**
 * A name and what is said of it, in a line whose order nobody can mistake: `Acme: 63.00 of 100, amber`. A figure right
 * after a name that is read from the right would be drawn before it, and no hidden mark may stand on a card: such a
 * name stands last.
 */
export function nameAndMatter(name: string, matter: string, between: ':' | ',' = ':'): string {
  return turnsAround(name) ? `${matter}: ${name}` : `${name}${between} ${matter}`;
}
