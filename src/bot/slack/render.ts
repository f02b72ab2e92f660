import type { types } from '@slack/bolt';
import { inertText, piecesOf } from '../../domain/inert-text.ts';
import { type Tone, textOf, type View, type ViewBlock } from '../../views/view.ts';
import { type Numbering, renderButtons, renderPicker } from './controls.ts';
import { messagesOf } from './groups.ts';
import { escapeMarkup } from './inert-text.ts';
import { slackLimits } from './limits.ts';
import { bullets, elementsOf, type LinkTo, paragraphs, quotes } from './rich-text.ts';
import { renderTable } from './table.ts';

/** One Slack message: blocks for the screen, escaped text for the notification. */
export interface SlackMessage {
  text: string;
  blocks: types.KnownBlock[];
}

/**
 * Draws a View as one Slack message, or as several where it is too long for one; all of it is there, and no part is
 * over a limit. The first message stands for the whole; the others continue it.
 */
export function renderView(view: View, linkTo: LinkTo): SlackMessage[] {
  let count = 0;
  const numbering: Numbering = { next: () => count++ };
  const blocks = view.blocks.flatMap((block) => renderBlock(block, linkTo, numbering));
  const text = fallbackText(view.summary);
  const drawn =
    blocks.length > 0 ? blocks : paragraphs([elementsOf([{ text: view.summary || '–' }], linkTo)]);
  const pages = messagesOf(drawn);
  return pages.map((page, index) => ({
    text: index === 0 ? text : fallbackText(`${view.summary} (${index + 1} of ${pages.length})`),
    blocks: page,
  }));
}

/** Draws one block of a view as blocks of Slack, each within its limits. */
export function renderBlock(block: ViewBlock, linkTo: LinkTo, numbering: Numbering): types.KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block.text, block.tone ?? 'neutral', linkTo);
    case 'text':
      return paragraphs([elementsOf(block.spans, linkTo)]);
    case 'facts':
      return paragraphs(
        block.facts.map((fact) =>
          elementsOf([{ text: `${fact.label}  `, strong: true }, ...fact.value], linkTo),
        ),
      );
    case 'list':
      return bullets(block.items.map((item) => elementsOf(item, linkTo)));
    case 'quote':
      return quotes(elementsOf(block.spans, linkTo));
    case 'table':
      return renderTable(block, linkTo);
    case 'note':
      return renderNote(block.spans, linkTo);
    case 'picture':
      return renderPicture(block, linkTo);
    case 'divider':
      return [{ type: 'divider' }];
    case 'buttons':
      return renderButtons(block.buttons, numbering);
    case 'picker':
      return renderPicker(block, numbering);
  }
}

/** Slack headers have no colour; a dot carries the tone, the words carry the meaning. */
const dots: Record<Tone, string> = { good: '🟢 ', warning: '🟡 ', bad: '🔴 ', neutral: '' };

function renderHeading(text: string, tone: Tone, linkTo: LinkTo): types.KnownBlock[] {
  const shown = inertText(text);
  if (shown.trim() === '') return [];
  const dot = dots[tone];
  const room = slackLimits.headerText - dot.length;
  const [first = '', ...rest] = shown.length <= room ? [shown] : piecesOf(shown, room - 1);
  const title = rest.length === 0 ? first : `${first}…`;
  return [
    { type: 'header', text: { type: 'plain_text', text: `${dot}${title}`, emoji: false } },
    ...paragraphs([elementsOf(rest.length === 0 ? [] : [{ text: rest.join(''), strong: true }], linkTo)]),
  ];
}

/** Small print: a context block where it is text alone, since only rich text can carry a link safely. */
function renderNote(
  spans: Extract<ViewBlock, { kind: 'note' }>['spans'],
  linkTo: LinkTo,
): types.KnownBlock[] {
  const text = inertText(textOf(spans));
  if (text.trim() === '') return [];
  if (spans.some((span) => span.link !== undefined)) {
    return paragraphs([elementsOf(spans, linkTo, { italic: true })]);
  }
  return piecesOf(text, slackLimits.text).map((piece) => ({
    type: 'context',
    elements: [{ type: 'plain_text', text: piece, emoji: false }],
  }));
}

/** A picture that Slack fetches; where it cannot, or could not, what it says stands there in words. */
function renderPicture(
  { path, alt }: Extract<ViewBlock, { kind: 'picture' }>,
  linkTo: LinkTo,
): types.KnownBlock[] {
  const address = linkTo(path);
  const words = inertText(alt).replace(/\s+/g, ' ').trim().slice(0, slackLimits.imageAlt) || '–';
  if (address === '' || address.length > slackLimits.imageUrl)
    return renderNote([{ text: words, quiet: true }], linkTo);
  return [{ type: 'image', image_url: address, alt_text: words }];
}

/** A message as it is without its pictures: what they say stands there in words. */
export function withoutPictures({ text, blocks }: SlackMessage): SlackMessage {
  return {
    text,
    blocks: blocks.map((block) =>
      block.type === 'image'
        ? {
            type: 'context',
            elements: [{ type: 'plain_text', text: block.alt_text, emoji: false }],
          }
        : block,
    ),
  };
}

function fallbackText(summary: string): string {
  const escaped = escapeMarkup(inertText(summary).replace(/\s+/g, ' ').trim());
  if (escaped.length <= slackLimits.fallbackText) return escaped;
  // An escape that is cut in half would be shown as it stands; drop it.
  return `${escaped.slice(0, slackLimits.fallbackText - 1).replace(/&[a-z]*$|[\uD800-\uDBFF]$/u, '')}…`;
}
