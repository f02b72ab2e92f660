import { z } from 'zod';

/**
 * Block Kit as its reference pages describe it, written down a second time and apart from our own limits: every key that
 * is not named here is refused. Source: https://docs.slack.dev/reference/block-kit
 */
const within = (most: number) => z.string().min(1).max(most);
const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: within(most), emoji: z.boolean().optional() });
const markdown = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: within(most), verbatim: z.boolean().optional() });
const words = (most: number) => z.union([plain(most), markdown(most)]);
const blockId = within(255).optional();
const actionId = within(255);
const address = z
  .string()
  .regex(/^https?:\/\//)
  .max(3_000);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const confirm = z.strictObject({
  title: plain(100),
  text: plain(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});
const option = z.strictObject({
  text: words(75),
  value: within(150),
  description: plain(75).optional(),
});

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: actionId.optional(),
  url: address.optional(),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: within(75).optional(),
});
const select = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId.optional(),
    placeholder: plain(150).optional(),
    options: z.array(option).min(1).max(100),
    initial_option: option.optional(),
    confirm: confirm.optional(),
    focus_on_load: z.boolean().optional(),
  })
  .refine(
    ({ options, initial_option: first }) =>
      first === undefined || options.some((each) => JSON.stringify(each) === JSON.stringify(first)),
    'initial_option must be one of the options',
  );
const date = z.strictObject({
  type: z.literal('datepicker'),
  action_id: actionId.optional(),
  initial_date: day.optional(),
  placeholder: plain(150).optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  action_id: actionId.optional(),
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
});
const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: actionId.optional(),
    initial_value: z.string().min(1).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3_000).optional(),
    max_length: z.int().min(1).max(3_000).optional(),
    placeholder: plain(150).optional(),
    focus_on_load: z.boolean().optional(),
  })
  .refine(
    ({ initial_value: first = '', max_length: most = 3_000 }) => first.length <= most,
    'initial_value is longer than max_length',
  );
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  is_decimal_allowed: z.boolean(),
  action_id: actionId.optional(),
  initial_value: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  placeholder: plain(150).optional(),
  focus_on_load: z.boolean().optional(),
});

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional();
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: address,
    text: z.string().min(1).optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: within(30), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: within(30), style }),
  z.strictObject({ type: z.literal('emoji'), name: within(100), unicode: z.string().optional() }),
]);
const border = z.union([z.literal(0), z.literal(1)]).optional();
const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(richElement).min(1),
});
const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        section,
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          elements: z.array(section).min(1),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          border,
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(richElement).min(1), border }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(richElement).min(1),
          border,
        }),
      ]),
    )
    .min(1),
});

const image = z.strictObject({
  type: z.literal('image'),
  image_url: address,
  alt_text: within(2_000),
  title: plain(2_000).optional(),
  block_id: blockId,
});
const cell = z.union([z.strictObject({ type: z.literal('raw_text'), text: within(10_000) }), richText]);
const lengthOf = (part: unknown): number =>
  part === null || typeof part !== 'object'
    ? 0
    : Object.entries(part).reduce(
        (sum, [key, value]) =>
          sum + (key === 'text' && typeof value === 'string' ? value.length : lengthOf(value)),
        0,
      );
const table = z
  .strictObject({
    type: z.literal('table'),
    block_id: blockId,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
  })
  .refine(({ rows }) => lengthOf(rows) <= 10_000, 'a table has more than 10,000 characters');

const everywhere = [
  z.strictObject({ type: z.literal('header'), text: plain(150), block_id: blockId }),
  z
    .strictObject({
      type: z.literal('section'),
      text: words(3_000).optional(),
      fields: z.array(words(2_000)).min(1).max(10).optional(),
      accessory: z.union([button, select, date, image]).optional(),
      block_id: blockId,
      expand: z.boolean().optional(),
    })
    .refine(
      ({ text, fields }) => text !== undefined || fields !== undefined,
      'a section needs text or fields',
    ),
  z.strictObject({
    type: z.literal('context'),
    block_id: blockId,
    elements: z
      .array(z.union([words(3_000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z
      .array(z.union([button, select, date, checkboxes]))
      .min(1)
      .max(25),
  }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  image,
  richText,
] as const;
const input = z.strictObject({
  type: z.literal('input'),
  label: plain(2_000),
  element: z.union([textInput, numberInput, select, date, checkboxes]),
  hint: plain(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  block_id: blockId,
});

const inMessages = z.union([
  ...everywhere,
  table,
  z.strictObject({ type: z.literal('markdown'), text: within(12_000), block_id: blockId }),
]);
const inViews = z.union([...everywhere, input]);

/** What Slack would say about the blocks of a message; empty = it takes them. */
export function faultsOfBlocks(blocks: unknown): string[] {
  const faults = faultsOf(z.array(inMessages).min(1).max(50), blocks);
  if (faults.length > 0 || !Array.isArray(blocks)) return faults;
  const tables = blocks.filter(({ type }) => type === 'table').length;
  return [
    ...(tables > 1 ? ['only_one_table_allowed'] : []),
    ...(JSON.stringify(blocks).length > 150_000 ? ['msg_blocks_too_long'] : []),
    ...(lengthOf(blocks) > 13_200 ? ['msg_blocks_too_long'] : []),
    ...twice(blocks),
  ];
}

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plain(24),
  blocks: z.array(inViews).min(1).max(100),
  close: plain(24).optional(),
  submit: plain(24).optional(),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  external_id: z.string().max(255).optional(),
  submit_disabled: z.boolean().optional(),
});
const home = z.strictObject({
  type: z.literal('home'),
  blocks: z.array(inViews).min(1).max(100),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
});

/** The same for a modal or a Home tab. Source: https://docs.slack.dev/reference/views */
export function faultsOfView(view: unknown, type: 'modal' | 'home'): string[] {
  const faults = faultsOf(type === 'modal' ? modal : home, view);
  if (faults.length > 0) return faults;
  const { blocks, submit } = view as { blocks: { type: string }[]; submit?: unknown };
  return [
    ...(Buffer.byteLength(JSON.stringify(view)) > 250_000 ? ['view_too_large'] : []),
    ...(type === 'modal' && submit === undefined && blocks.some((block) => block.type === 'input')
      ? ['a view with inputs needs submit']
      : []),
    ...twice(blocks),
  ];
}

/** Ids that stand twice: of blocks in one message or view, of elements in one block. */
function twice(blocks: readonly unknown[]): string[] {
  const parts = blocks as { block_id?: string; elements?: { action_id?: string }[] }[];
  const faults = duplicates(parts.map(({ block_id: id }) => id)).map((id) => `block_id ${id} stands twice`);
  for (const { elements = [] } of parts)
    faults.push(
      ...duplicates(elements.map(({ action_id: id }) => id)).map((id) => `action_id ${id} stands twice`),
    );
  return faults;
}

function duplicates(ids: readonly (string | undefined)[]): string[] {
  const given = ids.filter((id): id is string => id !== undefined);
  return given.filter((id, index) => given.indexOf(id) !== index);
}

/** What a schema says of a value, one line each. */
export function faultsOf(schema: z.ZodType, value: unknown): string[] {
  const read = schema.safeParse(value);
  return read.success ? [] : read.error.issues.flatMap(linesOf);
}

function linesOf(issue: z.core.$ZodIssue): string[] {
  const at = `/${issue.path.join('/')}`;
  if (issue.code !== 'invalid_union') return [`${at}: ${issue.message}`];
  // Of several forms, the one that fits best says what is wrong.
  const [closest = []] = [...issue.errors].sort(
    (one, other) =>
      other.reduce((sum, { path }) => sum + path.length, 0) -
      one.reduce((sum, { path }) => sum + path.length, 0),
  );
  return [`${at}: fits no form (${closest.flatMap(linesOf).join('; ').slice(0, 300)})`];
}
