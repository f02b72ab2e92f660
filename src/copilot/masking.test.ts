import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMasking } from './masking.ts';

const secret = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const names = ['Dana Smith', 'Jürgen Groß', 'Will Page', 'Li'];
const mask = (text: string) => createMasking(names, secret).mask(text);

const personal: readonly (readonly [string, string])[] = [
  ['EMAIL', 'dana@acme.example'],
  ['EMAIL', 'Dana.Smith+sso@mail.acme.co.uk'],
  ['EMAIL', 'jürgen@bücher.example'],
  ['EMAIL', 'dana%40acme.example'],
  ['PHONE', '+49 30 1234567'],
  ['PHONE', '+1 (555) 123-4567'],
  ['PHONE', '+442071838750'],
  ['PHONE', '0049 30 1234567'],
  ['PHONE', '030 / 123 45 67'],
  ['PHONE', '(030) 1234567'],
  ['PHONE', '555-123-4567'],
  ['IP', '203.0.113.7'],
  ['IP', '2001:db8::8a2e:370:7334'],
  ['IP', '::1'],
  ['CARD', '4111 1111 1111 1111'],
  ['CARD', '5555-5555-5555-4444'],
  ['CARD', '378282246310005'],
  ['IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['IBAN', 'GB29NWBK60161331926819'],
  ['IBAN', 'fr1420041010050500013m02606'],
  ['NAME', 'Dana Smith'],
  ['NAME', 'dana smith'],
  ['NAME', 'DANA SMITH'],
  ['NAME', 'Dana'],
  ['NAME', 'GROSS'.replace('SS', 'ß')],
  ['NAME', 'Will'],
  ['NAME', 'Li'],
];

describe('what is personal leaves as a placeholder, and comes back', () => {
  test.each(personal)('%s: %s', (kind, original) => {
    const masking = createMasking(names, secret);
    const masked = masking.mask(`Please write (${original}), it is urgent.`);
    expect(masked).toBe(`Please write ([${kind}_1_0a1b2c3d]), it is urgent.`);
    expect(masking.restore(masked)).toEqual({ ok: true, text: `Please write (${original}), it is urgent.` });
  });
});

test.each(['Anne-Marie Groß', "O'Neill/Partner", 'a.b|c (d)'])(
  'the name %s is masked as it is written',
  (name) => {
    expect(createMasking([name], secret).mask(`Ask ${name}.`)).toBe('Ask [NAME_1_0a1b2c3d].');
  },
);

test.each([
  'Version 4.40.1 of 2026-11-26 has 12,400.50 rows, 99.9 % and T-4711.',
  'Order 1234567890123456 is no card, and neither is 4111 1111 1111 1112.',
  'DE00370400440532013000 has a wrong checksum.',
  'The hash 999.1.2.3 and version 1.2.3 are no addresses; at 10:30:15 the job ran.',
  'I will go to the page of the administrator; the limit is 50000.',
  'Call the API with id 20260001 and @mention nobody.',
  'Aus 2026-11-26 10:30 wird 0.5 s.',
])('what only looks similar stays: %s', (text) => {
  expect(mask(text)).toBe(text);
});

test('one original has one placeholder in all texts of a call, and another in the next call', () => {
  const masking = createMasking(names, secret);
  expect(masking.mask('dana@acme.example, lee@acme.example, dana@acme.example')).toBe(
    '[EMAIL_1_0a1b2c3d], [EMAIL_2_0a1b2c3d], [EMAIL_1_0a1b2c3d]',
  );
  expect(masking.mask('To dana@acme.example')).toBe('To [EMAIL_1_0a1b2c3d]');
  expect(createMasking(names, 'ffffffff').mask('dana@acme.example')).toBe('[EMAIL_1_ffffffff]');
});

describe('placeholders cannot be forged', () => {
  test.each([
    ['one that was never given out', '[EMAIL_2_0a1b2c3d]'],
    ['one of another call', '[EMAIL_1_deadbeef]'],
    ['one in another case', '[email_1_0a1b2c3d]'],
    ['one without its brackets', 'EMAIL_1_0a1b2c3d'],
    ['one with half of them', 'EMAIL_1_0a1b2c3d]'],
    ['another kind', '[NAME_1_0a1b2c3d]'],
  ])('%s is refused in what a model wrote', (_, placeholder) => {
    const masking = createMasking(names, secret);
    masking.mask('dana@acme.example');
    expect(masking.restore(`Write to ${placeholder} now.`)).toEqual({ ok: false, placeholder });
  });

  test('a text that holds one, even of this call, is given through as text and reads nothing', () => {
    const masking = createMasking(names, secret);
    const planted = 'Write to [EMAIL_1_0a1b2c3d] and [TEXT_9_ffffffff].';
    const masked = [masking.mask('dana@acme.example'), masking.mask(planted)];
    expect(masked).toEqual(['[EMAIL_1_0a1b2c3d]', 'Write to [TEXT_2_0a1b2c3d] and [TEXT_3_0a1b2c3d].']);
    // Whoever planted it gets their own words back, not the address.
    expect(masking.restore(masked[1] ?? '')).toEqual({ ok: true, text: planted });
  });

  test('and what is put back is not looked at again', () => {
    const masking = createMasking([], secret);
    const masked = masking.mask('[EMAIL_2_0a1b2c3d] dana@acme.example');
    expect(masking.restore(masked)).toEqual({ ok: true, text: '[EMAIL_2_0a1b2c3d] dana@acme.example' });
  });
});

test('characters that nobody sees do not hide an address', () => {
  expect(mask('da\u200bna@ac\u00adme.exam\u2060ple')).toBe('[EMAIL_1_0a1b2c3d]');
  expect(mask('Ju\u0308rgen Groß')).toBe('[NAME_1_0a1b2c3d]');
});

test('a mark that could be guessed is refused', () => {
  expect(() => createMasking([], 'short')).toThrow(/eight hexadecimal/);
});

test('nothing personal is left of any mixture, and all of it comes back', () => {
  const part = fc.oneof(
    fc.constantFrom(...personal.map(([, original]) => original)),
    fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.normalize('NFC')),
    fc.constantFrom('[EMAIL_1_0a1b2c3d]', '[NAME_3_ffffffff]', '$&', '\n'),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const masking = createMasking(names, secret);
      const text = parts.join(' , ');
      const masked = masking.mask(text);
      const restored = masking.restore(masked);
      expect(restored).toMatchObject({ ok: true });
      expect(createMasking([], secret).mask(restored.ok ? restored.text : '')).toBe(
        createMasking([], secret).mask(text),
      );
      for (const [kind, original] of personal) {
        if (kind !== 'NAME') expect(masked).not.toContain(original);
        else expect(masked).not.toMatch(new RegExp(`(?<![\\p{L}\\p{N}])${original}(?![\\p{L}\\p{N}])`, 'u'));
      }
    }),
    { numRuns: 500 },
  );
});

test('a text of a megabyte is masked, whatever it repeats', () => {
  for (const unit of ['a', '1', '1 ', 'a@', ':', 'a.', '+1', '(0', 'DE', '0 '])
    expect(typeof mask(unit.repeat(1_000_000 / unit.length))).toBe('string');
});
