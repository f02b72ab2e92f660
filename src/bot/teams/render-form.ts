import { HoldfastError } from '../../errors.ts';
import { nameInBlocks } from '../../views/command.ts';
import type { FormInput, FormView } from '../../views/view.ts';
import { type AdaptiveCard, bytesOf, type CardElement, cardOf } from './card.ts';
import { executeOf, type FormSource, shortened } from './controls.ts';
import { teamsLimits } from './limits.ts';
import { mentioned } from './naming.ts';
import { renderBlocks } from './render.ts';
import { type LinkTo, textBlocks } from './rich-text.ts';

/** What was filled in before, and what was wrong with it. */
export interface FilledIn {
  fields: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/**
 * Draws a form as a card: for a dialog of Teams, or to stand in a message.
 * @returns null where a form that can only be read is too long for one card
 * @throws {HoldfastError} HF_INTERNAL when a form with inputs is over a limit
 */
export function renderForm(
  form: FormView,
  linkTo: LinkTo,
  { where, from, filled }: { where: 'dialog' | 'message'; from: FormSource; filled?: FilledIn },
): AdaptiveCard | null {
  const heading =
    where === 'message' ? textBlocks([{ text: form.title, strong: true }], linkTo, { size: 'Large' }) : [];
  const stray = Object.entries(filled?.errors ?? {}).filter(
    ([name]) => !form.inputs.some((input) => input.name === name),
  );
  const card = cardOf([
    ...heading,
    ...renderBlocks(nameInBlocks(form.intro, mentioned), linkTo),
    ...stray.flatMap(([, text]) => problem(text)),
    ...form.inputs.flatMap((input) => renderInput(input, filled)),
    ...(form.inputs.length === 0 ? [] : [submitOf(form, where, from)]),
  ]);
  if (bytesOf(card) <= teamsLimits.messageBytes) return card;
  if (form.inputs.length === 0) return null;
  throw new HoldfastError('HF_INTERNAL', `The form '${form.form}' has ${bytesOf(card)} bytes.`, {
    next: 'Ask for less in one form.',
  });
}

function submitOf(
  { form, value, submitLabel }: FormView,
  where: 'dialog' | 'message',
  from: FormSource,
): CardElement {
  const title = shortened(submitLabel, teamsLimits.buttonText);
  const data = { form, value, from };
  const action: CardElement =
    where === 'message'
      ? { ...executeOf(title, data), style: 'positive' }
      : { type: 'Action.Submit', title, style: 'positive', data: { holdfast: data } };
  return { type: 'ActionSet', actions: [action] };
}

/** What is wrong, in words that do not depend on colour. */
function problem(text: string): CardElement[] {
  return textBlocks([{ text: `⚠️ ${text}`, strong: true }], (path) => path);
}

function renderInput(input: FormInput, filled: FilledIn | undefined): CardElement[] {
  const wrong = filled?.errors[input.name];
  const hint =
    input.hint === undefined
      ? []
      : textBlocks([{ text: input.hint }], (path) => path, { isSubtle: true, size: 'Small' });
  return [
    ...(wrong === undefined ? [] : problem(wrong)),
    elementOf({ ...input, initial: filled?.fields[input.name] ?? input.initial ?? '' }),
    ...hint,
  ];
}

function elementOf({ kind, name, label, initial, options, optional, maxLength }: FormInput): CardElement {
  const required = optional !== true && kind !== 'checkbox';
  const base = {
    id: name,
    label: shortened(label, 200),
    ...(required && { isRequired: true, errorMessage: 'Fill this in.' }),
    ...(initial === undefined || initial === '' ? {} : { value: initial }),
  };
  switch (kind) {
    case 'text':
    case 'long-text': {
      const most = Math.min(maxLength ?? teamsLimits.inputText, teamsLimits.inputText);
      const value = initial === undefined || initial === '' ? {} : { value: initial.slice(0, most) };
      return { type: 'Input.Text', ...base, ...value, isMultiline: kind === 'long-text', maxLength: most };
    }
    case 'number': {
      const { value, ...rest } = base;
      return { type: 'Input.Number', ...rest, ...(value === undefined ? {} : { value: Number(value) }) };
    }
    case 'date':
      return { type: 'Input.Date', ...base };
    case 'choice': {
      const choices = (options ?? []).slice(0, teamsLimits.choices).map((option) => ({
        title: shortened(option.label, teamsLimits.choiceText),
        value: option.value,
      }));
      return { type: 'Input.ChoiceSet', ...base, style: 'compact', choices };
    }
    case 'checkbox':
      return {
        type: 'Input.Toggle',
        ...base,
        title: 'Yes',
        valueOn: 'true',
        valueOff: 'false',
        value: initial === 'true' ? 'true' : 'false',
      };
  }
}
