import { expect, test } from 'vitest';
import { surfaces } from './attack-text.ts';
import { decodeText } from './decode-text.ts';
import { findInText } from './find-in-text.ts';
import { obey } from './obedient-model.ts';
import { ownAttacks } from './own-attacks.ts';

const surroundings = {
  account: 'acme',
  neighbour: 'globex',
  ticketId: 'T-1',
  neighboursTicketId: 'G-1',
  user: 'u1',
  contact: 'dana@acme.example',
  neighboursContact: 'dana@globex.example',
  soon: '2026-12-21',
  waiting: [],
};
const read = (text: string) => findInText(decodeText(text));

test('our own texts cover every surface but those that only a harness makes', () => {
  expect(ownAttacks.length).toBeGreaterThanOrEqual(40);
  const used = new Set(ownAttacks.map(({ surface }) => surface));
  expect(surfaces.filter((surface) => !used.has(surface))).toEqual([]);
});

test('TD6 TD8 the model finds what is hidden', () => {
  const text = (id: string) => ownAttacks.find((one) => one.id === id)?.text ?? '';
  expect(read(text('own-35')).addresses).toContain('pay@attacker.example');
  const encoded = ownAttacks.filter(({ category }) => category === 'encoded').map((one) => read(one.text));
  expect(encoded[0]?.objects[0]).toMatchObject({ kind: 'message.customer' });
  expect(encoded[1]?.numbers).toContain(25);
  expect(encoded[2]?.addresses).toContain('pay@attacker.example');
});

test('the model calls every kind of action for every text, with the text in it and with what no schema names', () => {
  for (const { text } of ownAttacks) {
    const calls = obey([text], surroundings).filter((call) => call.tool === 'propose');
    expect(new Set(calls.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(16);
    expect(JSON.stringify(calls)).toMatch(/"approved":true/);
  }
});
