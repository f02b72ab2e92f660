import { isUtcDay } from '../../domain/utc-day.ts';
import { usage } from './faults.ts';
import { type Arguments, isRecord, textOf } from './slack-answers.ts';

/** What a person left in a form, as Slack sends it, and what the client itself would complain about. */
export interface FilledForm {
  state: Record<string, Record<string, Arguments>>;
  /** By input; empty = the client sends the form. */
  errors: Record<string, string>;
}

/**
 * Fills in a form as a client does: what is not named keeps what it was opened with.
 * @param given - Slack's shape, `{block: {action: {value}}}`, or plain `{block: value}`
 * @throws {HoldfastError} HF_USAGE when it names an input that the form does not have
 */
export function fillForm(view: Arguments, given: unknown): FilledForm {
  const state = isRecord(given) ? given : {};
  const blocks = (Array.isArray(view.blocks) ? view.blocks : []).filter(isRecord);
  const inputs = blocks.filter(({ type }) => type === 'input');
  const names = inputs.map(({ block_id }) => textOf(block_id));
  const odd = Object.keys(state).find((name) => !names.includes(name));
  if (odd !== undefined) {
    throw usage(`The form has no input '${odd}'.`, `Fill in: ${names.join(', ') || 'nothing'}.`);
  }
  // Without a prototype, so that an input may have any name.
  const filled: FilledForm = { state: Object.create(null), errors: Object.create(null) };
  for (const block of inputs) {
    const name = textOf(block.block_id);
    const element = isRecord(block.element) ? block.element : {};
    const text = Object.hasOwn(state, name) ? textIn(state[name]) : initialOf(element);
    const problem = problemOf(element, block.optional === true, text);
    if (problem !== null) filled.errors[name] = problem;
    filled.state[name] = { [textOf(element.action_id)]: stateOf(element, text) };
  }
  return filled;
}

function textIn(value: unknown): string {
  if (!isRecord(value)) return value === null || value === undefined ? '' : String(value);
  const first = Object.values(value)[0];
  const inner = isRecord(first) ? first : value;
  if (Array.isArray(inner.selected_options)) return String(inner.selected_options.length > 0);
  if (isRecord(inner.selected_option)) return textOf(inner.selected_option.value);
  const text = inner.value ?? inner.selected_date ?? '';
  return String(text);
}

function initialOf(element: Arguments): string {
  if (element.type === 'checkboxes') return String(Array.isArray(element.initial_options));
  const option = isRecord(element.initial_option) ? textOf(element.initial_option.value) : '';
  return textOf(element.initial_value) || textOf(element.initial_date) || option;
}

function problemOf(element: Arguments, optional: boolean, text: string): string | null {
  if (text === '') return optional ? null : 'Please complete this required field.';
  switch (element.type) {
    case 'plain_text_input': {
      const most = Number(element.max_length ?? 3_000);
      return text.length > most ? `Please write no more than ${most} characters.` : null;
    }
    case 'number_input':
      return /^-?\d+$/.test(text) ? null : 'Please enter a valid number.';
    case 'datepicker':
      return isUtcDay(text) ? null : 'Please enter a date as YYYY-MM-DD.';
    case 'static_select':
      return optionOf(element, text) === null ? 'Please choose one of the options.' : null;
    default:
      return null;
  }
}

function stateOf(element: Arguments, text: string): Arguments {
  const { type } = element;
  switch (type) {
    case 'datepicker':
      return { type, selected_date: text || null };
    case 'static_select':
      return { type, selected_option: optionOf(element, text) };
    case 'checkboxes': {
      const options = Array.isArray(element.options) ? element.options : [];
      return { type, selected_options: text === 'true' ? options.slice(0, 1) : [] };
    }
    default:
      return { type, value: text || null };
  }
}

function optionOf(element: Arguments, value: string): Arguments | null {
  const options = Array.isArray(element.options) ? element.options.filter(isRecord) : [];
  return options.find((option) => option.value === value) ?? null;
}
