/** A part of an Adaptive Card. */
export interface CardElement {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A card as Teams takes it: schema 1.5, the newest that every client of Teams draws. */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  body: CardElement[];
  fallbackText?: string;
  /** Asks for a card of their own in the name of these people. */
  refresh?: { action: CardElement; userIds: readonly string[] };
  msteams: { width: 'Full' };
}

/** One message of Teams: a card for the screen, plain text for the notification. */
export interface TeamsMessage {
  summary: string;
  card: AdaptiveCard;
}

export const cardType = 'application/vnd.microsoft.card.adaptive';

/**
 * A card of these elements.
 * @param summary - what a client says that cannot draw it; it reads markdown, so the signs of that are left out
 */
export function cardOf(body: readonly CardElement[], summary = ''): AdaptiveCard {
  const fallbackText = summary.replace(/[\\`*_[\]()<>#~|]/g, ' ');
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body: [...body],
    ...(fallbackText === '' ? {} : { fallbackText }),
    msteams: { width: 'Full' },
  };
}

/** Bytes of a part as it is sent. */
export function bytesOf(part: unknown): number {
  return Buffer.byteLength(JSON.stringify(part));
}

/** The message as an activity of the Bot Framework. It has no `text`, which Teams would read as markup. */
export function activityOf({ summary, card }: TeamsMessage): Record<string, unknown> {
  return { type: 'message', summary, attachments: [{ contentType: cardType, content: card }] };
}
