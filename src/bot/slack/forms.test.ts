import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { paramsArbitrary, pictureArbitrary, pictureOf } from '../../../test/support/pictures.ts';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { internal, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { HoldfastError } from '../../errors.ts';
import { describeAction } from '../../guardrail/describe-action.ts';
import { fullTextForm } from '../../views/full-text-form.ts';
import { paramInputs, paramsFromFields } from '../../views/param-inputs.ts';
import { editForm, rejectForm } from '../../views/proposal-forms.ts';
import type { FormView } from '../../views/view.ts';
import { checkView } from '../playground/check-view.ts';
import { submitEnvelope } from '../playground/envelopes.ts';
import { fillForm } from '../playground/filled-form.ts';
import { isObject } from './decode-body.ts';
import { parseSubmit } from './form-state.ts';
import { renderForm } from './render-form.ts';

let harness: SlackHarness;
afterEach(() => harness?.close());

const linkTo = (path: string) => `http://127.0.0.1:3000${path}`;
const origin = { channel: internal.id, thread: null };

test('TB16 TD11 TD12 the forms of any proposal are within all limits or are sent as messages, and nothing in them is live', () => {
  let drawn = 0;
  fc.assert(
    fc.property(pictureArbitrary, (picture) => {
      const forms = [
        rejectForm(picture),
        editForm(picture),
        fullTextForm(picture, describeAction(picture.action)),
      ];
      for (const form of forms) {
        const view = form && renderForm(form, linkTo, origin);
        if (!view) continue;
        drawn++;
        expect(checkView(view)).toEqual([]);
        const source = JSON.stringify(view);
        expect(source).not.toContain('"mrkdwn"');
        expect(source).not.toMatch(/"type":"(user|broadcast|channel|usergroup|emoji|link)"/);
        expect(source).not.toMatch(/"emoji":true/);
      }
    }),
    { numRuns: 300 },
  );
  expect(drawn).toBeGreaterThan(600);
});

test('what a person leaves alone in a form comes back through the adapter to the character', () => {
  fc.assert(
    fc.property(paramsArbitrary, (params) => {
      const picture = pictureOf({}, { action: { ...pictureOf().action, params } });
      const form = editForm(picture);
      if (form === null) return;
      const view = JSON.parse(JSON.stringify(renderForm(form, linkTo, origin)));
      const { state } = fillForm(view, {});
      const body = new URLSearchParams(
        submitEnvelope({ user, viewId: 'V1', view, state, triggerId: 't' }).body,
      ).get('payload');
      const incoming = parseSubmit(JSON.parse(body ?? ''));
      const asked = incoming?.asked;
      if (asked?.kind !== 'submit') throw new Error('not a form of ours');
      expect(asked.value).toBe(picture.button);
      expect(Object.keys(asked.fields).sort()).toEqual(
        paramInputs(params)
          .inputs.map(({ input }) => input.name)
          .sort(),
      );
      expect(paramsFromFields(params, asked.fields)).toEqual({ ok: true, params });
    }),
    { numRuns: 200 },
  );
});

const every: FormView = {
  form: 'every-kind',
  title: 'A title that is longer than Slack takes',
  submitLabel: 'Send',
  value: 'v',
  intro: [{ kind: 'text', spans: [{ text: '*bold* <!here>' }] }],
  inputs: [
    { name: 'a', label: 'Text', kind: 'text', initial: 'x', hint: 'One line.', maxLength: 10 },
    { name: 'b', label: 'Long', kind: 'long-text' },
    { name: 'c', label: 'Date', kind: 'date', initial: '2026-12-12' },
    { name: 'd', label: 'Number', kind: 'number', initial: '-7' },
    { name: 'e', label: 'Choice', kind: 'choice', options: [{ label: 'One', value: '1' }], initial: '1' },
    { name: 'f', label: 'Box', kind: 'checkbox', initial: 'true', optional: true },
  ],
};

test('every kind of input is drawn as its element, and comes back as text', () => {
  const view = renderForm(every, linkTo, origin);
  expect(checkView(view)).toEqual([]);
  expect(view).toMatchObject({
    callback_id: 'holdfast:every-kind',
    title: { text: expect.stringMatching(/^A title that is .*…$/) },
    blocks: [
      { type: 'rich_text' },
      { block_id: 'a', element: { type: 'plain_text_input', multiline: false, max_length: 10 } },
      { block_id: 'b', optional: false, element: { multiline: true, max_length: 3_000 } },
      { block_id: 'c', element: { type: 'datepicker', initial_date: '2026-12-12' } },
      { block_id: 'd', element: { type: 'number_input', initial_value: '-7' } },
      { block_id: 'e', element: { type: 'static_select', initial_option: { value: '1' } } },
      {
        block_id: 'f',
        optional: true,
        element: { type: 'checkboxes', initial_options: [{ value: 'true' }] },
      },
    ],
  });
  if (!isObject(view)) throw new Error('no view');
  const { state, errors } = fillForm(view, { b: { value: { value: 'long' } }, f: 'false' });
  expect(Object.keys(errors)).toEqual([]);
  const incoming = parseSubmit({
    user: { id: user, team_id: 'T' },
    view: { ...view, id: 'V1', state: { values: state } },
  });
  expect(incoming?.asked).toEqual({
    kind: 'submit',
    form: 'every-kind',
    value: 'v',
    fields: { a: 'x', b: 'long', c: '2026-12-12', d: '-7', e: '1', f: 'false' },
  });
});

test('a form to fill in that is over a limit is a broken rule, one to read becomes messages', () => {
  const inputs = Array.from({ length: 101 }, (_, index) => ({
    name: `n${index}`,
    label: 'x',
    kind: 'text' as const,
  }));
  expect(() => renderForm({ ...every, inputs }, linkTo, origin)).toThrow(HoldfastError);
  expect(() => renderForm({ ...every, value: 'x'.repeat(2_801) }, linkTo, origin)).toThrow(HoldfastError);
  const twice = [0, 1].map(() => ({ name: 'n', label: 'x', kind: 'text' as const }));
  expect(() => renderForm({ ...every, inputs: twice }, linkTo, origin)).toThrow(HoldfastError);
  const intro = [{ kind: 'text' as const, spans: [{ text: 'word '.repeat(80_000) }] }];
  expect(renderForm({ ...every, intro, inputs: [] }, linkTo, origin)).toBeNull();
});

const { click, command, shown } = slackRequests(() => harness);
const press = (trigger: string) =>
  click({ action: { type: 'button', action_id: 'holdfast:reject:1', value: 'p.1.mac' }, triggerId: trigger });
const withForm = (form: FormView) => async () => ({ ...textReply('unused'), form });

test('a click opens its form at once, for the person alone, and no message', async () => {
  harness = await startSlackHarness({ answer: withForm(rejectForm(pictureOf())) });
  const sent = await harness.send(press(harness.api.trigger(user)));
  expect([sent.status, sent.body]).toEqual([200, '']);
  const [opened] = [...harness.api.openViews.values()];
  expect(opened).toMatchObject({ user, view: { callback_id: 'holdfast:reject' } });
  expect(shown()).toEqual([]);
  expect(harness.kept.size).toBe(0);
});

test('a command can open a form too, and a message has nothing to open one with', async () => {
  harness = await startSlackHarness({ answer: withForm(rejectForm(pictureOf())) });
  await harness.send(command('override acme', { triggerId: harness.api.trigger(user) }));
  expect(harness.api.openViews.size).toBe(1);
  const { message } = slackRequests(() => harness);
  await harness.send(message());
  expect(harness.api.openViews.size).toBe(1);
  expect(shown().join('')).toContain('I cannot open a form from here');
});

test('a trigger that is over tells the person to press again', async () => {
  harness = await startSlackHarness({ answer: withForm(rejectForm(pictureOf())) });
  const trigger = harness.api.trigger(user);
  harness.clock.set(new Date(harness.clock.now().getTime() + 3_000));
  await harness.send(press(trigger));
  expect(harness.api.openViews.size).toBe(0);
  expect(shown().join('')).toContain('could not be opened in time');
});

test('TB16 a full text that is too long for a form comes as private messages, to the last character', async () => {
  const body = `${'\u200B'.repeat(20_000)}the end`;
  const action = { ...pictureOf().action, params: { body } };
  const picture = pictureOf({}, { action });
  harness = await startSlackHarness({ answer: withForm(fullTextForm(picture, describeAction(action))) });
  await harness.send(press(harness.api.trigger(user)));
  expect(harness.api.openViews.size).toBe(0);
  expect(shown().join('')).toContain('the end');
  for (const { onlyFor } of harness.screen(internal.id)) expect(onlyFor).toBe(user);
});
