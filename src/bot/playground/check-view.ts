import { slackLimits } from '../slack/limits.ts';
import {
  checkBlock,
  checkList,
  checkString,
  checkText,
  isPart,
  type Part,
  type Say,
} from './check-blocks.ts';

/** Checks a modal as Slack does before it opens one; returns what is wrong. */
export function checkView(view: unknown): string[] {
  if (!isPart(view) || view.type !== 'modal') return ['view must be a modal'];
  const problems: string[] = [];
  const say = (path: string) => (problem: string) => problems.push(`${problem} [json-pointer:/view${path}]`);
  checkText(view.title, slackLimits.viewTitle, ['plain_text'], say('/title'));
  for (const key of ['submit', 'close'] as const) {
    if (view[key] !== undefined) checkText(view[key], slackLimits.viewSubmit, ['plain_text'], say(`/${key}`));
  }
  const metadata = view.private_metadata ?? '';
  if (typeof metadata !== 'string' || metadata.length > slackLimits.viewMetadata) {
    say('/private_metadata')(`must be no more than ${slackLimits.viewMetadata} characters`);
  }
  if (String(view.callback_id ?? '').length > slackLimits.callbackId) say('/callback_id')('is too long');
  if (Buffer.byteLength(JSON.stringify(view)) > slackLimits.viewBytes) say('')('view_too_large');
  const blocks = checkList(view.blocks, slackLimits.viewBlocks, say('/blocks'));
  const inputs = blocks.filter(({ type }) => type === 'input');
  if (inputs.length > 0 && view.submit === undefined) say('/submit')('is required with inputs');
  const ids = inputs.map((block) => block.block_id);
  if (new Set(ids).size < ids.length) say('/blocks')('duplicate block_id');
  blocks.forEach((block, index) => {
    const here = say(`/blocks/${index}`);
    if (block.type === 'input') checkInput(block, here);
    else if (block.type === 'table') here('unsupported type: table');
    else checkBlock(block, here);
  });
  return problems;
}

function checkInput(block: Part, say: Say): void {
  const id = block.block_id;
  if (typeof id !== 'string' || id === '' || id.length > slackLimits.blockId) say('invalid block_id');
  checkText(block.label, slackLimits.inputLabel, ['plain_text'], say);
  if (block.hint !== undefined) checkText(block.hint, slackLimits.inputHint, ['plain_text'], say);
  if (isPart(block.element)) checkElement(block.element, say);
  else say('must have an element');
}

function checkElement(element: Part, say: Say): void {
  if (typeof element.action_id !== 'string' || element.action_id === '') say('invalid action_id');
  const { type, initial_value: number = '0', initial_date: date = '2026-01-01' } = element;
  if (type === 'plain_text_input') checkTextInput(element, say);
  else if (type === 'static_select') checkOptions(element, slackLimits.options, say);
  else if (type === 'checkboxes') checkOptions(element, slackLimits.checkboxes, say);
  else if (type === 'number_input') {
    if (typeof element.is_decimal_allowed !== 'boolean') say('is_decimal_allowed is required');
    if (!/^-?\d+$/.test(String(number))) say('initial_value must be a number');
  } else if (type === 'datepicker') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(String(date))) say('initial_date must be a date');
  } else say(`unsupported element: ${String(type)}`);
}

function checkTextInput(element: Part, say: Say): void {
  const most = Number(element.max_length ?? slackLimits.inputText);
  if (!(most >= 1 && most <= slackLimits.inputText)) say('invalid max_length');
  const initial = element.initial_value;
  if (initial !== undefined) checkString(initial, most, say);
}

function checkOptions(element: Part, most: number, say: Say): void {
  for (const option of checkList(element.options, most, say)) {
    checkText(option.text, slackLimits.optionText, ['plain_text', 'mrkdwn'], say);
    checkString(option.value, slackLimits.optionValue, say);
  }
}
