import { z } from 'zod';
import { hiddenCharacters } from './hidden-characters.ts';
import { isUtcDay } from './utc-day.ts';

/** What a document is for. `solved-ticket` documents come from tickets, never from files. */
export const knowledgeKinds = ['known-issue', 'macro', 'runbook', 'product'] as const;
export type KnowledgeKind = (typeof knowledgeKinds)[number];

/** Who may read it: `customer` documents may be quoted to customers, `internal` ones to our own people alone. */
export const audiences = ['customer', 'internal'] as const;
export type Audience = (typeof audiences)[number];

/** Lower-case words with hyphens: how ids are written. */
export const idField = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens');
const dayField = z.string().refine(isUtcDay, 'must be a day, such as 2026-11-26');
const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine(
      (text) => text === text.trim() && !/[\r\n]/.test(text),
      'must be one line without blanks around it',
    );

const common = {
  /** Unique over all kinds; the file is named after it. */
  id: idField,
  title: line(120),
  /** The part of the product that it is about, such as `pipelines` or `billing`. */
  product_area: idField,
  audience: z.enum(audiences),
  /** The only regions that it holds for; absent = everywhere. */
  regions: z.array(idField).min(1).exactOptional(),
  /** Member id of who keeps it true. */
  owner: idField,
  updated_at: dayField,
  reviewed_on: dayField,
  /** Where it was learnt: a tracker's number, a page, a team. */
  source: line(200),
};

/** `4.40` stands for every 4.40.x. */
const versionField = z.string().regex(/^\d+(?:\.\d+){1,2}$/, 'such as 4.40 or 4.40.1');

const knownIssue = z
  .strictObject({
    kind: z.literal('known-issue'),
    ...common,
    severity: z.enum(['P0', 'P1', 'P2', 'P3']),
    status: z.enum(['open', 'fixed', 'superseded']),
    /** The first and last version that have it; absent = since ever, or to this day. */
    versions: z.strictObject({ from: versionField.exactOptional(), to: versionField.exactOptional() }),
    fixed_in: versionField.exactOptional(),
    superseded_by: idField.exactOptional(),
    /** When its fix is to be out; absent = nobody has said. */
    ships_on: dayField.exactOptional(),
    /** Codes or fixed phrases by which an error tells that it is this one. */
    error_signatures: z.array(line(200)),
  })
  .refine((issue) => issue.status !== 'fixed' || issue.fixed_in !== undefined, {
    path: ['fixed_in'],
    message: 'a fixed issue names the version that fixed it',
  })
  .refine((issue) => (issue.status === 'superseded') === (issue.superseded_by !== undefined), {
    path: ['superseded_by'],
    message: 'a superseded issue, and no other, names what took its place',
  })
  .refine((issue) => issue.superseded_by !== issue.id, {
    path: ['superseded_by'],
    message: 'nothing takes its own place',
  });

const macro = z.strictObject({
  kind: z.literal('macro'),
  ...common,
  /** What customers write when this is the answer, in their own words. */
  examples: z.array(line(300)).min(3),
});

const runbook = z.strictObject({ kind: z.literal('runbook'), ...common });
const product = z.strictObject({ kind: z.literal('product'), ...common });

/** The front matter of a document in knowledge/. */
export const frontMatterSchema = z.discriminatedUnion('kind', [knownIssue, macro, runbook, product]);
export type FrontMatter = z.infer<typeof frontMatterSchema>;

/** One document of ours: its front matter and the Markdown below it. */
export type KnowledgeDocument = FrontMatter & { body: string };

/** The variables that a macro may use, and what each stands for. */
export const macroVariables = {
  'account.name': 'the customer’s name',
  'contact.name': 'who wrote the ticket',
  'agent.name': 'who sends the reply',
  'ticket.id': 'the ticket’s number',
  'ticket.subject': 'the ticket’s subject',
  'plan.name': 'the plan of the contract',
  'renewal.date': 'when the contract renews',
  'csm.name': 'who looks after the customer',
  'region.name': 'where the customer’s data lives',
  'issue.title': 'the known issue that the ticket is linked to',
  'issue.fixed_in': 'the version that fixes it',
} as const;
export type MacroVariable = keyof typeof macroVariables;

const names = Object.keys(macroVariables).join('|').replaceAll('.', '\\s*\\.\\s*');
const unfilled = new RegExp(`\\{\\s*\\{\\s*(?:${names})\\s*\\}\\s*\\}`, 'gi');

/** The variables that a text still holds, as they are written there: a customer is never to read one. */
export function unfilledIn(text: string): string[] {
  return [...new Set(text.replace(hiddenCharacters, '').match(unfilled) ?? [])];
}
