import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardFields } from './card-fields.ts';
import type { ShownField } from './fit-fields.ts';

const items = (label: string, values: readonly string[]): ShownField[] =>
  values.map((value, at) => ({ path: `params.list[${at}]`, label: `${label} ${at + 1}`, value }));

test('a list of plain words is one line of the card', () => {
  const sections = items('Digest · sections', ['health', 'risks', 'first-value']);
  expect(cardFields([{ path: 'kind', label: 'Action', value: 'message.post' }, ...sections])).toEqual([
    { path: 'kind', label: 'Action', value: 'message.post' },
    { path: 'params.list', label: 'Digest · sections', value: 'health, risks, first-value' },
  ]);
});

test('TD17: recipients, words with a comma in them and what an edit changed keep a line each', () => {
  const lists = [
    items('To', ['ada@acme.example', 'bob@acme.example']),
    items('Tags', ['one, two', 'three']),
    items('Tags', ['one\u200b', 'two']),
    items('Tags', ['one', 'two']).map((item) => ({ ...item, before: 'three' })),
    [
      { path: 'params.list[0]', label: 'Tags 1', value: 'empty', ours: true as const },
      ...items('Tags', ['x']).slice(1),
    ],
  ];
  for (const list of lists) expect(cardFields(list)).toEqual(list);
});

test('what is one line can be taken apart again, for any list', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60 }), { minLength: 2, maxLength: 12 }), (values) => {
      const shown = cardFields(items('Tags', values)).map(({ value }) => value);
      expect(shown.length === 1 ? shown[0]?.split(', ') : shown).toEqual(values);
    }),
  );
});

test('an instant is said in words, and whatever is below the minute with it', () => {
  const said = (value: string): string | undefined =>
    cardFields([{ path: 'params.until', label: 'Until', value }])[0]?.value;
  expect(said('2026-12-01T02:51:00.000Z')).toBe('1 Dec 2026, 02:51 UTC');
  expect(said('2026-12-31T23:59:59.999Z')).toBe('31 Dec 2026, 23:59:59.999 UTC');
  expect(said('2026-12-31T23:59:07Z')).toBe('31 Dec 2026, 23:59:07 UTC');
  expect(said('2026-13-41T23:59:07Z')).toBe('2026-13-41T23:59:07Z');
  expect(said('until 2026-12-01T02:51:00.000Z')).toBe('until 2026-12-01T02:51:00.000Z');
});
