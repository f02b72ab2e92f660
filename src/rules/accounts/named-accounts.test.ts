import { expect, it } from 'vitest';
import { namedAccounts } from './named-accounts.ts';

const account = (id: string, name: string, more = {}) => ({
  ...{ id, name, aliases: [], domains: [], externalIds: [] },
  ...more,
});
const directory = [
  account('acme', 'Acme Corporation', {
    domains: ['acme.example'],
    externalIds: ['crm-77', '500', 'x-1', '4040', 'cus/Q9'],
  }),
  account('acme-eu', 'Acme Europe'),
  account('northfell-foods', 'Northfell Foods GmbH', { aliases: ['Northfell'] }),
  account('abc', 'ABC'),
  account('inc-1', 'Bolt Inc'),
  account('gmbh-1', 'Bolt GmbH'),
  account('2024-11', '1234'),
  account('other', 'Hooli', { externalIds: ['northfell-9'] }),
  account('pepper', 'Salt & Pepper+'),
  account('mcdonalds', "McDonald's Ltd", { domains: ['https://www.mcd.example', 'eu.acme.example'] }),
];

it.each([
  ['Northfell Foods asks why the import stops', ['northfell-foods']],
  ['northfell: the import stops', ['northfell-foods']],
  ['fixes for acme: import stops', ['acme']],
  ['why does ACME.example see an old dashboard?', ['acme']],
  ['crm-77, exports stop', ['acme']],
  ["account:crm-77 #crm-77's.", ['acme']],
  ['Acme and Northfell see the same', ['acme', 'northfell-foods']],
  ['the Acme Europe workspace is slow', ['acme-eu']],
  ['acme.example and acme-eu', ['acme', 'acme-eu']],
  ['abc of imports', []],
  ['imports stop with SCHEMA_DRIFT', []],
  ['acmes import', []],
  ['Does Acme see what Acme Europe sees?', ['acme', 'acme-eu']],
  ['Acme Europe sees what Acme sees', ['acme', 'acme-eu']],
  ["Acme Europe's import and acme-eu", ['acme-eu']],
  ['error 500, or 4040, in x-1 on 2024-11 at 1234', []],
  ['CUS/Q9: exports stop', ['acme']],
  ['northfell-9 stops', ['other']],
  ['the northfell-9 of Northfell', ['northfell-foods', 'other']],
  ['Bolt stops', ['inc-1', 'gmbh-1']],
  ['Bolt GmbH stops', ['gmbh-1']],
  ["why does Acme's import stop", ['acme']],
  ['ACME’S import stops', ['acme']],
  ["acme-eu's and Northfell Foods' imports", ['acme-eu', 'northfell-foods']],
  ["McDonald's import, mcdonald’s’ import", ['mcdonalds']],
  ["(is it Acme's?) Salt & Pepper+.", ['acme', 'pepper']],
  ["these are *Acme's*. And Northfell's-imports", ['acme', 'northfell-foods']],
  ["acme.example's import", ['acme']],
  ['ann@acme.example writes: the import stops', ['acme']],
  ['Ann <ann@acme.example>: the import stops', ['acme']],
  ['mailto:ann@acme.example', ['acme']],
  ['from https://acme.example/orders?page=2 nothing loads', ['acme']],
  ['url:https://acme.example:443, *acme.example*', ['acme']],
  ['from https://app.acme.example/orders nothing loads', ['acme']],
  ['(see app.acme.example.)', ['acme']],
  ['https://app.eu.acme.example and ann@mcd.example', ['mcdonalds']],
  ['https://notacme.example and ann@acme.example.evil.example', []],
  ['acme@mail.example and https://acme-shop.example', []],
  ['https://app.example/northfell/orders', ['northfell-foods']],
  ['', []],
])('%j names %j', (text, ids) => {
  expect(namedAccounts(text, directory)).toEqual(ids);
});
