import type { types } from '@slack/bolt';
import { inertText } from '../../domain/inert-text.ts';
import { HoldfastError } from '../../errors.ts';
import { type FormInput, type FormView, formValueLength } from '../../views/view.ts';
import { shortened } from './controls.ts';
import { type FormOrigin, packMetadata } from './form-state.ts';
import { slackLimits } from './limits.ts';
import { renderBlock } from './render.ts';
import type { LinkTo } from './rich-text.ts';

/** The element inside an input block; the block carries the name. */
const elementId = 'value';

/**
 * Draws a form as a modal of Slack's. A form that can only be read and is too long for one, or empty, gives null: then its blocks
 * are sent as messages instead.
 * @throws {HoldfastError} HF_INTERNAL when a form with inputs is over a limit
 */
export function renderForm(form: FormView, linkTo: LinkTo, origin: FormOrigin): types.ModalView | null {
  let count = 0;
  const numbering = { next: () => count++ };
  const blocks = [
    ...form.intro.flatMap((block) => renderBlock(block, linkTo, numbering)),
    ...form.inputs.map(renderInput),
  ];
  const view: types.ModalView = {
    type: 'modal',
    callback_id: `holdfast:${form.form}`,
    private_metadata: packMetadata(form.value, origin),
    title: plain(form.title, slackLimits.viewTitle),
    ...(form.inputs.length === 0 ? {} : { submit: plain(form.submitLabel, slackLimits.viewSubmit) }),
    close: plain(form.inputs.length === 0 ? 'Close' : 'Cancel', slackLimits.viewSubmit),
    blocks,
  };
  const problem = problemOf(form, view);
  if (problem === null) return view;
  if (form.inputs.length === 0) return null;
  throw new HoldfastError('HF_INTERNAL', `The form '${form.form}' ${problem}.`, {
    next: 'Ask for less in one form.',
  });
}

function problemOf(form: FormView, view: types.ModalView): string | null {
  if (view.blocks.length === 0) return 'has nothing in it';
  if (view.blocks.length > slackLimits.viewBlocks) return `has ${view.blocks.length} blocks`;
  if (view.blocks.some(({ type }) => type === 'table')) return 'has a table, which a modal cannot show';
  if (form.value.length > formValueLength) return `carries ${form.value.length} characters`;
  if ((view.private_metadata?.length ?? 0) > slackLimits.viewMetadata) return 'carries too much';
  const names = form.inputs.map(({ name }) => name);
  if (new Set(names).size < names.length) return 'has two inputs of one name';
  if (names.some((name) => name === '' || name.length > slackLimits.blockId))
    return 'has an input of no name';
  const bytes = Buffer.byteLength(JSON.stringify(view));
  return bytes > slackLimits.viewBytes ? `has ${bytes} bytes` : null;
}

function renderInput(input: FormInput): types.InputBlock {
  return {
    type: 'input',
    block_id: input.name,
    label: plain(input.label, slackLimits.inputLabel),
    ...(input.hint === undefined ? {} : { hint: plain(input.hint, slackLimits.inputHint) }),
    // A checkbox that has to be ticked could not be answered with no.
    optional: input.optional === true || input.kind === 'checkbox',
    element: elementOf(input),
  };
}

function elementOf({ kind, label, initial, options, maxLength }: FormInput): types.InputBlock['element'] {
  const id = { action_id: elementId };
  switch (kind) {
    case 'text':
    case 'long-text': {
      const max = Math.min(maxLength ?? slackLimits.inputText, slackLimits.inputText);
      const text = initial === undefined || initial === '' ? {} : { initial_value: initial.slice(0, max) };
      const multiline = kind === 'long-text';
      return { type: 'plain_text_input', ...id, multiline, max_length: max, ...text };
    }
    case 'number':
      return {
        type: 'number_input',
        ...id,
        is_decimal_allowed: false,
        ...(initial === undefined || initial === '' ? {} : { initial_value: initial }),
      };
    case 'date':
      return {
        type: 'datepicker',
        ...id,
        ...(initial === undefined || initial === '' ? {} : { initial_date: initial }),
      };
    case 'choice': {
      const all = (options ?? []).slice(0, slackLimits.options).map(optionOf);
      const chosen = all.find(({ value }) => value === initial);
      return { type: 'static_select', ...id, options: all, ...(chosen && { initial_option: chosen }) };
    }
    case 'checkbox': {
      const only = optionOf({ label, value: 'true' });
      const ticked = initial === 'true' ? { initial_options: [only] } : {};
      return { type: 'checkboxes', ...id, options: [only], ...ticked };
    }
  }
}

function optionOf({ label, value }: { label: string; value: string }): types.PlainTextOption {
  return { text: plain(label, slackLimits.optionText), value: value.slice(0, slackLimits.optionValue) };
}

function plain(text: string, length: number): types.PlainTextElement {
  return { type: 'plain_text', text: shortened(text, length), emoji: false };
}

/** What a form says is wrong, by input; a name that the form does not have goes to its first input. */
export function renderFieldErrors(
  errors: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  const [first = ''] = names;
  const entries = Object.entries(errors).map(([name, text]) => [
    names.includes(name) ? name : first,
    shortened(inertText(text), slackLimits.fieldError),
  ]);
  return Object.fromEntries(entries);
}
