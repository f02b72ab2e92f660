import { z } from 'zod';
import { moneySchema, mostMinorUnits } from './money.ts';
import { isUtcDay } from './utc-day.ts';

/** Limits of every text in an event; longer ones are refused, never cut. Characters. */
export const eventLimits = {
  identifier: 200,
  shortText: 500,
  longText: 20_000,
  /** Serialised event, bytes of UTF-8. */
  eventBytes: 262_144,
  /** Nesting of arrays and objects. */
  depth: 32,
  /** How far ahead of the clock a timestamp may be: a skewed sender, not a forecast. */
  futureHours: 24,
  /** An amount of money, in minor units: larger ones could not be summed to the cent. */
  moneyMinorUnits: mostMinorUnits,
} as const;

const identifier = z.string().min(1).max(eventLimits.identifier);
const shortText = z.string().max(eventLimits.shortText);
const longText = z.string().max(eventLimits.longText);
const day = z.string().refine(isUtcDay, 'a date as YYYY-MM-DD');
const count = z.int().min(0).max(1_000_000);
const amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const surveyScore = z.int().min(0).max(10);
const priority = z.enum(['P0', 'P1', 'P2', 'P3']);
const ticket = {
  ticketId: identifier,
  priority: priority.optional(),
  subject: longText.optional(),
  body: longText.optional(),
  status: shortText.optional(),
  tags: z.array(shortText).max(100).optional(),
  csat: z.int().min(1).max(5).optional(),
};

/** What an account can reach on its way. Source: seeds, the outcomes of days 7, 14 and 30. */
export const milestones = [
  'sso_live',
  'integration_live',
  'dataset_ingested',
  'dashboard_shipped',
  'report_shipped',
  'champion_trained',
  'first_value',
  'business_review',
] as const;

/**
 * The payload of every built-in event type. Keys that are not named here are kept, not refused.
 * Source: the two seed documents' event lists and the added signals of the feature contract.
 */
export const eventPayloads = {
  'user.session': z.looseObject({ durationSeconds: count.optional() }),
  'feature.used': z.looseObject({
    feature: identifier.optional(),
    module: identifier.optional(),
    count: count.min(1).optional(),
  }),
  'integration.state': z.looseObject({
    integration: identifier,
    state: z.enum(['connected', 'degraded', 'failed', 'disconnected']),
  }),
  'error.raised': z.looseObject({
    code: shortText.min(1),
    fingerprint: shortText.optional(),
    feature: identifier.optional(),
    count: count.min(1).optional(),
    limit: z.union([shortText, z.number()]).optional(),
  }),
  'job.retry': z.looseObject({ job: identifier, attempt: count.optional(), outcome: shortText.optional() }),
  'billing.invoice': z.looseObject({
    invoiceId: identifier,
    status: z.enum(['issued', 'paid', 'overdue', 'failed', 'refunded']),
    amount: moneySchema.optional(),
    dueOn: day.optional(),
  }),
  'ticket.created': z.looseObject(ticket),
  'ticket.updated': z.looseObject(ticket),
  'ticket.resolved': z.looseObject(ticket),
  'nudge.sent': z.looseObject({ nudgeId: identifier, kind: shortText.optional() }),
  'nudge.acted': z.looseObject({ nudgeId: identifier, kind: shortText.optional() }),
  'recipe.completed': z.looseObject({ recipe: identifier }),
  'deployment.published': z.looseObject({ version: shortText.min(1) }),
  'config.changed': z.looseObject({
    key: identifier,
    from: z.unknown().optional(),
    to: z.unknown().optional(),
  }),
  'contract.updated': z.looseObject({
    name: shortText.min(1).optional(),
    status: z.enum(['active', 'ended']).optional(),
    churnReason: shortText.optional(),
    segment: identifier.optional(),
    tier: identifier.optional(),
    icp: identifier.optional(),
    useCase: identifier.optional(),
    seats: count.optional(),
    arr: moneySchema.optional(),
    startsOn: day.optional(),
    renewsOn: day.optional(),
    owner: identifier.optional(),
    domains: z.array(identifier).max(100).optional(),
    aliases: z.array(identifier).max(100).optional(),
    externalIds: z.array(identifier).max(100).optional(),
    region: identifier.optional(),
  }),
  'seat.changed': z.looseObject({ seats: count }),
  'survey.responded': z
    .looseObject({ kind: z.enum(['nps', 'csat']), score: surveyScore, comment: longText.optional() })
    .refine((survey) => survey.kind === 'nps' || (survey.score >= 1 && survey.score <= 5), {
      path: ['score'],
      message: 'a CSAT score is 1 to 5',
    }),
  'sponsor.touch': z.looseObject({ kind: shortText.optional() }),
  'incident.opened': z.looseObject({
    incidentId: identifier,
    severity: shortText.optional(),
    title: longText.optional(),
  }),
  'incident.resolved': z.looseObject({
    incidentId: identifier,
    severity: shortText.optional(),
    title: longText.optional(),
  }),
  'milestone.reached': z.looseObject({ milestone: z.enum(milestones) }),
  'usage.limit': z.looseObject({ limit: identifier, used: amount, allowed: amount }),
  'value.measured': z.looseObject({
    // Sums of more would be no number any more.
    hoursSaved: z.number().min(0).max(1_000_000).optional(),
    automations: count.optional(),
    revenue: moneySchema.optional(),
  }),
  'feature.requested': z.looseObject({ feature: shortText.min(1), tier: identifier.optional() }),
  'flag.changed': z.looseObject({ flag: identifier, to: z.unknown() }),
  'expansion.opened': z.looseObject({
    opportunityId: identifier,
    arr: moneySchema.optional(),
    reason: shortText.optional(),
  }),
  'expansion.won': z.looseObject({
    opportunityId: identifier,
    arr: moneySchema.optional(),
    reason: shortText.optional(),
  }),
  'expansion.lost': z.looseObject({
    opportunityId: identifier,
    arr: moneySchema.optional(),
    reason: shortText.optional(),
  }),
} as const;

export type EventType = keyof typeof eventPayloads;
/** The built-in types, in the order of the catalogue. */
export const eventTypes = Object.keys(eventPayloads) as EventType[];

/** What a registered further type feeds, besides the timeline. */
export const customSignals = ['session', 'use', 'error', 'ticket', 'sponsor', 'none'] as const;
export type CustomSignal = (typeof customSignals)[number];

/** A type that the operator registered: its name, what it feeds, and the payload keys that it must have. */
export interface CustomEventType {
  name: string;
  feeds: CustomSignal;
  required: Readonly<Record<string, 'string' | 'number' | 'boolean'>>;
}
