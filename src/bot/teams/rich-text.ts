import { inertText, piecesOf } from '../../domain/inert-text.ts';
import type { Span } from '../../views/view.ts';
import { groupsOf } from '../platform/groups.ts';
import { bytesOf, type CardElement } from './card.ts';
import { teamsLimits } from './limits.ts';

/** Makes a full, signed address from the path in a view's link; '' = a picture that the platform cannot fetch. */
export type LinkTo = (path: string) => string;

interface Style {
  isSubtle?: boolean;
  size?: 'Small' | 'Medium' | 'Large';
}

/**
 * Turns spans into text runs, line by line. A run is never read as markup, so that a mention, an address or markdown in
 * untrusted text stays the characters that it is. A link lives only where a span carries one of our own paths.
 */
export function linesOf(spans: readonly Span[], linkTo: LinkTo, style: Style = {}): CardElement[][] {
  const lines: CardElement[][] = [[]];
  for (const span of spans) {
    const url = span.link === undefined ? '' : linkTo(span.link);
    for (const [index, line] of inertText(span.text).split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (line === '') continue;
      lines.at(-1)?.push(...piecesOf(line, teamsLimits.run).map((text) => runOf(text, span, url, style)));
    }
  }
  return lines.filter((line) => line.length > 0);
}

function runOf(text: string, span: Span, url: string, style: Style): CardElement {
  return {
    type: 'TextRun',
    text,
    ...(span.strong && { weight: 'Bolder' }),
    ...(span.quiet && { isSubtle: true }),
    ...(span.code && { fontType: 'Monospace' }),
    ...style,
    ...(url !== '' && url.length <= teamsLimits.url && { selectAction: { type: 'Action.OpenUrl', url } }),
  };
}

/** Lines as paragraphs, each within the room of one; what a line has too much continues below it. */
export function paragraphs(lines: readonly (readonly CardElement[])[], spacing = 'Default'): CardElement[] {
  return lines
    .flatMap((line) => groupsOf(line, [{ of: bytesOf, max: teamsLimits.paragraphBytes }]))
    .map((inlines, index) => paragraph(inlines, index === 0 ? spacing : 'Small'));
}

function paragraph(inlines: readonly CardElement[], spacing: string): CardElement {
  return { type: 'RichTextBlock', ...(spacing === 'Default' ? {} : { spacing }), inlines };
}

/** Spans as paragraphs. */
export function textBlocks(spans: readonly Span[], linkTo: LinkTo, style?: Style): CardElement[] {
  return paragraphs(linesOf(spans, linkTo, style));
}

/** A list, a bullet before each item. */
export function bullets(items: readonly (readonly Span[])[], linkTo: LinkTo): CardElement[] {
  return items.flatMap((item, index) => {
    const [first, ...rest] = linesOf(item, linkTo);
    if (first === undefined) return [];
    const bullet: CardElement = { type: 'TextRun', text: '•  ' };
    return paragraphs([[bullet, ...first], ...rest], index === 0 ? 'Default' : 'Small');
  });
}

/** Somebody else's words, in a box of their own. */
export function quotes(spans: readonly Span[], linkTo: LinkTo): CardElement[] {
  return groupsOf(textBlocks(spans, linkTo), [{ of: bytesOf, max: teamsLimits.paragraphBytes }]).map(
    (items) => ({ type: 'Container', style: 'emphasis', items }),
  );
}
