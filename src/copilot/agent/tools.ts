import { z } from 'zod';
import type { ActionKindName } from '../../domain/action.ts';
import type { Passage } from '../../domain/answer.ts';

/** What an agent may ask people to decide. */
const draftKinds = ['ticket.reply', 'task.create'] as const satisfies readonly ActionKindName[];

/** Strict: what no schema names is refused, so a model cannot add a recipient, an account or an approval. */
export const toolSchemas = {
  health: z.strictObject({}),
  timeline: z.strictObject({ days: z.int().min(1).max(90) }),
  knowledge: z.strictObject({ query: z.string().min(1).max(500) }),
  tickets: z.strictObject({ query: z.string().max(500).nullable() }),
  propose: z.strictObject({
    kind: z.enum(draftKinds),
    title: z.string().min(1).max(200),
    text: z.string().min(1).max(4_000),
  }),
} as const;
export type ToolName = keyof typeof toolSchemas;
type Input<Name extends ToolName> = z.infer<(typeof toolSchemas)[Name]>;

/** What an agent wants done: words alone. Account, recipients and ids are the caller's. */
export type ActionDraft = Input<'propose'>;

/**
 * What an agent works with, bound by the caller to one member and one account: there is no argument by which a model could
 * name another. Each look-up returns what an answer may rest on.
 */
export interface AgentPorts {
  health(input: Input<'health'>): Promise<readonly Passage[]>;
  timeline(input: Input<'timeline'>): Promise<readonly Passage[]>;
  knowledge(input: Input<'knowledge'>): Promise<readonly Passage[]>;
  tickets(input: Input<'tickets'>): Promise<readonly Passage[]>;
  /** Hands the draft to the guardrail. @returns what the model is told */
  propose(draft: ActionDraft): Promise<'waits' | 'refused'>;
}

/** What a model is told of each tool. */
export const toolDescriptions: Readonly<Record<ToolName, string>> = {
  health: 'The health score of the account, with what it is made of.',
  timeline: 'What happened to the account in the last days, newest first.',
  knowledge: 'Passages of known issues, runbooks, macros and product pages that fit a query.',
  tickets: "The account's tickets; with a query those that fit it, without one the open ones.",
  propose:
    'Asks people to decide on a reply to the ticket or a task for a colleague. Nothing happens until one agrees.',
};
