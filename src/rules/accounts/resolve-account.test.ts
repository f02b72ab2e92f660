import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountName, resolveAccount } from './resolve-account.ts';

const account = (id: string, name: string, more: Partial<AccountName> = {}): AccountName => ({
  id,
  name,
  aliases: [],
  domains: [],
  externalIds: [],
  ...more,
});

const directory: readonly AccountName[] = [
  account('acme', 'Acme Corporation', {
    aliases: ['Acme Corp', 'ACM'],
    domains: ['acme.example'],
    externalIds: ['0015g00000AcmeXAAX'],
  }),
  account('acme-eu', 'Acme Europe', { aliases: ['Acme EU'], domains: ['https://www.acme-eu.example/'] }),
  account('northfell-energy', 'Northfell Energy'),
  account('northfell-foods', 'Northfell Foods'),
  account('kestrel', 'Kestrel Thorne Insurance, Inc.'),
  account('kopi-lembah', 'PT Kopi Lembah Tbk'),
  account('obrien', "O'Brien & Söhne GmbH"),
  account('t-1001', 'Tenant 1001'),
  account('t-1002', 'Tenant 1002'),
  account('quillhaven', 'Quillhaven Logistics'),
  account('kagi', 'ガギ商事'),
  account('moskva', 'Москва Телеком'),
];

const found = (text: string) => {
  const match = resolveAccount(text, directory);
  return match.kind === 'found' ? match.id : match.kind;
};

describe('resolveAccount finds one account', () => {
  it.each([
    ['acme', 'acme', 'id'],
    ['  Acme ', 'acme', 'id in other case, blanks around'],
    ['ａｃｍｅ', 'acme', 'full-width letters'],
    ['ac\u200bme', 'acme', 'an invisible character'],
    ['ACME CORPORATION', 'acme', 'name'],
    ['acme  corp', 'acme', 'alias with two blanks'],
    ['0015G00000ACMEXAAX', 'acme', 'external id'],
    ['acme.example', 'acme', 'domain'],
    ['https://www.acme.example/x?y=1#z', 'acme', 'URL'],
    ['http://user@acme.example:8080', 'acme', 'URL with user and port'],
    ['jo@ACME.example', 'acme', 'e-mail address'],
    ['mailto:jo@acme.example', 'acme', 'mailto link'],
    ['app.acme.example', 'acme', 'host below the domain'],
    ['acme-eu.example', 'acme-eu', 'domain that was stored as a URL'],
    ['Acme, Inc.', 'acme', 'another legal form'],
    ['acme eu', 'acme-eu', 'alias'],
    ['acme_eu', 'acme-eu', 'other punctuation'],
    ['kopi lembah', 'kopi-lembah', 'without PT and Tbk'],
    ['Kestrel Thorne Insurance', 'kestrel', 'without Inc.'],
    ['obrien and sohne', 'obrien', 'without apostrophe, sign and accent'],
    ['O’Brien + Söhne', 'obrien', 'typographic apostrophe'],
    ['kes thorne', 'kestrel', 'beginnings of words'],
    ['energy', 'northfell-energy', 'a later word'],
    ['north foo', 'northfell-foods', 'beginnings in order'],
    ['acme eur', 'acme-eu', 'beginning of the last word'],
    ['acmee', 'acme', 'one letter too many: the whole id is nearer than the first word of another name'],
    ['amce', 'acme', 'two letters swapped'],
    ['kestral thorne', 'kestrel', 'a typo in the first words'],
    ['quilhavn', 'quillhaven', 'two letters missing'],
    ['quill haven', 'quillhaven', 'a blank too many'],
    ['northfel enregy', 'northfell-energy', 'two slips'],
    ['москва', 'moskva', 'another script'],
    ['москву телеком', 'moskva', 'a typo within one script'],
  ])('%s → %s (%s)', (text, id) => {
    expect(found(text)).toBe(id);
  });
});

describe('resolveAccount offers a choice and never guesses', () => {
  it('names every account that begins so, the closest first', () => {
    expect(resolveAccount('northfell', directory)).toEqual({
      kind: 'ambiguous',
      candidates: [
        { id: 'northfell-foods', name: 'Northfell Foods' },
        { id: 'northfell-energy', name: 'Northfell Energy' },
      ],
    });
  });

  it('asks when a typo fits the first word of two', () => {
    expect(found('nortfhell')).toBe('ambiguous');
  });

  it('asks when two accounts share a name, and takes the id all the same', () => {
    const twins = [account('a1', 'Twin Ltd'), account('a2', 'Twin GmbH'), account('a3', 'Other')];
    expect(resolveAccount('Twin', twins).kind).toBe('ambiguous');
    expect(resolveAccount('twin gmbh', twins)).toEqual({ kind: 'found', id: 'a2' });
    expect(resolveAccount('Twin, GmbH', twins)).toEqual({ kind: 'found', id: 'a2' });
    expect(resolveAccount('a1', twins)).toEqual({ kind: 'found', id: 'a1' });
  });

  it('prefers the id as typed over another that differs in case', () => {
    const both = [account('ACME', 'One'), account('acme', 'Two')];
    expect(resolveAccount('ACME', both)).toEqual({ kind: 'found', id: 'ACME' });
    expect(resolveAccount('Acme', both).kind).toBe('ambiguous');
  });

  it('offers at most five, in the order of name and id', () => {
    const many = Array.from({ length: 9 }, (_, index) => account(`n${9 - index}`, 'Nova'));
    const match = resolveAccount('nova', many);
    expect(match.kind === 'ambiguous' && match.candidates.map(({ id }) => id)).toEqual([
      'n1',
      'n2',
      'n3',
      'n4',
      'n5',
    ]);
  });

  it('counts an account once, however many of its names fit', () => {
    expect(
      resolveAccount('kestrel', [account('k', 'Kestrel', { aliases: ['kestrel', 'KESTREL'] })]).kind,
    ).toBe('found');
  });
});

describe('resolveAccount refuses', () => {
  it.each([
    ['', 'empty text'],
    ['   ', 'blanks'],
    ['\u200b', 'an invisible character alone'],
    ['!!!', 'punctuation alone'],
    ['a', 'one letter'],
    ['t-1003', 'another number'],
    ['tenant 100', 'half a number'],
    ['tenant 10011', 'a longer number'],
    ['Аcme', 'a Cyrillic letter among Latin ones'],
    ['Αcme', 'a Greek letter among Latin ones'],
    ['асме', 'Cyrillic letters throughout'],
    ['カギ商事', 'kana that differ in their mark'],
    ['acme.example.evil.example', 'a domain that only begins like theirs'],
    ['acme.example@evil.example', 'the domain as the user of an address'],
    ['notacme.example', 'a domain that only ends like theirs'],
    ['xyz', 'three letters with a slip'],
    ['thorne kestrel', 'the words in another order'],
    ['x'.repeat(501), 'text beyond the limit'],
  ])('%s (%s)', (text) => {
    expect(found(text)).toBe('unknown');
  });

  it('a misspelling with letters of another script whatever the account is called', () => {
    const cyrillicId = [account('Т-1001', 'Т-1001')];
    expect(resolveAccount('T-1001', cyrillicId).kind).toBe('unknown');
  });

  it('shows up to three accounts that come close', () => {
    expect(resolveAccount('acme turbines', directory)).toEqual({
      kind: 'unknown',
      closest: [
        { id: 'acme', name: 'Acme Corporation' },
        { id: 'acme-eu', name: 'Acme Europe' },
      ],
    });
    expect(resolveAccount('Аcme', directory)).toMatchObject({ closest: [{ id: 'acme' }, { id: 'acme-eu' }] });
    expect(resolveAccount('zzzzzzzz', directory)).toEqual({ kind: 'unknown', closest: [] });
  });

  it('everything when there are no accounts', () => {
    expect(resolveAccount('acme', [])).toEqual({ kind: 'unknown', closest: [] });
  });
});

describe('resolveAccount always', () => {
  it('answers for any text, only with accounts of the directory, the same in any order', () => {
    const ids = new Set(directory.map(({ id }) => id));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 12 })), (text) => {
        const match = resolveAccount(text, directory);
        const named =
          match.kind === 'found' ? [match] : match.kind === 'ambiguous' ? match.candidates : match.closest;
        expect(named.every(({ id }) => ids.has(id))).toBe(true);
        expect(named.length).toBeLessThanOrEqual(match.kind === 'ambiguous' ? 5 : 3);
        expect(resolveAccount(text, directory.toReversed())).toEqual(match);
      }),
    );
  });

  it('finds every account by its id and, where it is unique, by its name', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 20 }), (words) => {
        const list = words.map((name, index) => account(`id-${index}-${name}`, `${name.toUpperCase()} Ltd`));
        for (const { id, name } of list) {
          expect(resolveAccount(id, list)).toEqual({ kind: 'found', id });
          expect(resolveAccount(name.toLowerCase(), list)).toEqual({ kind: 'found', id });
        }
      }),
    );
  });

  it('looks through five thousand accounts in a moment', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      account(`customer-${index}`, `Customer Number ${index} Inc.`, { aliases: [`c ${index}`] }),
    );
    const startedAt = performance.now();
    resolveAccount('kustomer nomber x'.repeat(5), many);
    // The aim is 20 ms; the bound only catches work that grows out of hand on a busy machine.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
