import type { AccountHealth, HealthOverride, HealthSentiment } from '../domain/health.ts';
import { bandTones } from './band-tones.ts';
import { formatDay, formatPoints, formatUntil } from './format.ts';
import type { ViewBlock } from './view.ts';

/** So much of a reason fits on a card beside everything else; the page of the score has all of it. */
const shownReason = 500;

/** What people say beside the computed score; nothing when nobody says anything. */
export function judgementBlocks(health: AccountHealth): ViewBlock[] {
  const { override, sentiment } = health;
  return [
    ...(override ? overrideBlocks(override, health) : []),
    ...(sentiment ? sentimentBlocks(sentiment, health) : []),
  ];
}

/** `Overridden to 45.00 by Helena Strand until 31 Dec 2026: The sponsor left.` */
export function overrideSentence(override: HealthOverride): string {
  return `${overrideHeadline(override)} ${heldBy(override)}: ${sentence(override.reason)}`;
}

/** `CSM sentiment good, by Priya Shah until 31 Dec 2026: They love it.`, and the disagreement where there is one. */
export function sentimentSentence(sentiment: HealthSentiment): string {
  const { value, reason, disagrees } = sentiment;
  const said = `CSM sentiment ${value}, ${heldBy(sentiment)}: ${sentence(reason)}`;
  return disagrees === null ? said : `${said} Disagreement: ${disagrees}`;
}

function overrideBlocks(override: HealthOverride, { score, url }: AccountHealth): ViewBlock[] {
  const computed = score === null ? 'computed: unknown' : `computed: ${formatPoints(score)}`;
  return [
    {
      kind: 'heading',
      text: `${overrideHeadline(override)} of 100, ${override.band}`,
      tone: bandTones[override.band],
    },
    {
      kind: 'text',
      spans: [{ text: heldBy(override, true), strong: true }, { text: ' · ' }, { text: computed, link: url }],
    },
    quote(override.reason),
  ];
}

function sentimentBlocks(sentiment: HealthSentiment, { url }: AccountHealth): ViewBlock[] {
  const { value, reason, at, disagrees } = sentiment;
  const given = `${sentiment.by.name}, ${formatDay(at)}, until ${formatUntil(sentiment.until)}`;
  return [
    {
      kind: 'text',
      spans: [
        { text: `CSM sentiment: ${value}`, strong: true },
        { text: ` · ${given} · ` },
        { text: 'history', link: url },
      ],
    },
    quote(reason),
    ...(disagrees === null
      ? []
      : [
          {
            kind: 'text' as const,
            spans: [{ text: '⚠️ Disagreement: ', strong: true }, { text: disagrees }],
          },
        ]),
  ];
}

function overrideHeadline({ score }: HealthOverride): string {
  return `Overridden to ${formatPoints(score)}`;
}

function heldBy({ by, until }: Pick<HealthOverride, 'by' | 'until'>, first = false): string {
  return `${first ? 'By' : 'by'} ${by.name} until ${formatUntil(until)}`;
}

/** No line of a reason may pass for one of ours. */
function quote(reason: string): ViewBlock {
  const cut = reason.length > shownReason;
  const start = cut ? `${reason.slice(0, shownReason).replace(/[\uD800-\uDBFF]$/, '')}…` : reason;
  return { kind: 'quote', spans: [{ text: start }] };
}

/** A reason on one line, with an end. */
function sentence(reason: string): string {
  const line = reason.replace(/\s+/gu, ' ').trim();
  return /[.!?…]$/u.test(line) ? line : `${line}.`;
}
