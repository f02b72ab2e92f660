import { isObject } from './decode-body.ts';
import { at, textAt } from './paths.ts';

/**
 * The channel that an event says is in view; null = none, undefined = it says nothing of it. A message calls it otherwise.
 * Source: https://docs.slack.dev/reference/events/app_context_changed
 */
export function channelInView(event: unknown): string | null | undefined {
  const context = at(event, 'context') ?? at(event, 'app_context');
  if (!isObject(context)) return undefined;
  const entities = Array.isArray(context.entities) ? context.entities : [];
  for (const entity of entities) {
    const type = textAt(entity, 'type');
    if (type === 'slack#/types/channel_id') return textAt(entity, 'value');
    if (type === 'slack#/types/message_context') return textAt(entity, 'value', 'channel_id');
  }
  return null;
}
