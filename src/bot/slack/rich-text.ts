import type { types } from '@slack/bolt';
import { inertText, piecesOf } from '../../domain/inert-text.ts';
import type { Span } from '../../views/view.ts';
import { groupsOf } from '../platform/groups.ts';
import { textLength, weightOf } from './groups.ts';
import { slackLimits } from './limits.ts';

/** Makes a full, signed address from the path in a View's link; '' = a picture that the platform cannot fetch. */
export type LinkTo = (path: string) => string;

/**
 * Turns spans into rich text elements. Rich text is never parsed by Slack, so that a mention, an address or markdown
 * in untrusted text stays the characters that it is. A link lives only where a span carries one of our own paths.
 */
export function elementsOf(spans: readonly Span[], linkTo: LinkTo, style?: Style): types.RichTextElement[] {
  return spans.flatMap((span) => {
    const text = inertText(span.text);
    if (text === '') return [];
    const url = span.link === undefined ? undefined : linkTo(span.link);
    return piecesOf(text, slackLimits.richText).map((piece) => elementOf(piece, styleOf(span, style), url));
  });
}

interface Style {
  bold?: boolean;
  italic?: boolean;
  code?: boolean;
}

function styleOf(span: Span, base: Style | undefined): Style | undefined {
  const style = { ...base, ...(span.strong && { bold: true }), ...(span.code && { code: true }) };
  return Object.keys(style).length === 0 ? undefined : style;
}

function elementOf(text: string, style: Style | undefined, url: string | undefined): types.RichTextElement {
  const styled = style === undefined ? {} : { style };
  if (url === undefined || url.length > slackLimits.url) return { type: 'text', text, ...styled };
  return { type: 'link', url, text, ...styled };
}

/** One line or paragraph of a rich text block. */
export function sectionOf(elements: types.RichTextElement[]): types.RichTextSection {
  return { type: 'rich_text_section', elements };
}

/** Cuts a long paragraph into runs of elements that each fit one rich text block. */
function runsOf(elements: types.RichTextElement[]): types.RichTextElement[][] {
  return groupsOf(elements, blockBudgets);
}

/** Paragraphs, split into several blocks where one would grow over the limit. */
export function paragraphs(lines: types.RichTextElement[][]): types.RichTextBlock[] {
  return groupsOf(lines.flatMap(runsOf), blockBudgets).map((group) => ({
    type: 'rich_text',
    elements: group.map(sectionOf),
  }));
}

/** A bulleted list, continued in another block where one would grow over the limit. */
export function bullets(items: types.RichTextElement[][]): types.RichTextBlock[] {
  return groupsOf(items.flatMap(runsOf), [...blockBudgets, { of: () => 1, max: slackLimits.listItems }]).map(
    (group) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_list', style: 'bullet', elements: group.map(sectionOf) }],
    }),
  );
}

/** Words behind a bar at the side, in several blocks where one would grow over the limit. */
export function quotes(elements: types.RichTextElement[]): types.RichTextBlock[] {
  return runsOf(elements).map((run) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_quote', elements: run }],
  }));
}

/** Addresses and styles weigh too: a block stays well under the weight of a message. */
const blockBudgets = [
  { of: textLength, max: slackLimits.richText },
  { of: weightOf, max: slackLimits.messageWeight / 2 },
];
