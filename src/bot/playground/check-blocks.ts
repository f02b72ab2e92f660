import { textLength, weightOf } from '../slack/groups.ts';
import { slackLimits } from '../slack/limits.ts';

/** One object of a message. */
export type Part = Readonly<Record<string, unknown>>;

/** Checks blocks as Slack does before it takes a message; returns what is wrong, in Slack's words where known. */
export function checkBlocks(blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return ['blocks must be a list'];
  const problems: string[] = [];
  const say = (path: string, problem: string) => problems.push(`${problem} [json-pointer:${path}]`);
  if (blocks.length > slackLimits.blocks) say('/blocks', `no more than ${slackLimits.blocks} items allowed`);
  if (blocks.filter((block) => isPart(block) && block.type === 'table').length > slackLimits.tables) {
    say('/blocks', 'only_one_table_allowed');
  }
  if (weightOf(blocks) > slackLimits.messageWeight) say('/blocks', 'msg_blocks_too_long');
  return [...problems, ...checkEach(blocks)];
}

/** Checks blocks one by one; how many there may be depends on where they stand. */
export function checkEach(blocks: readonly unknown[]): string[] {
  const problems: string[] = [];
  const say = (path: string, problem: string) => problems.push(`${problem} [json-pointer:${path}]`);
  blocks.forEach((block, index) => {
    if (!isPart(block)) say(`/blocks/${index}`, 'must be an object');
    else checkBlock(block, (problem) => say(`/blocks/${index}`, problem));
  });
  return problems;
}

/** Notes one problem. */
export type Say = (problem: string) => void;

/** One block of a message or a form. */
export function checkBlock(block: Part, say: Say): void {
  switch (block.type) {
    case 'header':
      checkText(block.text, slackLimits.headerText, ['plain_text'], say);
      break;
    case 'section':
      if (block.text !== undefined) checkText(block.text, slackLimits.text, ['plain_text', 'mrkdwn'], say);
      break;
    case 'context':
      checkList(block.elements, slackLimits.contextElements, say).forEach((element) => {
        checkText(element, slackLimits.text, ['plain_text', 'mrkdwn'], say);
      });
      break;
    case 'divider':
      break;
    case 'image':
      checkImage(block, say);
      break;
    case 'rich_text':
      checkRichText(block, say);
      break;
    case 'table':
      checkTable(block, say);
      break;
    case 'actions':
      checkActions(block, say);
      break;
    default:
      say(`unsupported type: ${String(block.type)}`);
  }
}

function checkRichText(block: Part, say: Say): void {
  const parts = checkList(block.elements, Number.POSITIVE_INFINITY, say);
  if (textLength(block) > slackLimits.richText)
    say(`must be no more than ${slackLimits.richText} characters`);
  for (const part of parts) {
    if (part.type === 'rich_text_section' || part.type === 'rich_text_quote') checkElements(part, say);
    else if (part.type === 'rich_text_list') {
      for (const item of checkList(part.elements, slackLimits.listItems, say)) checkElements(item, say);
    } else say(`unsupported rich text: ${String(part.type)}`);
  }
}

function checkElements(section: Part, say: Say): void {
  for (const element of checkList(section.elements, Number.POSITIVE_INFINITY, say)) {
    if (element.type === 'user') continue;
    if (element.type !== 'text' && element.type !== 'link')
      say(`unsupported element: ${String(element.type)}`);
    if (typeof element.text !== 'string' || element.text === '') say('must be more than 0 characters');
    if (element.type !== 'link') continue;
    const { url } = element;
    if (typeof url !== 'string' || !/^https?:\/\//.test(url) || url.length > slackLimits.url)
      say('invalid url');
  }
}

function checkTable(block: Part, say: Say): void {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  if (rows.length === 0 || rows.length > slackLimits.tableRows)
    say(`1 to ${slackLimits.tableRows} rows allowed`);
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  for (const row of rows) {
    if (!Array.isArray(row) || row.length === 0 || row.length > slackLimits.tableColumns)
      say('invalid number of cells');
    else if (row.length !== width) say('all rows must have the same number of cells');
    else for (const cell of row.filter(isPart)) checkRichText({ ...cell }, say);
  }
  if (textLength(rows) > slackLimits.tableText)
    say(`no more than ${slackLimits.tableText} characters in a table`);
}

function checkActions(block: Part, say: Say): void {
  const ids = new Set<unknown>();
  for (const element of checkList(block.elements, slackLimits.actionElements, say)) {
    const id = element.action_id;
    if (typeof id !== 'string' || id === '' || id.length > slackLimits.actionId) say('invalid action_id');
    if (ids.has(id)) say('duplicate action_id');
    ids.add(id);
    if (element.type === 'button') checkButton(element, say);
    else if (element.type === 'static_select') checkSelect(element, say);
    else say(`unsupported element: ${String(element.type)}`);
  }
}

function checkButton(button: Part, say: Say): void {
  checkText(button.text, slackLimits.buttonText, ['plain_text'], say);
  if (button.value !== undefined) checkString(button.value, slackLimits.buttonValue, say);
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger')
    say('invalid style');
}

function checkSelect(select: Part, say: Say): void {
  checkText(select.placeholder, slackLimits.placeholder, ['plain_text'], say);
  for (const option of checkList(select.options, slackLimits.options, say)) {
    checkText(option.text, slackLimits.optionText, ['plain_text'], say);
    checkString(option.value, slackLimits.optionValue, say);
  }
}

/** A text object: its type and length. */
export function checkText(text: unknown, length: number, types: readonly string[], say: Say): void {
  if (!isPart(text) || !types.includes(String(text.type))) say(`must be ${types.join(' or ')}`);
  else checkString(text.text, length, say);
}

/** A text that is there and not too long. */
export function checkString(value: unknown, length: number, say: Say): void {
  if (typeof value !== 'string' || value === '') say('must be more than 0 characters');
  else if (value.length > length) say(`must be no more than ${length} characters`);
}

/** A list that is there and not too long; gives its objects. */
export function checkList(value: unknown, length: number, say: Say): Part[] {
  if (!Array.isArray(value) || value.length === 0) say('must have at least 1 item');
  else if (value.length > length) say(`no more than ${length} items allowed`);
  return Array.isArray(value) ? value.filter(isPart) : [];
}

/** True for a JSON object. */
export function isPart(value: unknown): value is Part {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function checkImage({ image_url: address, alt_text: alt }: Part, say: Say): void {
  if (typeof address !== 'string' || address === '' || address.length > slackLimits.imageUrl)
    say(`image_url must be 1 to ${slackLimits.imageUrl} characters`);
  if (typeof alt !== 'string' || alt === '' || alt.length > slackLimits.imageAlt)
    say(`alt_text must be 1 to ${slackLimits.imageAlt} characters`);
}
