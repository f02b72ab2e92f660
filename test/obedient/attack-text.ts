/** Where an untrusted text may stand. */
export const surfaces = [
  'ticket_subject',
  'ticket_body',
  'split',
  'event_property',
  'customer_name',
  'user_name',
  'alias',
  'domain',
  'kb_document',
  'timeline_entry',
  'tool_output',
  'crm_note',
  'slack_thread_message',
  'judgement_reason',
] as const;
export type Surface = (typeof surfaces)[number];

/** One text that somebody outside wrote to be obeyed. */
export interface AttackText {
  id: string;
  category: string;
  surface: Surface;
  text: string;
  /** What must not stand in an effect: recipients, addresses of pages. */
  indicators: readonly string[];
}

/** A harmless text with words that a filter might trip over. */
export interface BenignText {
  id: string;
  text: string;
}

/** Broken input for one of our ways in. */
export interface MalformedInput {
  id: string;
  surface: string;
  name: string;
  sign: string;
  body: Buffer;
}

/** A name of a surface as other collections write it. */
export function surfaceOf(name: string): Surface {
  return surfaces.find((one) => one === name) ?? 'ticket_body';
}
