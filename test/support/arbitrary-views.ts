import fc from 'fast-check';
import type { Span, View, ViewBlock } from '../../src/views/view.ts';

const attacks = [
  '<!channel>',
  '<!here|x>',
  '<@U1>',
  '<http://evil.example|click>',
  '*bold* _it_ ~s~ `code`',
  '[a](http://evil.example)',
  '![x](http://evil.example/p.png)',
  '&lt;!channel&gt;',
  ':wave:',
  '```\nfence',
  '@channel',
  '\u202Egnp.exe',
  '\u{E0041}hidden',
  '👩‍👩‍👧‍👦',
  '=1+1',
  'https://evil.example',
  '\uD800',
  '\u0000',
];
const text = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.lorem({ maxCount: 40, mode: 'sentences' }),
  fc.integer({ min: 100, max: 7_000 }).map((length) => 'word '.repeat(length / 5)),
);
const link = fc.option(
  fc.oneof(
    fc.constant('/evidence/1'),
    fc.integer({ min: 10, max: 2_900 }).map((length) => `/${'e'.repeat(length)}`),
  ),
  { nil: undefined },
);
const span: fc.Arbitrary<Span> = fc.record(
  { text, strong: fc.boolean(), quiet: fc.boolean(), code: fc.boolean(), link },
  { requiredKeys: ['text'] },
) as fc.Arbitrary<Span>;
const spans = fc.array(span, { maxLength: 6 });
const label = fc.oneof(
  fc.constantFrom('Score', 'Renewal', ...attacks),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
);
const table = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 0, max: 130 }) })
  .chain(({ width, height }) =>
    fc.record({
      kind: fc.constant('table' as const),
      columns: fc.array(fc.record({ label }), { minLength: width, maxLength: width }),
      rows: fc.array(
        fc.array(fc.array(fc.record({ text: label }), { maxLength: 2 }), {
          minLength: width,
          maxLength: width,
        }),
        { minLength: Math.min(height, 3), maxLength: height },
      ),
    }),
  );
const value = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });
const block: fc.Arbitrary<ViewBlock> = fc.oneof(
  fc.record({
    kind: fc.constant('heading' as const),
    text,
    tone: fc.constantFrom('good', 'warning', 'bad', 'neutral'),
  }),
  fc.record({ kind: fc.constant('text' as const), spans }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label, value: spans }), { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('quote' as const), spans }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(spans, { maxLength: 70 }) }),
  table,
  fc.record({ kind: fc.constant('note' as const), spans }),
  fc.record({ kind: fc.constant('divider' as const) }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(fc.record({ action: fc.constantFrom('health', 'why'), label, value }), {
      maxLength: 60,
    }),
  }),
  fc.record({
    kind: fc.constant('picker' as const),
    action: fc.constant('health' as const),
    placeholder: label,
    options: fc.array(fc.record({ label, value }), { maxLength: 250 }),
  }),
) as fc.Arbitrary<ViewBlock>;
/** Any view, as long and as hostile as its type allows. */
export const arbitraryView: fc.Arbitrary<View> = fc.record({
  summary: text,
  blocks: fc.array(block, { maxLength: 60 }),
});

/** Texts of a view that have to be readable in whole; labels that a control shortens are written out beside it. */
export function textsOfView({ blocks }: View): string[] {
  const of = (list: Span[]) => list.map((each) => each.text);
  return blocks.flatMap((each) => {
    switch (each.kind) {
      case 'heading':
        return [each.text];
      case 'text':
      case 'quote':
      case 'note':
        return of(each.spans);
      case 'facts':
        return each.facts.flatMap((fact) => [fact.label, ...of(fact.value)]);
      case 'list':
        return each.items.flatMap(of);
      case 'table':
        return [
          ...each.columns.map((column) => column.label),
          ...each.rows.flatMap((row) => row.flatMap(of)),
        ];
      case 'buttons':
        return each.buttons.map((button) => button.label);
      case 'picker': {
        // A picker with nothing to pick is not drawn.
        const labels = each.options.filter((option) => option.value !== '').map((option) => option.label);
        return labels.length === 0 ? [] : [each.placeholder, ...labels];
      }
      default:
        return [];
    }
  });
}
