import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryView } from '../../../test/support/arbitrary-views.ts';
import { checkCard } from '../../../test/support/check-teams-card.ts';
import { teamsViewFaults, visibleText } from '../../../test/support/teams-view-faults.ts';
import { HoldfastError } from '../../errors.ts';
import type { FormView, View, ViewBlock } from '../../views/view.ts';
import { actionsOf } from '../playground/teams-client.ts';
import { teamsLimits } from './limits.ts';
import { renderView } from './render.ts';
import { renderForm } from './render-form.ts';

const origin = 'http://127.0.0.1:3000';
const linkTo = (path: string) => `${origin}${path}`;
const of = (...blocks: ViewBlock[]): View => ({ summary: 's', blocks });
const draw = (...blocks: ViewBlock[]) => renderView(of(...blocks), linkTo);
const bodyOf = (...blocks: ViewBlock[]) => draw(...blocks).flatMap(({ card }) => card.body);

test('J8 no message is over a limit, nothing is lost, and nothing untrusted is live', () => {
  fc.assert(
    fc.property(arbitraryView, (generated) => {
      expect(teamsViewFaults(generated)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('a label that a button has to cut stands in full above it', () => {
  const label = `Open the page of ${'Acme '.repeat(20)}`;
  const body = bodyOf({ kind: 'buttons', buttons: [{ action: 'health', label, value: 'acme' }] });
  expect(JSON.stringify(body[0])).toContain(label.trim());
  expect(actionsOf(body)[0]?.title.length).toBeLessThanOrEqual(teamsLimits.buttonText);
});

test('six buttons stand in a row, the seventh below', () => {
  const buttons = Array.from({ length: 7 }, (_, index) => ({
    action: 'health' as const,
    label: `${index}`,
    value: `${index}`,
  }));
  expect(bodyOf({ kind: 'buttons', buttons }).map(({ actions }) => (actions as unknown[]).length)).toEqual([
    6, 1,
  ]);
});

test('a button is an Action.Execute, with a message for clients that do not know it', () => {
  const [set] = bodyOf({
    kind: 'buttons',
    buttons: [{ action: 'why', label: 'Why?', value: 'acme', tone: 'primary' }],
  });
  const data = { holdfast: { action: 'why', value: 'acme' } };
  expect(set?.actions).toEqual([
    {
      type: 'Action.Execute',
      title: 'Why?',
      verb: 'why',
      data,
      style: 'positive',
      fallback: { type: 'Action.Submit', title: 'Why?', data },
    },
  ]);
});

test('what opens a form opens a dialog', () => {
  const [set] = bodyOf({
    kind: 'buttons',
    buttons: [{ action: 'reject', label: 'Reject…', value: 'x', tone: 'danger' }],
  });
  expect(set?.actions).toMatchObject([
    { type: 'Action.Submit', style: 'destructive', data: { msteams: { type: 'task/fetch' } } },
  ]);
});

test('a few options are buttons; many are a list with a button', () => {
  const options = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ label: `Account ${index}`, value: `a${index}` }));
  const picker = (count: number) =>
    bodyOf({ kind: 'picker', action: 'health', placeholder: 'Which one?', options: options(count) });
  expect(actionsOf(picker(5)).map(({ title }) => title)).toHaveLength(5);
  const many = picker(150);
  expect(many.filter(({ type }) => type === 'Input.ChoiceSet')).toHaveLength(2);
  expect(actionsOf(many).map(({ title }) => title)).toEqual(['Show', 'Show']);
});

test('a table too long for a message goes on in the next, its header repeated', () => {
  const rows = Array.from({ length: 300 }, (_, row) => [
    [{ text: `Row ${row}` }],
    [{ text: 'x'.repeat(60) }],
  ]);
  const messages = draw({ kind: 'table', columns: [{ label: 'Account' }, { label: 'Note' }], rows });
  expect(messages.length).toBeGreaterThan(1);
  for (const { card } of messages)
    for (const { rows: drawn } of card.body)
      expect(JSON.stringify((drawn as unknown[])[0])).toContain('Account');
  expect(messages[1]?.summary).toBe(`s (2 of ${messages.length})`);
});

test('a table of more columns than a chat can show becomes a list that names them', () => {
  const columns = Array.from({ length: 8 }, (_, index) => ({ label: `C${index}` }));
  const body = bodyOf({
    kind: 'table',
    columns,
    rows: [columns.map(({ label }) => [{ text: `v${label}` }])],
  });
  expect(body.map(({ type }) => type)).toEqual(['RichTextBlock']);
  expect(visibleText([{ summary: '', card: { body } as never }])).toContain('C3: vC3 · C4: vC4');
});

test('L7 a picture is fetched from our own address; where Teams cannot, its words stand for it', () => {
  const picture: ViewBlock = { kind: 'picture', path: '/pictures/p.png', alt: 'Score by day' };
  expect(bodyOf(picture)).toMatchObject([
    { type: 'Image', url: `${origin}/pictures/p.png`, altText: 'Score by day' },
  ]);
  const [message] = renderView(of(picture), () => '');
  expect(visibleText(message ? [message] : [])).toBe('Score by day');
});

test('a value over the limit of a button is a broken rule, not a cut id', () => {
  const value = 'x'.repeat(2_001);
  expect(() => draw({ kind: 'buttons', buttons: [{ action: 'why', label: 'Why?', value }] })).toThrow(
    HoldfastError,
  );
});

test('every kind of input is drawn, and keeps what was written', () => {
  const form: FormView = {
    form: 'f',
    title: 'T',
    submitLabel: 'Save',
    value: 'v',
    intro: [],
    inputs: [
      { name: 'a', label: 'Text', kind: 'text', initial: 'x' },
      { name: 'b', label: 'Long', kind: 'long-text', hint: 'why', optional: true },
      { name: 'c', label: 'Day', kind: 'date', initial: '2026-11-21' },
      { name: 'd', label: 'Number', kind: 'number', initial: '7' },
      { name: 'e', label: 'Choice', kind: 'choice', options: [{ label: 'One', value: '1' }], initial: '1' },
      { name: 'f', label: 'Tick', kind: 'checkbox', initial: 'true' },
    ],
  };
  const from = { action: 'edit', value: 'v' };
  const card = renderForm(form, linkTo, {
    where: 'dialog',
    from,
    filled: { fields: { a: 'y' }, errors: { c: 'Later.' } },
  });
  expect(checkCard(card)).toEqual([]);
  const inputs = card?.body.filter(({ type }) => type.startsWith('Input.'));
  expect(inputs?.map(({ type, value }) => [type, value])).toEqual([
    ['Input.Text', 'y'],
    ['Input.Text', undefined],
    ['Input.Date', '2026-11-21'],
    ['Input.Number', 7],
    ['Input.ChoiceSet', '1'],
    ['Input.Toggle', 'true'],
  ]);
  expect(JSON.stringify(card)).toContain('⚠️ Later.');
  expect(actionsOf(card)[0]).toMatchObject({ data: { holdfast: { form: 'f', value: 'v', from } } });
});
