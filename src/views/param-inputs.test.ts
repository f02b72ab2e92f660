import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paramsArbitrary, pictureOf } from '../../test/support/pictures.ts';
import { paramInputs, paramsFromFields } from './param-inputs.ts';
import { editForm, rejectForm } from './proposal-forms.ts';
import { inputTextLength } from './view.ts';

const filledIn = (params: Parameters<typeof paramInputs>[0]) =>
  Object.fromEntries(paramInputs(params).inputs.map(({ input }) => [input.name, input.initial ?? '']));

test('a form that is sent as it was opened gives back the same parameters, whatever they are', () => {
  fc.assert(
    fc.property(paramsArbitrary, (params) => {
      const { inputs } = paramInputs(params);
      expect(new Set(inputs.map(({ input }) => input.name)).size).toBe(inputs.length);
      for (const { input } of inputs)
        expect((input.initial ?? '').length).toBeLessThanOrEqual(inputTextLength);
      for (const fields of [filledIn(params), {}])
        expect(paramsFromFields(params, fields)).toEqual({ ok: true, params });
    }),
    { numRuns: 500 },
  );
});

test('one changed input changes that leaf alone', () => {
  fc.assert(
    fc.property(paramsArbitrary, fc.nat(), (params, at) => {
      const texts = paramInputs(params).inputs.filter(({ input }) => input.kind === 'text');
      const chosen = texts[at % Math.max(texts.length, 1)];
      if (!chosen) return;
      const fields = { ...filledIn(params), [chosen.input.name]: 'changed by a person' };
      const result = paramsFromFields(params, fields);
      if (!result.ok) throw new Error('refused');
      const again = paramsFromFields(result.params, { [chosen.input.name]: chosen.input.initial ?? '' });
      expect(JSON.stringify(result.params)).toContain('changed by a person');
      expect(Object.keys(result.params)).toEqual(Object.keys(params));
      expect(again.ok).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const params = {
  to: ['a@acme.example', 'b@acme.example'],
  subject: 'Renewal',
  percent: 9,
  until: '2026-12-12',
  urgent: false,
  body: 'one\ntwo',
  huge: 'x'.repeat(3_001),
  nested: { deep: [{ note: 'hi' }] },
  nothing: null,
};

test('every kind of leaf has an input of its kind, and what a form cannot hold is named', () => {
  const { inputs, kept } = paramInputs(params);
  expect(inputs.map(({ input }) => [input.name, input.kind, input.label])).toEqual([
    ['to', 'long-text', 'To'],
    ['subject', 'text', 'Subject'],
    ['percent', 'number', 'Percent'],
    ['until', 'date', 'Until'],
    ['urgent', 'checkbox', 'Urgent'],
    ['body', 'long-text', 'Body'],
    ['nested/deep/0/note', 'text', 'Nested deep 1 note'],
  ]);
  expect(kept).toEqual(['Huge', 'Nothing']);
});

test('reads what was changed, and says which input is wrong', () => {
  const fields = {
    to: 'c@acme.example\r\n\r\n  d@acme.example ',
    percent: '12',
    urgent: 'true',
    until: '2026-12-24',
    'nested/deep/0/note': 'ho',
    unknown: 'x',
  };
  expect(paramsFromFields(params, fields)).toEqual({
    ok: true,
    params: {
      ...params,
      to: ['c@acme.example', 'd@acme.example'],
      percent: 12,
      urgent: true,
      until: '2026-12-24',
      nested: { deep: [{ note: 'ho' }] },
    },
  });
  expect(paramsFromFields(params, { percent: '9.5' })).toEqual({
    ok: false,
    fieldErrors: { percent: 'Write a whole number, such as 10.' },
  });
});

test('the forms carry the sealed value of the button, and an action without inputs has no form', () => {
  const picture = pictureOf();
  expect(rejectForm(picture)).toMatchObject({ form: 'reject', value: picture.button });
  expect(editForm(picture)).toMatchObject({ form: 'edit', value: picture.button });
  expect(editForm(pictureOf({}, { action: { ...picture.action, params: {} } }))).toBeNull();
});
