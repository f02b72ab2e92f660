import { createElement as h } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { drawTable } from './draw-table.ts';

const rich = (...texts: string[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: texts.map((text) => ({ type: 'text', text })) }],
});
const draw = (rows: unknown, align = 'right') =>
  renderToStaticMarkup(
    drawTable({ rows, column_settings: [{}, { align }] }, 0, (cell) => h('i', null, JSON.stringify(cell))),
  );

it('the first row heads the columns, and each cell beside the first knows the name of its own', () => {
  const drawn = draw([
    [rich('Component'), rich('Last ', 'hit')],
    [rich('Adoption'), rich('4 Nov 2026')],
  ]);
  expect(drawn).toContain('<th scope="col" class="right">Last hit</th>');
  expect(drawn).toContain('<td class="whole">');
  expect(drawn).toContain('<td data-label="Last hit" class="right whole">');
});

it('a cell that says nothing and one that is long are marked as such', () => {
  const drawn = draw(
    [
      [rich('A'), rich('B')],
      [rich('–'), rich('Active on 16 of 28 days')],
    ],
    'left',
  );
  expect(drawn).toContain('<td class="whole nothing">');
  expect(drawn).toContain('<td data-label="B" class="">');
});

it('plain text in a cell is drawn as rich text, and what is no table is an empty one', () => {
  expect(draw([[rich('A')], [{ type: 'raw_text', text: 'Plain' }]])).toContain('rich_text_section');
  for (const rows of [undefined, [], ['x'], [null]]) expect(draw(rows)).not.toContain('<td');
});
