import { z } from 'zod';

const text = z.string().max(3_000);

/** Enough for the longest name of an account, each of its letters escaped as nine characters. */
const longestPath = 2_300;

/** One of our own pages. No host, no way up, no second slash: nothing that a browser would take elsewhere. */
const ownPath = z
  .string()
  .max(longestPath)
  .regex(
    /^(?:\/[A-Za-z0-9_~%=&?:@+,-][A-Za-z0-9_~.%=&?:@+,-]*)+\/?(?:#[A-Za-z0-9_-]{1,100})?$/,
    'must be the path of a page of ours',
  );

const span = z.strictObject({
  text,
  strong: z.boolean().exactOptional(),
  quiet: z.boolean().exactOptional(),
  code: z.boolean().exactOptional(),
  link: ownPath.exactOptional(),
});
const spans = z.array(span).max(50);

/** Buttons of an alert's card: only Holdfast's own views have them, each click is checked by whose it is. */
const alertActions = [
  'alert-run',
  'alert-play',
  'alert-take',
  'alert-assign',
  'alert-snooze',
  'alert-judge',
  'alert-register',
] as const;
/** Questions too: they change nothing. */
const listActions = ['register', 'review', 'bug', 'digest-pdf'] as const;

/** What a stored view may ask for: questions, and what an alert offers. A button that decides on an action is made by the guardrail, never read from one. */
const action = z.enum(['health', 'timeline', 'why', 'help', ...listActions, ...alertActions]);
const label = z.string().min(1).max(75);
const value = z.string().max(2_000);

const block = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('heading'),
    text: z.string().min(1).max(150),
    tone: z.enum(['good', 'warning', 'bad', 'neutral']).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('text'), spans }),
  z.strictObject({
    kind: z.literal('facts'),
    facts: z.array(z.strictObject({ label, value: spans })).max(50),
  }),
  z.strictObject({ kind: z.literal('list'), items: z.array(spans).max(50) }),
  z.strictObject({ kind: z.literal('quote'), spans }),
  z.strictObject({
    kind: z.literal('table'),
    columns: z
      .array(z.strictObject({ label, align: z.enum(['left', 'right']).exactOptional() }))
      .min(1)
      .max(20),
    rows: z.array(z.array(spans).max(20)).max(100),
  }),
  z.strictObject({ kind: z.literal('note'), spans }),
  z.strictObject({
    kind: z.literal('picture'),
    path: ownPath.startsWith('/pictures/', 'must be one of our own pictures'),
    alt: z.string().min(1).max(2_000),
  }),
  z.strictObject({ kind: z.literal('divider') }),
  z.strictObject({
    kind: z.literal('buttons'),
    buttons: z
      .array(z.strictObject({ action, label, value, tone: z.enum(['primary', 'danger']).exactOptional() }))
      .max(5),
  }),
  z.strictObject({
    kind: z.literal('picker'),
    action,
    placeholder: label,
    options: z.array(z.strictObject({ label, value })).max(100),
  }),
]);

/** A view inside an action: the shape of `View`, with limits and links to our own pages alone. */
export const storedViewSchema = z.strictObject({
  summary: z.string().min(1).max(3_000),
  blocks: z.array(block).max(45),
});
export type StoredView = z.infer<typeof storedViewSchema>;

/** Whether a view offers what only Holdfast's own cards may: a person could write "Read more" on it. */
export function offersAlertActions({ blocks }: StoredView): boolean {
  const own: ReadonlySet<string> = new Set(alertActions);
  return blocks.some(
    (block) =>
      (block.kind === 'buttons' && block.buttons.some((button) => own.has(button.action))) ||
      (block.kind === 'picker' && own.has(block.action)),
  );
}
