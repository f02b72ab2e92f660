import { createElement as h, type ReactNode } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import { drawTable } from './draw-table.ts';
import { isRecord, textOf } from './slack-answers.ts';
import { workspaceIds } from './workspace.ts';

/**
 * Draws Block Kit for the page. The library draws what it draws as Slack does; it reads markup in plain text, which
 * Slack does not, so plain text and the controls are drawn here.
 */
export function drawBlock(block: unknown, key: number): ReactNode {
  const type = isRecord(block) ? textOf(block.type) : '';
  if (!isRecord(block)) return drawUnknown(type, key);
  switch (type) {
    case 'header':
      return h('h3', { key, className: 'block-header' }, plainTextOf(block.text));
    case 'context':
      return h('div', { key, className: 'block-context' }, listOf(block.elements).map(drawContextElement));
    case 'actions':
      return h('div', { key, className: 'block-actions' }, listOf(block.elements).map(drawControl));
    case 'table':
      return drawTable(block, key, drawByLibrary);
    case 'section':
      if (isRecord(block.text) && block.text.type === 'plain_text') {
        return h('p', { key, className: 'block-plain' }, plainTextOf(block.text));
      }
      return h('div', { key }, drawByLibrary(block));
    case 'image':
      return h('img', {
        key,
        className: 'block-image',
        src: textOf(block.image_url),
        alt: textOf(block.alt_text),
        loading: 'lazy',
      });
    case 'rich_text':
    case 'divider':
    case 'markdown':
      return h('div', { key, className: `block-${type}` }, drawByLibrary(block));
    default:
      return drawUnknown(type, key);
  }
}

type Part = Readonly<Record<string, unknown>>;

function drawByLibrary(block: Part): ReactNode {
  const users = [{ id: workspaceIds.botUser, name: 'Holdfast' }];
  // The library draws a type that it does not know as nothing; the cases above let only known ones through.
  const blocks = [block as unknown as Block];
  return h(Message, { blocks, logo: '', name: 'Holdfast', withoutWrapper: true, data: { users } });
}

function drawContextElement(element: Part, key: number): ReactNode {
  if (element.type === 'plain_text') return h('span', { key }, textOf(element.text));
  return h('div', { key }, drawByLibrary({ type: 'context', elements: [element] }));
}

function drawControl(control: Part, key: number): ReactNode {
  const actionId = textOf(control.action_id);
  if (control.type === 'button') {
    const style = textOf(control.style) || 'plain';
    const look = { className: `control ${style}`, 'data-action': actionId };
    return h('button', { type: 'button', key, ...look }, plainTextOf(control.text));
  }
  if (control.type !== 'static_select') return drawUnknown(textOf(control.type), key);
  const placeholder = plainTextOf(control.placeholder);
  const options = listOf(control.options).map((option, index) =>
    h('option', { key: index, value: textOf(option.value) }, plainTextOf(option.text)),
  );
  return h(
    'select',
    { key, className: 'control', 'data-action': actionId, 'aria-label': placeholder, defaultValue: '' },
    h('option', { key: 'placeholder', value: '', disabled: true }, placeholder),
    options,
  );
}

function drawUnknown(type: string, key: number): ReactNode {
  return h(
    'p',
    { key, className: 'block-unknown' },
    `This part of the message (${type || 'no type'}) cannot be shown here.`,
  );
}

/** The words of a text object. */
export function plainTextOf(text: unknown): string {
  return isRecord(text) ? textOf(text.text) : '';
}

function listOf(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
