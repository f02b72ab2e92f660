import { createElement as h, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { drawBlock, plainTextOf } from './draw-blocks.ts';
import { type Arguments, isRecord, textOf } from './slack-answers.ts';
import type { OpenView } from './slack-views.ts';

/** Draws a modal as the inside of the page's dialog. */
export function drawForm({ id, view }: OpenView): string {
  const blocks = (Array.isArray(view.blocks) ? view.blocks : []).filter(isRecord);
  const submit = plainTextOf(view.submit);
  const form = h(
    'form',
    { 'data-view': id, noValidate: true, autoComplete: 'off' },
    h(
      'header',
      null,
      h('h2', { id: 'form-title' }, plainTextOf(view.title)),
      h('button', { type: 'button', className: 'form-close', 'aria-label': 'Close', 'data-close': '' }, '×'),
    ),
    h(
      'div',
      { className: 'form-body blocks', tabIndex: submit === '' ? 0 : undefined },
      blocks.map((block, index) =>
        block.type === 'input' ? drawInput(block, index) : drawBlock(block, index),
      ),
    ),
    h('p', { className: 'form-problem', role: 'alert', hidden: true }),
    h(
      'footer',
      null,
      h(
        'button',
        { type: 'button', className: 'control', 'data-close': '' },
        plainTextOf(view.close) || 'Close',
      ),
      submit === '' ? null : h('button', { type: 'submit', className: 'control primary' }, submit),
    ),
  );
  // The library gives every block the same id; on the page the frame around messages and forms carries it once.
  return renderToStaticMarkup(form).replaceAll('<div id="slack_blocks_to_jsx" data-theme="light"', '<div');
}

function drawInput(block: Arguments, index: number): ReactElement {
  const name = textOf(block.block_id);
  const element = isRecord(block.element) ? block.element : {};
  const field = `field-${index}`;
  const hint = plainTextOf(block.hint);
  const described = [...(hint === '' ? [] : [`${field}-hint`]), `${field}-error`].join(' ');
  const own = { id: field, name, 'aria-describedby': described };
  const optional = block.optional === true && element.type !== 'checkboxes';
  const label = h(
    'label',
    { htmlFor: field },
    plainTextOf(block.label),
    optional ? h('small', null, ' (optional)') : null,
  );
  const control = drawElement(element, own, block.optional !== true);
  return h(
    'div',
    { key: index, className: `field ${textOf(element.type)}`, 'data-field': name },
    ...(element.type === 'checkboxes' ? [control, label] : [label, control]),
    hint === '' ? null : h('small', { id: `${field}-hint` }, hint),
    h('span', { id: `${field}-error`, className: 'field-error', role: 'alert' }),
  );
}

type Own = Record<string, unknown>;

function drawElement(element: Arguments, own: Own, required: boolean): ReactElement {
  const shared = { ...own, required };
  const initial = textOf(element.initial_value);
  switch (element.type) {
    case 'number_input':
      return h('input', { ...shared, type: 'number', step: 1, defaultValue: initial });
    case 'datepicker':
      return h('input', { ...shared, type: 'date', defaultValue: textOf(element.initial_date) });
    case 'checkboxes':
      return h('input', { ...own, type: 'checkbox', defaultChecked: Array.isArray(element.initial_options) });
    case 'static_select': {
      const options = (Array.isArray(element.options) ? element.options : []).filter(isRecord);
      const chosen = isRecord(element.initial_option) ? textOf(element.initial_option.value) : '';
      return h(
        'select',
        { ...shared, className: 'control', defaultValue: chosen },
        h('option', { key: 'none', value: '' }, 'Choose …'),
        options.map((option, index) =>
          h('option', { key: index, value: textOf(option.value) }, plainTextOf(option.text)),
        ),
      );
    }
    default: {
      const max = { maxLength: Number(element.max_length ?? 3_000) };
      if (element.multiline !== true)
        return h('input', { ...shared, ...max, type: 'text', defaultValue: initial });
      const rows = Math.min(12, Math.max(3, initial.split('\n').length + 1));
      return h('textarea', { ...shared, ...max, rows, defaultValue: initial });
    }
  }
}
