import { counted } from '../domain/counted.ts';
import { type BuiltInEvent, type CustomerEvent, isBuiltIn } from '../domain/event.ts';
import { type CustomEventType, type EventType, eventTypes } from '../domain/event-types.ts';
import { formatMoney } from '../domain/money.ts';
import { opportunityName } from '../domain/opportunity-words.ts';

/** What kind of thing a timeline entry is: the words of its filter. */
export const timelineKinds = [
  'use',
  'error',
  'ticket',
  'incident',
  'deploy',
  'config',
  'integration',
  'billing',
  'contract',
  'survey',
  'sponsor',
  'milestone',
  'expansion',
  'nudge',
  'limit',
  'request',
  'action',
  'play',
  'note',
  'other',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

const kinds: Readonly<Record<EventType, TimelineKind>> = {
  'user.session': 'use',
  'feature.used': 'use',
  'recipe.completed': 'milestone',
  'integration.state': 'integration',
  'error.raised': 'error',
  'job.retry': 'error',
  'billing.invoice': 'billing',
  'ticket.created': 'ticket',
  'ticket.updated': 'ticket',
  'ticket.resolved': 'ticket',
  'nudge.sent': 'nudge',
  'nudge.acted': 'nudge',
  'deployment.published': 'deploy',
  'config.changed': 'config',
  'contract.updated': 'contract',
  'seat.changed': 'contract',
  'survey.responded': 'survey',
  'sponsor.touch': 'sponsor',
  'incident.opened': 'incident',
  'incident.resolved': 'incident',
  'milestone.reached': 'milestone',
  'usage.limit': 'limit',
  'value.measured': 'milestone',
  'feature.requested': 'request',
  'flag.changed': 'config',
  'expansion.opened': 'expansion',
  'expansion.won': 'expansion',
  'expansion.lost': 'expansion',
};

/** Kinds that come by the hundred and would bury the rest; shown when somebody asks for them. */
const plentiful: ReadonlySet<TimelineKind> = new Set(['use', 'error', 'nudge']);

/** The event types of some kinds; without kinds, of all that are not plentiful. */
export function timelineTypes(wanted: readonly TimelineKind[] = []): EventType[] {
  return eventTypes.filter((type) =>
    wanted.length > 0 ? wanted.includes(kinds[type]) : !plentiful.has(kinds[type]),
  );
}

/** The registered types that stand on the timeline as `other`: those that feed no signal. */
export function shownCustomTypes(
  customTypes: ReadonlyMap<string, CustomEventType>,
  wanted: readonly TimelineKind[] = [],
): string[] {
  if (wanted.length > 0 && !wanted.includes('other')) return [];
  return [...customTypes.values()].filter((type) => type.feeds === 'none').map((type) => type.name);
}

/** The kind of an event. */
export function timelineKind(event: CustomerEvent): TimelineKind {
  return isBuiltIn(event) ? kinds[event.type] : 'other';
}

/** One line about an event, in words; customer text in it is as it came and must be drawn as plain text. */
export function timelineTitle(event: CustomerEvent): string {
  return isBuiltIn(event) ? builtInTitle(event) : event.type;
}

function builtInTitle(event: BuiltInEvent): string {
  switch (event.type) {
    case 'user.session':
      return `${event.user ?? 'Somebody'} worked in the product`;
    case 'feature.used':
      return `${event.user ?? 'Somebody'} used ${event.payload.feature ?? event.payload.module ?? 'the product'}`;
    case 'recipe.completed':
      return `Recipe completed: ${event.payload.recipe}`;
    case 'integration.state':
      return `Integration ${event.payload.integration} ${event.payload.state === 'failed' ? 'has failed' : `is ${event.payload.state}`}`;
    case 'error.raised':
      return `Error ${event.payload.code}${event.payload.count ? ` × ${event.payload.count}` : ''}`;
    case 'job.retry':
      return `Job ${event.payload.job} retried`;
    case 'billing.invoice':
      return `Invoice ${event.payload.invoiceId} ${event.payload.status}${event.payload.amount ? `: ${formatMoney(event.payload.amount)}` : ''}`;
    case 'ticket.created':
    case 'ticket.updated':
    case 'ticket.resolved':
      return ticketTitle(event);
    case 'nudge.sent':
      return `Nudge ${event.payload.nudgeId} sent`;
    case 'nudge.acted':
      return `Nudge ${event.payload.nudgeId} acted on`;
    case 'deployment.published':
      return `Deployment ${event.payload.version} published`;
    case 'config.changed':
      return `Setting ${event.payload.key} changed`;
    case 'flag.changed':
      return `Flag ${event.payload.flag} changed`;
    default:
      return relationshipTitle(event);
  }
}

type TicketEvent = Extract<BuiltInEvent, { type: `ticket.${string}` }>;
type ProductEvent =
  | TicketEvent
  | Extract<
      BuiltInEvent,
      {
        type:
          | 'user.session'
          | 'feature.used'
          | 'recipe.completed'
          | 'integration.state'
          | 'error.raised'
          | 'job.retry'
          | 'billing.invoice'
          | 'nudge.sent'
          | 'nudge.acted'
          | 'deployment.published'
          | 'config.changed'
          | 'flag.changed';
      }
    >;

function ticketTitle(event: TicketEvent): string {
  const { ticketId, priority, subject, csat } = event.payload;
  const verb = event.type.slice('ticket.'.length);
  const detail = [priority, subject].filter(Boolean).join(' ');
  return `Ticket ${ticketId} ${verb}${detail ? `: ${detail}` : ''}${csat === undefined ? '' : ` (CSAT ${csat})`}`;
}

const contractKeys: Readonly<Record<string, string>> = {
  arr: 'ARR',
  renewsOn: 'renewal date',
  startsOn: 'start',
  icp: 'ideal customer profile',
  useCase: 'use case',
  churnReason: 'reason for leaving',
  aliases: 'other names',
  externalIds: 'ids elsewhere',
};
const keysAtMost = 6;

/** What of a contract was said, in words and in the order in which it came. */
function contractWords(keys: readonly string[]): string {
  const more = keys.length - keysAtMost;
  const named = keys
    .slice(0, more > 1 ? keysAtMost : keys.length)
    .map((key) => (Object.hasOwn(contractKeys, key) ? contractKeys[key] : key));
  return `${named.join(', ')}${more > 1 ? ` and ${more} more` : ''}`;
}

function relationshipTitle(event: Exclude<BuiltInEvent, ProductEvent>): string {
  switch (event.type) {
    case 'contract.updated':
      return event.payload.status === 'ended'
        ? 'Contract ended'
        : `Contract updated: ${contractWords(Object.keys(event.payload))}`;
    case 'seat.changed':
      return `Licensed seats are now ${event.payload.seats}`;
    case 'survey.responded':
      return `${event.payload.kind.toUpperCase()} answer: ${event.payload.score}`;
    case 'sponsor.touch':
      return `Sponsor contact${event.payload.kind ? `: ${event.payload.kind}` : ''}`;
    case 'incident.opened':
    case 'incident.resolved':
      return `Incident ${event.payload.incidentId} ${event.type.slice('incident.'.length)}${event.payload.title ? `: ${event.payload.title}` : ''}`;
    case 'milestone.reached':
      return `Milestone reached: ${event.payload.milestone.replaceAll('_', ' ')}`;
    case 'usage.limit':
      return `Limit ${event.payload.limit}: ${event.payload.used} of ${event.payload.allowed} used`;
    case 'value.measured':
      return valueTitle(event.payload);
    case 'feature.requested':
      return `Feature requested: ${event.payload.feature}`;
    case 'expansion.opened':
    case 'expansion.won':
    case 'expansion.lost':
      return `Expansion ${opportunityName(event.payload.opportunityId)} ${event.type.slice('expansion.'.length)}${event.payload.arr ? `: ${formatMoney(event.payload.arr)}` : ''}`;
  }
}

function valueTitle(payload: Extract<BuiltInEvent, { type: 'value.measured' }>['payload']): string {
  const parts = [
    payload.hoursSaved === undefined ? '' : `${counted(payload.hoursSaved, 'hour')} saved`,
    payload.automations === undefined ? '' : `${payload.automations} automations`,
    payload.revenue ? formatMoney(payload.revenue) : '',
  ].filter(Boolean);
  return `Value measured${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
