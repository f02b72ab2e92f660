import { inertText, piecesOf } from '../../domain/inert-text.ts';
import { nameCommands } from '../../views/command.ts';
import { type Tone, textOf, type View, type ViewBlock } from '../../views/view.ts';
import { groupsOf } from '../platform/groups.ts';
import { bytesOf, type CardElement, cardOf, type TeamsMessage } from './card.ts';
import { renderButtons, renderPicker } from './controls.ts';
import { teamsLimits } from './limits.ts';
import { mentioned } from './naming.ts';
import { bullets, type LinkTo, quotes, textBlocks } from './rich-text.ts';
import { renderFacts, renderTable } from './table.ts';

/**
 * Draws a view as one message of Teams, or as several where it is too long for one; all of it is there, and no part is
 * over a limit. The first message stands for the whole; the others continue it.
 * @param name - what a command begins with there
 */
export function renderView(given: View, linkTo: LinkTo, name: string = mentioned): TeamsMessage[] {
  const view = nameCommands(given, name);
  const drawn = renderBlocks(view.blocks, linkTo);
  const elements = drawn.length > 0 ? drawn : textBlocks([{ text: view.summary || '–' }], linkTo);
  const pages = pagesOf(elements);
  return pages.map((page, index) => {
    const place = index === 0 ? '' : ` (${index + 1} of ${pages.length})`;
    const summary = summaryOf(view.summary + place);
    return { summary, card: cardOf(page, summary) };
  });
}

/** Draws blocks as elements of a card, each small enough to be put together with others. */
export function renderBlocks(blocks: readonly ViewBlock[], linkTo: LinkTo): CardElement[] {
  let count = 0;
  const next = (): number => count++;
  const elements: CardElement[] = [];
  let separated = false;
  for (const block of blocks) {
    if (block.kind === 'divider') {
      separated = true;
      continue;
    }
    const [first, ...rest] = renderBlock(block, linkTo, next);
    if (first === undefined) continue;
    elements.push(separated ? { ...first, separator: true } : first, ...rest);
    separated = false;
  }
  return elements;
}

function renderBlock(
  block: Exclude<ViewBlock, { kind: 'divider' }>,
  linkTo: LinkTo,
  next: () => number,
): CardElement[] {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block.text, block.tone ?? 'neutral', linkTo);
    case 'text':
      return textBlocks(block.spans, linkTo);
    case 'facts':
      return renderFacts(block, linkTo);
    case 'list':
      return bullets(block.items, linkTo);
    case 'quote':
      return quotes(block.spans, linkTo);
    case 'table':
      return renderTable(block, linkTo);
    case 'note':
      return renderNote(block.spans, linkTo);
    case 'picture':
      return renderPicture(block, linkTo);
    case 'buttons':
      return renderButtons(block.buttons);
    case 'picker':
      return renderPicker(block, next);
  }
}

/** A dot carries the tone, the words carry the meaning: coloured text is hard to read on some themes. */
const dots: Record<Tone, string> = { good: '🟢 ', warning: '🟡 ', bad: '🔴 ', neutral: '' };

/** A run of text, since a text block would be read as markdown. */
function renderHeading(text: string, tone: Tone, linkTo: LinkTo): CardElement[] {
  if (inertText(text).trim() === '') return [];
  return textBlocks([{ text: `${dots[tone]}${text}`, strong: true }], linkTo, { size: 'Large' });
}

function renderNote(spans: Extract<ViewBlock, { kind: 'note' }>['spans'], linkTo: LinkTo): CardElement[] {
  if (inertText(textOf(spans)).trim() === '') return [];
  return textBlocks(spans, linkTo, { isSubtle: true, size: 'Small' });
}

/** A picture that Teams fetches; where it cannot, what it says stands there in words. */
function renderPicture(
  { path, alt }: Extract<ViewBlock, { kind: 'picture' }>,
  linkTo: LinkTo,
): CardElement[] {
  const url = linkTo(path);
  const words = inertText(alt).replace(/\s+/g, ' ').trim() || '–';
  if (url === '' || url.length > teamsLimits.url) return renderNote([{ text: words }], linkTo);
  const altText = piecesOf(words, teamsLimits.imageAlt)[0];
  return [{ type: 'Image', url, altText, size: 'Stretch', msteams: { allowExpand: true } }];
}

/** Puts elements into as few messages as the budget allows; a heading stays with what it stands above. */
function pagesOf(elements: readonly CardElement[]): CardElement[][] {
  const max = teamsLimits.messageBytes - teamsLimits.envelopeBytes;
  const budget = { of: bytesOf, max };
  const units: CardElement[][] = [];
  for (const element of elements) {
    const above = units.at(-1);
    const [only] = above ?? [];
    const isHeading = above?.length === 1 && only !== undefined && isHeadingElement(only);
    if (above && isHeading && bytesOf([...above, element]) <= max) above.push(element);
    else units.push([element]);
  }
  return groupsOf(units, [budget]).map((group) => group.flat());
}

function isHeadingElement({ inlines }: CardElement): boolean {
  const [first] = Array.isArray(inlines) ? inlines : [];
  return first?.size === 'Large';
}

function summaryOf(summary: string): string {
  const text = inertText(summary).replace(/\s+/g, ' ').trim();
  return text.length <= teamsLimits.summary ? text : `${piecesOf(text, teamsLimits.summary - 1)[0]}…`;
}
