import type { RequestContext } from './context.ts';

/** Where jobs tell our own people: the channel of promises, else that of alerts; null = nowhere, it is shown on request. */
export function ownChannel({
  content,
  channels,
}: Pick<RequestContext, 'content' | 'channels'>): string | null {
  return content.sla.channel ?? channels.alerts;
}
