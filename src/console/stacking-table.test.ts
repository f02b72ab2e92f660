import { expect, it } from 'vitest';
import { html, markupOf } from './escape.ts';
import { stackingTable } from './stacking-table.ts';

it('a row is headed by its first cell, and each other cell names its column and its kind', () => {
  const columns = [
    { label: 'Account' },
    { label: 'ARR "net"', kind: 'number' },
    { label: 'Renews', kind: 'date' },
  ] as const;
  const drawn = markupOf(stackingTable('Customers', columns, [['<Acme>', 12, html`<b>4 Oct 2027</b>`]]));
  expect(drawn).toContain('<th scope="row">&lt;Acme&gt;</th>');
  expect(drawn).toContain('<td data-label="ARR &quot;net&quot;" class="number"><div>12</div></td>');
  expect(drawn).toContain('<td data-label="Renews" class="date"><div><b>4 Oct 2027</b></div></td>');
  expect(drawn).toContain('class="scroll stacks" role="group" aria-label="Customers"');
});
