import { expect, it } from 'vitest';
import { namedAccounts } from './named-accounts.ts';

const account = (id: string, name: string, more = {}) => ({
  ...{ id, name, aliases: [], domains: [], externalIds: [] },
  ...more,
});
const directory = [
  account('acme', 'Acme Corporation', { domains: ['acme.example'], externalIds: ['crm-77'] }),
  account('acme-eu', 'Acme Europe'),
  account('northfell-foods', 'Northfell Foods GmbH', { aliases: ['Northfell'] }),
  account('abc', 'ABC'),
];

it.each([
  ['Northfell Foods asks why the import stops', ['northfell-foods']],
  ['northfell: the import stops', ['northfell-foods']],
  ['fixes for acme: import stops', ['acme']],
  ['why does ACME.example see an old dashboard?', ['acme']],
  ['crm-77, exports stop', ['acme']],
  ['Acme and Northfell see the same', ['acme', 'northfell-foods']],
  ['the Acme Europe workspace is slow', ['acme-eu']],
  ['acme.example and acme-eu', ['acme', 'acme-eu']],
  ['abc of imports', []],
  ['imports stop with SCHEMA_DRIFT', []],
  ['acmes import', []],
  ['', []],
])('%j names %j', (text, ids) => {
  expect(namedAccounts(text, directory)).toEqual(ids);
});
