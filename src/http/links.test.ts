import { expect, test } from 'vitest';
import { createManualClock } from '../domain/clock.ts';
import { completeUrls, createLinks } from './links.ts';

const key = 'ab'.repeat(32);
const clock = createManualClock(new Date('2026-11-21T10:00:00Z'));
const links = createLinks('https://holdfast.example', key, clock);

function pathOf(url: string): string {
  return url.slice('https://holdfast.example'.length);
}

test('a link opens for 30 days and not a day longer', () => {
  clock.set(new Date('2026-11-21T10:00:00Z'));
  const path = pathOf(links.linkTo('/evidence/events/7'));
  expect(links.expiryOf(path)).toBe('2026-12-21');
  clock.set(new Date('2026-12-21T23:59:59Z'));
  expect(links.expiryOf(path)).toBe('2026-12-21');
  clock.set(new Date('2026-12-22T00:00:00Z'));
  expect(links.expiryOf(path)).toBeNull();
  clock.set(new Date('2026-11-21T10:00:00Z'));
});

test('a link is the same all day long, so that a card does not change by itself', () => {
  const morning = links.linkTo('/evidence/events/7');
  clock.set(new Date('2026-11-21T23:00:00Z'));
  expect(links.linkTo('/evidence/events/7')).toBe(morning);
});

test('a link on a page that was opened by a link ends with it', () => {
  expect(links.expiryOf(pathOf(links.linkTo('/evidence/events/8', '2026-11-25')))).toBe('2026-11-25');
});

const signed = pathOf(links.linkTo('/evidence/scores/acme?asOf=2026-11-01T00:00:00.000Z'));
test.each([
  ['another path', signed.replace('acme', 'acmf')],
  ['another query', signed.replace('11-01', '11-02')],
  ['a later expiry', signed.replace(/exp=[\d-]+/, 'exp=2027-12-31')],
  ['another parameter', `${signed}&knownAt=1`],
  ['a parameter in between', signed.replace('&exp', '&x=1&exp')],
  ['another last letter', signed.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
  ['no signature', signed.replace(/&sig.*/, '')],
  ['an empty signature', signed.replace(/sig=.*/, 'sig=')],
  ['a second signature', `${signed}&sig=${'A'.repeat(43)}`],
  ['the signature in front', `/evidence/scores/acme?${signed.split('&').reverse().join('&')}`],
  ['nothing', ''],
])('%s does not open', (_what, path) => {
  expect(links.expiryOf(signed)).not.toBeNull();
  expect(links.expiryOf(path)).toBeNull();
});

test('no link opens in which one character was changed for another, wherever it stands', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/?&=%';
  const opened = [...signed].flatMap((is, at) =>
    [...alphabet]
      .filter((other) => other !== is)
      .map((other) => signed.slice(0, at) + other + signed.slice(at + 1))
      .filter((path) => links.expiryOf(path) !== null),
  );
  expect(opened).toEqual([]);
});

test('the link of another key does not open', () => {
  const other = createLinks('https://holdfast.example', 'cd'.repeat(32), clock);
  expect(links.expiryOf(pathOf(other.linkTo('/evidence/events/7')))).toBeNull();
});

test('urls of a value are completed wherever they stand, and nothing else', () => {
  const value = { url: '/a', text: '/b', list: [{ url: '/c' }, { url: 'https://x.example' }], none: null };
  expect(completeUrls(value, links.absolute)).toEqual({
    url: 'https://holdfast.example/a',
    text: '/b',
    list: [{ url: 'https://holdfast.example/c' }, { url: 'https://x.example' }],
    none: null,
  });
});

test('the path behind an address is told of our own alone, and only while it opens', () => {
  const address = links.linkTo('/evidence/scores/acme?asOf=2026-11-21T00:00:00.000Z#sponsor');
  expect(links.pathOf(address)).toBe('/evidence/scores/acme?asOf=2026-11-21T00:00:00.000Z');
  for (const other of [
    ...[address.replace('holdfast.example', 'holdfast.example.evil'), address.replace('acme', 'kestrel')],
    ...['https://holdfast.example', 'https://holdfast.example/evidence/events/7', 'nonsense', ''],
  ])
    expect(links.pathOf(other)).toBeNull();
});
