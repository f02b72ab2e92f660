import { hiddenCharacters } from '../domain/hidden-characters.ts';
import { findPersonalData, type PersonalData, withoutOverlaps } from './personal-data.ts';

/** What came of putting personal data back. */
export type Restored =
  | { ok: true; text: string }
  /** The text has a placeholder that was never given out, or one that was changed. */
  | { ok: false; placeholder: string };

/** Takes personal data out of the texts of one call to a model, and puts it back into what it wrote. */
export interface Masking {
  /** The same original has the same placeholder, whatever text it stands in. */
  mask(text: string): string;
  restore(text: string): Restored;
}

/** What looks like a placeholder of any call, whole or mangled. */
const lookalike = /\[?\b(?:EMAIL|PHONE|IP|CARD|IBAN|NAME|TEXT)_\d+_[0-9a-f]{8}\b\]?/giu;

/**
 * Begins the masking of one call.
 * @param names - of the users whom the texts may be about
 * @param secret - random; its first eight characters mark this call's placeholders, so that no text can hold one
 */
export function createMasking(names: readonly string[], secret: string): Masking {
  const mark = secret.slice(0, 8).toLowerCase();
  if (!/^[0-9a-f]{8}$/.test(mark))
    throw new Error('A masking needs a secret of at least eight hexadecimal digits');
  const known = names.map((name) => name.normalize('NFC'));
  const placeholders = new Map<string, string>();
  const originals = new Map<string, string>();

  const placeholderOf = (kind: PersonalData['kind'], original: string): string => {
    const given = placeholders.get(original);
    if (given !== undefined) return given;
    const placeholder = `[${kind.toUpperCase()}_${placeholders.size + 1}_${mark}]`;
    placeholders.set(original, placeholder);
    originals.set(placeholder, original);
    return placeholder;
  };

  return {
    mask: (given) => {
      const text = given.normalize('NFC').replace(hiddenCharacters, '');
      // What only looks like a placeholder goes through as an original, so a text can neither forge nor read one.
      const forged = [...text.matchAll(lookalike)].map(
        ({ 0: part, index }): PersonalData => ({ kind: 'text', start: index, end: index + part.length }),
      );
      const found = withoutOverlaps([...findPersonalData(text, known), ...forged]);
      let masked = '';
      let from = 0;
      for (const { kind, start, end } of found) {
        masked += text.slice(from, start) + placeholderOf(kind, text.slice(start, end));
        from = end;
      }
      return masked + text.slice(from);
    },
    restore: (text) => {
      const unknown = [...text.matchAll(lookalike)].find(([part]) => !originals.has(part));
      if (unknown) return { ok: false, placeholder: unknown[0] };
      return { ok: true, text: text.replace(lookalike, (part) => originals.get(part) ?? part) };
    },
  };
}

/** Masked before it is cut, or half an address could be left at the cut; and cut before, as nobody masks a megabyte. */
export function maskPart(masking: Masking, text: string, length: number): string {
  return masking.mask(text.slice(0, 2 * length)).slice(0, length);
}
