import { inertText, piecesOf } from '../../domain/inert-text.ts';
import { HoldfastError } from '../../errors.ts';
import type { ViewAction, ViewBlock, ViewButton } from '../../views/view.ts';
import { groupsOf } from '../platform/groups.ts';
import type { ShortcutName } from '../reply.ts';
import { bytesOf, type CardElement } from './card.ts';
import { teamsLimits } from './limits.ts';
import { bullets, textBlocks } from './rich-text.ts';

type Picker = Extract<ViewBlock, { kind: 'picker' }>;

/** What our buttons carry, under a name of ours. */
export type ButtonData =
  /** `choice`: one of several that were offered; the answer takes the place of the offer. */
  | { action: string; value: string; choice?: true }
  /** The value is chosen in the list of this id. */
  | { action: string; chosen: string }
  /** `from` opens the form again, to show in it what was wrong. */
  | { form: string; value: string; from: FormSource };

/** What can be begun from a message, or from anywhere. */
export const shortcutNames: readonly ShortcutName[] = ['note', 'ask', 'alert'];

/** What opened a form: a button, words, or the menu of a message. */
export type FormSource = { action: string; value: string } | { text: string } | { shortcut: ShortcutName };

/** What opens a form. Teams opens a dialog for another kind of button, so this has to be known beforehand. */
const opensForm: ReadonlySet<string> = new Set<ViewAction>([
  'reject',
  'edit',
  'full-text',
  'alert-assign',
  'alert-snooze',
  'alert-judge',
  'register-drop',
  'register-change',
  'register-add',
  'play-skip',
  'play-end',
  'answer-escalate',
  'answer-wrong',
  'macro-draft',
]);

type Button = ViewButton & { choice?: true };

/** Buttons in rows. A label too long for a button is written out in full above them. */
export function renderButtons(buttons: readonly Button[]): CardElement[] {
  return [
    ...writtenOut(
      buttons.map(({ label }) => label),
      teamsLimits.buttonText,
    ),
    ...inRows(buttons.map(buttonOf)),
  ];
}

/** A button for each of a few options; a list to choose from, and a button, for more. */
export function renderPicker(picker: Picker, next: () => number): CardElement[] {
  const options = picker.options.filter(({ value }) => value !== '');
  const above = textBlocks([{ text: picker.placeholder, quiet: true }], (path) => path);
  if (options.length <= teamsLimits.buttonsOfPicker) {
    const buttons = options.map((option) => ({ action: picker.action, choice: true as const, ...option }));
    return [...above, ...renderButtons(buttons)];
  }
  const groups = groupsOf(options, [
    { of: () => 1, max: teamsLimits.choices },
    { of: bytesOf, max: teamsLimits.messageBytes / 2 },
  ]);
  const labels = options.map(({ label }) => label);
  return [
    ...above,
    ...writtenOut(labels, teamsLimits.choiceText),
    ...groups.flatMap((group) => renderChoices(picker, group, `choice${next()}`)),
  ];
}

function renderChoices(
  { action, placeholder }: Picker,
  options: Picker['options'],
  id: string,
): CardElement[] {
  const choices = options.map(({ label, value }) => ({
    title: shortened(label, teamsLimits.choiceText),
    value,
  }));
  const shown = shortened(placeholder, teamsLimits.choiceText);
  return [
    { type: 'Input.ChoiceSet', id, style: 'compact', placeholder: shown, choices },
    { type: 'ActionSet', actions: [executeOf('Show', { action, chosen: id })] },
  ];
}

function buttonOf({ action, label, value, tone, choice }: Button): CardElement {
  if (value.length > teamsLimits.buttonValue) {
    throw new HoldfastError(
      'HF_INTERNAL',
      `The value of button '${action}' has ${value.length} characters.`,
      {
        next: `A button carries at most ${teamsLimits.buttonValue}: put an id there and keep the rest.`,
      },
    );
  }
  const title = shortened(label, teamsLimits.buttonText);
  const data = { action, value, ...(choice && { choice }) };
  const style =
    tone === undefined ? {} : { style: tone === 'primary' ? 'positive' : ('destructive' as const) };
  return { ...(opensForm.has(action) ? dialogOf(title, data) : executeOf(title, data)), ...style };
}

/** A press of the person, answered with a card; as a message from clients that do not know that. */
export function executeOf(title: string, data: ButtonData): CardElement {
  const carried = { holdfast: data };
  return {
    type: 'Action.Execute',
    title,
    verb: 'action' in data ? data.action : data.form,
    data: carried,
    fallback: { type: 'Action.Submit', title, data: carried },
  };
}

/** A press that opens a dialog. */
function dialogOf(title: string, data: ButtonData): CardElement {
  return { type: 'Action.Submit', title, data: { msteams: { type: 'task/fetch' }, holdfast: data } };
}

/** Within the length, with a sign where something is missing; an empty label could not be pressed. */
export function shortened(text: string, length: number): string {
  const shown = inertText(text).replace(/\s+/g, ' ').trim();
  if (shown === '') return '…';
  return shown.length <= length ? shown : `${piecesOf(shown, length - 1)[0]}…`;
}

/** Labels that a control has to cut, in full. */
function writtenOut(labels: readonly string[], length: number): CardElement[] {
  const long = labels.filter((label) => inertText(label).length > length);
  return bullets(
    long.map((text) => [{ text }]),
    (path) => path,
  );
}

function inRows(actions: readonly CardElement[]): CardElement[] {
  const budgets = [
    { of: () => 1, max: teamsLimits.actions },
    { of: bytesOf, max: teamsLimits.messageBytes / 2 },
  ];
  return groupsOf(actions, budgets).map((row) => ({ type: 'ActionSet', actions: row }));
}
