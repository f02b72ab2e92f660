import type { types } from '@slack/bolt';
import { inertText, piecesOf } from '../../domain/inert-text.ts';
import { HoldfastError } from '../../errors.ts';
import type { ViewAction, ViewBlock, ViewButton } from '../../views/view.ts';
import { groupsOf } from '../platform/groups.ts';
import { weightOf } from './groups.ts';
import { slackLimits } from './limits.ts';
import { bullets, elementsOf } from './rich-text.ts';

type Picker = Extract<ViewBlock, { kind: 'picker' }>;

/** Numbers the controls of one answer, so that no two action ids in a message are the same. */
export interface Numbering {
  next(): number;
}

/** The name under which a click comes back: who it is for, what it asks, and which control it was. */
function actionIdOf(action: ViewAction, index: number): string {
  return `holdfast:${action}:${index}`;
}

/** Buttons in rows of 25. A label too long for a button is written out in full above them. */
export function renderButtons(buttons: readonly ViewButton[], numbering: Numbering): types.KnownBlock[] {
  const drawn = buttons.map((button) => buttonOf(button, numbering));
  return [
    ...writtenOut(
      buttons.map((button) => button.label),
      slackLimits.buttonText,
    ),
    ...inRows(drawn),
  ];
}

/** A select for each 100 options; buttons where a value is too long for an option. */
export function renderPicker(picker: Picker, numbering: Numbering): types.KnownBlock[] {
  const options = picker.options.filter((option) => option.value !== '');
  if (options.some((option) => option.value.length > slackLimits.optionValue)) {
    const buttons = options.map((option) => ({ action: picker.action, ...option }));
    return [...written([picker.placeholder]), ...renderButtons(buttons, numbering)];
  }
  const groups = groupsOf(
    options.map(
      (option): types.PlainTextOption => ({
        text: { type: 'plain_text', text: shortened(option.label, slackLimits.optionText), emoji: false },
        value: option.value,
      }),
    ),
    [{ of: () => 1, max: slackLimits.options }],
  );
  const selects = groups.map((group, index): types.StaticSelect => {
    const range = groups.length === 1 ? '' : ` (${index + 1} of ${groups.length})`;
    const placeholder = `${shortened(picker.placeholder, slackLimits.placeholder - range.length)}${range}`;
    return {
      type: 'static_select',
      action_id: actionIdOf(picker.action, numbering.next()),
      placeholder: { type: 'plain_text', text: placeholder, emoji: false },
      options: group,
    };
  });
  return [
    ...writtenOut([picker.placeholder], slackLimits.placeholder - 12),
    ...writtenOut(
      options.map((option) => option.label),
      slackLimits.optionText,
    ),
    ...inRows(selects),
  ];
}

function buttonOf(button: ViewButton, numbering: Numbering): types.Button {
  if (button.value.length > slackLimits.buttonValue) {
    throw new HoldfastError(
      'HF_INTERNAL',
      `The value of button '${button.action}' has ${button.value.length} characters.`,
      {
        next: `A button carries at most ${slackLimits.buttonValue}: put an id there and keep the rest.`,
      },
    );
  }
  return {
    type: 'button',
    action_id: actionIdOf(button.action, numbering.next()),
    text: { type: 'plain_text', text: shortened(button.label, slackLimits.buttonText), emoji: false },
    ...(button.value === '' ? {} : { value: button.value }),
    ...(button.tone === undefined ? {} : { style: button.tone }),
  };
}

/** Slack refuses an empty text. */
const blank = '…';

/** Within the length, with a sign where something is missing; Slack refuses an empty text. */
export function shortened(text: string, length: number): string {
  const shown = inertText(text);
  if (shown.trim() === '') return blank;
  return shown.length <= length ? shown : `${piecesOf(shown, length - 1)[0]}…`;
}

/** Labels that a control has to cut, in full. */
function writtenOut(labels: readonly string[], length: number): types.KnownBlock[] {
  return written(labels.filter((label) => inertText(label).length > length));
}

function written(labels: readonly string[]): types.KnownBlock[] {
  return bullets(labels.map((text) => elementsOf([{ text }], (path) => path)));
}

function inRows(elements: (types.Button | types.StaticSelect)[]): types.ActionsBlock[] {
  const budgets = [
    { of: () => 1, max: slackLimits.actionElements },
    { of: weightOf, max: slackLimits.messageWeight - slackLimits.elementWeight },
  ];
  return groupsOf(elements, budgets).map((row) => ({ type: 'actions', elements: row }));
}
