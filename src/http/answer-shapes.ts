import { z } from 'zod';
import { answerVerdicts } from '../domain/answer.ts';
import { holdsHidden } from '../domain/hidden-characters.ts';
import { audiences } from '../domain/knowledge.ts';

/** No name of ours holds one, and a NUL cannot even be asked for in the database. */
const withoutControls = /^\P{Cc}*$/u;
const ticketId = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(withoutControls, 'holds a control character')
  .refine((text) => !holdsHidden(text), 'holds a character that nobody sees');
/** Of a document whose source is a page, the id is as long as its address. */
const documentId = z.string().min(1).max(3_000).regex(withoutControls, 'holds a control character');
/** Signs and pictures alone find nothing: an app hears that at once, and no such question is kept. */
const question = z
  .string()
  .refine((text) => text.trim() === '' || /[\p{L}\p{N}]/u.test(text), 'holds no word');
/** What an app asks. Who reads the answer is a customer unless it says otherwise: the safer of the two. */
export const questionSchema = z.strictObject({
  question,
  account: z
    .string()
    .max(200)
    .regex(/\S/, 'is empty')
    .regex(withoutControls, 'holds a control character')
    .describe('The id of the account, exactly as events name it. A name, a domain or part of one is none.')
    .exactOptional(),
  ticketId: ticketId.exactOptional(),
  audience: z.enum(audiences).default('customer'),
});
export const verdictSchema = z.strictObject({
  verdict: z.enum(answerVerdicts),
  documentId: documentId.exactOptional(),
  note: z.string().max(1_000).default(''),
});

const named = z.object({ id: z.string(), title: z.string(), kind: z.string(), url: z.string().optional() });
const macro = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  note: z.string().optional(),
  missing: z.array(z.string()).describe('Variables that have to be filled before it is sent.'),
});
const answer = z.object({
  id: z.string(),
  url: z
    .string()
    .optional()
    .describe('Our page of the answer with everything that it stood on; for our own people alone.'),
  account: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('Whom the answer is about; null = no account was named.'),
  kind: z.enum(['answer', 'not_covered']),
  confidence: z.number().min(0).max(1),
  abstained: z.boolean(),
  sentences: z.array(z.object({ text: z.string(), passageIds: z.array(z.string()).min(1) })).optional(),
  passages: z.array(z.object({ id: z.string(), documentId: z.string(), text: z.string() })).optional(),
  sources: z.array(named).optional(),
  nearest: z.array(named).optional(),
  macros: z.array(macro),
  solvedBefore: z
    .array(z.object({ ticketId: z.string(), title: z.string(), text: z.string() }))
    .optional()
    .describe('The account\u2019s own solved tickets that are most like it; for our own people alone.'),
});

/** What an app receives. */
export type AnswerJson = z.infer<typeof answer>;

/** The same for machines. */
export const questionShape = z.toJSONSchema(questionSchema, { io: 'input' });
export const verdictShape = z.toJSONSchema(verdictSchema, { io: 'input' });
export const answerShape = z.toJSONSchema(answer);
