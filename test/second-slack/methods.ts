import { z } from 'zod';

const text = z.string().min(1);
const flag = z.enum(['true', 'false', '0', '1']);
const channel = z.string().regex(/^[CDGU][A-Z0-9a-z]{1,30}$/);
const person = z.string().regex(/^[UW][A-Z0-9a-z]{1,30}$/);
const ts = z.string().regex(/^\d{10}\.\d{6}$/);
const json = z.string().transform((given, ctx): unknown => {
  try {
    return JSON.parse(given);
  } catch {
    ctx.addIssue({ code: 'custom', message: 'is no JSON' });
    return z.NEVER;
  }
});
const message = {
  // A text is what a notification and a screen reader say of blocks.
  text: z.string().min(1).max(40_000),
  blocks: json.optional(),
  attachments: json.optional(),
  thread_ts: ts.optional(),
  link_names: flag.optional(),
  parse: z.enum(['none', 'full']).optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
};
const { unfurl_links: _links, unfurl_media: _media, ...edited } = message;
const paged = { cursor: text.optional(), limit: z.coerce.number().int().min(1).max(999).optional() };
const history = {
  ...paged,
  channel,
  oldest: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  latest: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
};

/** A piece of a stream. Source: https://docs.slack.dev/reference/methods/chat.startStream */
const chunk = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('markdown_text'), text: z.string().min(1).max(12_000) }),
  z.strictObject({
    type: z.literal('task_update'),
    id: text,
    title: z.string().min(1).max(256),
    status: z.enum(['pending', 'in_progress', 'complete', 'error']),
    details: z.string().max(256).optional(),
    output: z.string().max(256).optional(),
  }),
  z.strictObject({ type: z.literal('plan_update'), title: z.string().min(1).max(256) }),
]);
const chunks = json.pipe(z.array(chunk).min(1));

/** A prompt that is offered. Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts */
const prompts = json.pipe(
  z
    .array(z.strictObject({ title: text, message: text }))
    .min(1)
    .max(4),
);

/**
 * The arguments that each method takes; any other is refused, though Slack itself may let one pass.
 * Source: https://docs.slack.dev/reference/methods
 */
export const methods = {
  'assistant.threads.setStatus': z.strictObject({
    channel_id: channel,
    thread_ts: ts,
    status: z.string().max(256),
    loading_messages: json.optional(),
  }),
  // With agents a `thread_ts` makes the call fail without a word.
  'assistant.threads.setSuggestedPrompts': z.strictObject({
    channel_id: channel,
    prompts,
    title: text.optional(),
  }),
  'auth.test': z.strictObject({}),
  'bots.info': z.strictObject({ bot: text, team_id: text.optional() }),
  'chat.appendStream': z.strictObject({ channel, ts, chunks }),
  'chat.getPermalink': z.strictObject({ channel, message_ts: ts }),
  'chat.postEphemeral': z.strictObject({ ...message, channel, user: person }),
  'chat.postMessage': z.strictObject({
    ...message,
    channel,
    mrkdwn: flag.optional(),
    reply_broadcast: flag.optional(),
    metadata: json.optional(),
  }),
  'chat.startStream': z.strictObject({
    channel,
    thread_ts: ts,
    chunks,
    recipient_team_id: text.optional(),
    recipient_user_id: person.optional(),
    task_display_mode: z.enum(['plan', 'timeline']).optional(),
  }),
  'chat.stopStream': z.strictObject({
    channel,
    ts,
    chunks: chunks.optional(),
    blocks: json.optional(),
    metadata: json.optional(),
  }),
  'chat.unfurl': z.strictObject({ channel, ts, unfurls: json }),
  'chat.update': z.strictObject({ ...edited, channel, ts, metadata: json.optional() }),
  'conversations.history': z.strictObject(history),
  'conversations.info': z.strictObject({ channel, include_num_members: flag.optional() }),
  'conversations.replies': z.strictObject({ ...history, ts }),
  'oauth.v2.access': z.strictObject({
    client_id: text,
    client_secret: text,
    code: text.optional(),
    redirect_uri: text.optional(),
    grant_type: z.literal('refresh_token').optional(),
    refresh_token: text.optional(),
  }),
  'users.info': z.strictObject({ user: person, include_locale: flag.optional() }),
  'views.open': z.strictObject({ trigger_id: text, view: json }),
  'views.publish': z.strictObject({ user_id: person, view: json, hash: text.optional() }),
  'views.update': z.strictObject({ view_id: text, view: json, hash: text.optional() }),
} as const;

export type MethodName = keyof typeof methods;

/** What a response address takes. Source: https://docs.slack.dev/interactivity/handling-user-interaction */
export const response = z.strictObject({
  text: z.string().min(1).max(40_000),
  blocks: z.array(z.unknown()).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: ts.optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  link_names: z.boolean().optional(),
  parse: z.enum(['none', 'full']).optional(),
  mrkdwn: z.boolean().optional(),
});
