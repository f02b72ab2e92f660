import type { z } from 'zod';
import type { EventType, eventPayloads } from '../src/domain/event-types.ts';

/** What an event of this type has to say. */
export type PayloadOf<T extends EventType> = z.input<(typeof eventPayloads)[T]>;

/** Something that happened to one account, before it has an id. */
export type Fact = {
  [T in EventType]: {
    /** Milliseconds since 1970. */
    at: number;
    type: T;
    payload: PayloadOf<T>;
    /** The person at the customer. */
    user?: string;
    /** What that person does there. */
    role?: string;
  };
}[EventType];

/** The systems of Brightweir that events come from. */
export type DemoSource = 'product' | 'billing' | 'support' | 'crm' | 'survey';

/** An event in the form in which it is sent to `POST /v1/events`. */
export interface RawEvent {
  id: string;
  type: EventType;
  account: string;
  /** ISO 8601 with Z. */
  ts: string;
  user?: string;
  role?: string;
  source: DemoSource;
  environment: 'production';
  payload: Record<string, unknown>;
}

const elsewhere: Partial<Record<EventType, DemoSource>> = {
  'billing.invoice': 'billing',
  'ticket.created': 'support',
  'ticket.updated': 'support',
  'ticket.resolved': 'support',
  'survey.responded': 'survey',
  'contract.updated': 'crm',
  'seat.changed': 'crm',
  'sponsor.touch': 'crm',
  'feature.requested': 'crm',
  'expansion.opened': 'crm',
  'expansion.won': 'crm',
  'expansion.lost': 'crm',
};

/** The system that reports events of a type. */
export function sourceOf(type: EventType): DemoSource {
  return elsewhere[type] ?? 'product';
}
