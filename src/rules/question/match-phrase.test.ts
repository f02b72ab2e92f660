import { describe, expect, it } from 'vitest';
import { compileForm, matchForm } from './match-phrase.ts';
import { helpForms, phrases } from './phrases.ts';
import { textOf, toTokens } from './tokens.ts';

const slot = (form: string, text: string) => {
  const tokens = matchForm(compileForm(form), toTokens(text));
  return tokens && textOf(tokens);
};

describe('matchForm', () => {
  it.each([
    ['how is|are * doing?', 'how is acme doing', 'acme'],
    ['how is|are * doing?', 'how are acme corp', 'acme corp'],
    ['how is|are * doing?', 'how was acme', null],
    ['health *', 'health', ''],
    ['the? health? score|health of *', 'the health of acme', 'acme'],
    ["*'s health score?", "acme's health", 'acme'],
    ["*'s health score?", 'acme health score', 'acme'],
    ["how is *'s health", 'how is Brindle Health', null],
    ["how is *'s health", "how is Brindle's health", 'Brindle'],
    ['why did *~', 'why did acme corp drop so low', 'acme corp'],
    ['why did *~', 'why did Best Down Quilts drop', 'Best Down Quilts'],
    ['help me?', 'help', ''],
    ['help me?', 'help you', null],
  ])('%s fits %j: %j', (form, text, account) => {
    expect(slot(form, text)).toBe(account);
  });

  it('has a table without a form that can never be reached because an earlier one of another kind is the same', () => {
    const kinds = new Map<string, string>();
    for (const { kind, forms } of phrases) {
      for (const form of forms) {
        expect(kinds.get(form) ?? kind).toBe(kind);
        kinds.set(form, kind);
      }
    }
    expect(new Set(helpForms).size).toBe(helpForms.length);
  });
});

describe('toTokens', () => {
  it.each([
    ['How’s *Acme* doing?', ['how', 'is', 'acme', 'doing']],
    ['<@U1|bot> hi :wave: there', ['hi', 'there']],
    ['"why not" ltd', ['"why not', 'ltd']],
    ['"acme"\'s health', ['"acme', 'health']],
    ['why acme—since 1 nov', ['why', 'acme', 'since', '1', 'nov']],
    ['a & b', ['a', 'b']],
    ['', []],
    ['"" \' ?!', []],
  ])('%s → %j', (text, keys) => {
    expect(toTokens(text).map((token) => token.key)).toEqual(keys);
  });
});
