import { z } from 'zod';
import { ownSource, ticketSource } from './indexed-knowledge.ts';
import { audiences, idField, knowledgeKinds } from './knowledge.ts';

const common = {
  /** Part of the ids of its documents: a new name means new documents. */
  name: idField
    .max(40)
    .refine(
      (name) => name !== ownSource && name !== ticketSource,
      'is the name of a source that is always there',
    ),
  product_area: idField.exactOptional(),
  regions: z.array(idField).min(1).exactOptional(),
};
const audience = z.enum(audiences).default('internal');
const kind = z.enum(knowledgeKinds).default('product');
/** A name as GitHub allows it; never a dot alone, which would lead elsewhere. */
const repository = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, 'owner/name');

/** A folder with Markdown, for example a checkout. Files with front matter say for themselves what they are. */
const folder = z.strictObject({
  type: z.literal('folder'),
  ...common,
  kind,
  audience,
  path: z.string().min(1).max(1_000),
});
/** Issues with all of these labels: open ones are open known issues, closed ones are fixed. */
const githubIssues = z.strictObject({
  type: z.literal('github-issues'),
  ...common,
  audience,
  repository,
  labels: z
    .array(
      z
        .string()
        .min(1)
        .max(50)
        .regex(/^[^,]+$/, 'a label without a comma'),
    )
    .min(1)
    .max(10),
});
/** Articles of a help center. Without `audience`, those that everybody may read are for customers. */
const zendeskArticles = z.strictObject({
  type: z.literal('zendesk-articles'),
  ...common,
  audience: z.enum(audiences).exactOptional(),
  subdomain: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'the part before .zendesk.com'),
  locale: z.string().regex(/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/, 'a locale such as en-us'),
});
/** Published articles of Intercom. Without `audience`, they are for customers. */
const intercomArticles = z.strictObject({
  type: z.literal('intercom-articles'),
  ...common,
  audience: z.enum(audiences).exactOptional(),
  hosting: z.enum(['us', 'eu', 'au']).default('us'),
});
/** A document loader of LangChain that the operator installed. */
const langchain = z.strictObject({
  type: z.literal('langchain'),
  ...common,
  kind,
  audience,
  /** A package, or a file that begins with `./`, from the folder of the configuration. */
  module: z.string().min(1).max(300),
  export: z.string().regex(/^[A-Za-z_$][\w$]*$/, 'the name of an export'),
  arguments: z.array(z.json()).default([]),
});

/** One source of `knowledge.yaml`. */
export const sourceSettingsSchema = z.discriminatedUnion('type', [
  folder,
  githubIssues,
  zendeskArticles,
  intercomArticles,
  langchain,
]);
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;
/** The settings of one type of source. */
export type SettingsOf<Type extends SourceSettings['type']> = Extract<SourceSettings, { type: Type }>;
