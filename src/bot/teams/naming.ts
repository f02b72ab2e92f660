import type { Place } from './parse.ts';

/** What a command begins with where others read along: our name mentions us. */
export const mentioned = '@Holdfast ';

/** What a command begins with: in the chat of the two its words are enough. */
export function nameAt(kind: Place['kind']): string {
  return kind === 'personal' ? '' : mentioned;
}

/** The same by the id of a conversation: those of several people begin so. */
export function nameIn(place: string): string {
  return place.startsWith('19:') ? mentioned : '';
}
